"""What comes from Slack, over whichever way: each delivery goes to the app once."""

from __future__ import annotations

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.platforms.slack.seen import Seen, delivery_of

_ACKNOWLEDGED = 200


class Receiver:
    """Hands requests to the app, but for those that were handed over before."""

    def __init__(self, app: AsyncApp, seen: Seen) -> None:
        self._app = app
        self._seen = seen

    async def receive(self, request: AsyncBoltRequest) -> BoltResponse:
        """The acknowledgement, which waits for no model; what is known already gets it at once."""
        delivery = delivery_of(request.body)
        if delivery is not None and not await self._seen.claim(delivery):
            return BoltResponse(status=_ACKNOWLEDGED)
        response = await self._app.async_dispatch(request)
        if delivery is not None and response.status != _ACKNOWLEDGED:
            await self._seen.release(delivery)
        return response

"""What comes from Slack, over whichever way: each delivery goes to the app once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.platforms.slack.seen import Seen, delivery_of

ACKNOWLEDGED: Final = 200
_NOT_NOW: Final = 503
# Seconds after which Slack gives up on an acknowledgement.
WITHIN: Final = 3.0

Send = Callable[[BoltResponse], Awaitable[None]]


class Acknowledgements:
    """Which deliveries are still to be acknowledged, so that the work on them comes after."""

    def __init__(self) -> None:
        self._expected: dict[str, asyncio.Event] = {}

    def expect(self, delivery: str) -> None:
        """It will be acknowledged."""
        self._expected[delivery] = asyncio.Event()

    def sent(self, delivery: str) -> None:
        """It is acknowledged, or never will be."""
        if (event := self._expected.pop(delivery, None)) is not None:
            event.set()

    async def wait(self, delivery: str) -> None:
        """Wait for it, but no longer than Slack does."""
        if (event := self._expected.get(delivery)) is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(WITHIN):
                    await event.wait()


class Receiver:
    """Hands requests to the app, but for those that were handed over before."""

    def __init__(self, app: AsyncApp, seen: Seen, acknowledgements: Acknowledgements) -> None:
        self._app = app
        self._seen = seen
        self._acknowledgements = acknowledgements
        self._closed = False

    def close(self) -> None:
        """Acknowledge nothing more: whoever is there next gets it from Slack again."""
        self._closed = True

    async def receive(self, request: AsyncBoltRequest, send: Send) -> None:
        """``send`` the acknowledgement, which waits for no model, and only then let work begin.

        What is known already gets it at once. Where that fails, Slack may send it again.
        """
        if self._closed:
            await send(BoltResponse(status=_NOT_NOW))
            return
        delivery = delivery_of(request.body)
        if delivery is None:
            await send(await self._app.async_dispatch(request))
        elif not await self._seen.claim(delivery):
            await send(BoltResponse(status=ACKNOWLEDGED))
        else:
            await self._hand_over(request, delivery, send)

    async def _hand_over(self, request: AsyncBoltRequest, delivery: str, send: Send) -> None:
        self._acknowledgements.expect(delivery)
        status: int | None = None
        try:
            response = await self._app.async_dispatch(request)
            status = response.status
            await send(response)
        finally:
            self._acknowledgements.sent(delivery)
            if status != ACKNOWLEDGED:
                await self._seen.release(delivery)

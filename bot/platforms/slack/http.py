"""HTTP instead of Socket Mode: requests that Slack signs, each let in once."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from typing import Final

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock, SignatureVerifier

from bot.platforms.slack.receiving import ACKNOWLEDGED, Receiver
from bot.platforms.slack.tasks import Tasks
from bot.store.memory import Recent

log = logging.getLogger(__name__)

PATH: Final = "/slack/events"
# Seconds that a signature is good for, by Slack's own rule; and how many are remembered meanwhile.
_FRESH: Final = 300.0
_SIGNATURES: Final = 50_000
# Seconds for acknowledgements under way at the end.
_DRAIN: Final = 0.5


class Door:
    """Part of a web server from its first second; answers "later" until somebody opens it."""

    def __init__(self, signing_secret: str, clock: Callable[[], float] = time.time) -> None:
        """``clock`` gives seconds since 1970."""
        self._clock = clock
        self._verifier = SignatureVerifier(signing_secret, _SlackClock(clock))
        self._used: Recent[str, float] = Recent(_SIGNATURES)
        self._receiver: Receiver | None = None
        self._tasks = Tasks()

    def routes(self) -> list[web.RouteDef]:
        """Where Slack's requests come to."""
        return [web.post(PATH, self.handle)]

    @asynccontextmanager
    async def opened(self, receiver: Receiver) -> AsyncIterator[None]:
        """Let requests in as long as the context lasts, and those that came in be acknowledged."""
        self._receiver = receiver
        try:
            yield
        finally:
            self._receiver = None
            await self._tasks.aclose(_DRAIN)

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request: 401 where Slack did not sign it just now, or it came before."""
        body = await request.read()  # bounded by the server
        signature = request.headers.get("X-Slack-Signature", "")
        if not self._signed(body, request.headers.get("X-Slack-Request-Timestamp"), signature):
            log.warning("a request to Slack's address was refused", extra={"bytes": len(body)})
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        if self._receiver is None:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            taken = AsyncBoltRequest(
                body=body.decode(), query=request.query_string, headers=dict(request.headers)
            )
        except ValueError:  # no JSON, whatever it calls itself
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        answered: asyncio.Future[web.Response] = asyncio.get_running_loop().create_future()

        async def send(response: BoltResponse) -> None:
            answer = await to_aiohttp_response(response)
            if response.status == ACKNOWLEDGED:
                self._used.put(signature, self._clock())
            with suppress(ConnectionError):  # whoever hung up asks again
                await answer.prepare(request)
                await answer.write_eof()
            answered.set_result(answer)

        async def receive(receiver: Receiver) -> None:
            try:
                await receiver.receive(taken, send)
            finally:
                if not answered.done():  # it failed, and Slack sends it again
                    answered.set_result(web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR))

        # Of its own, so that whoever hangs up does not take back what has been taken on.
        self._tasks.start(receive(self._receiver))
        return await asyncio.shield(answered)

    def _signed(self, body: bytes, timestamp: str | None, signature: str) -> bool:
        used = self._used.get(signature)
        if used is not None and self._clock() - used <= 2 * _FRESH:
            return False
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except (ValueError, TypeError):  # no number, no text, or beyond ASCII where that must be
            return False


class _SlackClock(Clock):
    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now

    def now(self) -> float:
        return self._now()

"""Socket Mode: WebSockets that Slack opens to nobody else, each renewed before it ends.

slack_sdk's own client closes a connection before it has the next one, and tries an address that
failed for ever although each is good for one connection only; events of these moments come minutes
late or not at all. See https://docs.slack.dev/apis/events-api/using-socket-mode.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.backoff import Backoff
from bot.platforms.slack.calling import Undelivered, code_of, refuses
from bot.platforms.slack.errors import AppTokenRefused, SlackError
from bot.platforms.slack.receiving import ACKNOWLEDGED, Send
from bot.platforms.slack.tasks import Tasks

log = logging.getLogger(__name__)

# Slack takes up to ten; with two, one is there while the other is renewed.
CONNECTIONS: Final = 2
# Seconds: between two pings, for Slack's greeting, for what a connection that is renewed still
# brings, and for acknowledgements under way when the bot stops.
_HEARTBEAT: Final = 20.0
_GREETING: Final = 10.0
_LINGER: Final = 3.0
_LAST_DRAIN: Final = 0.5
# Seconds for Slack's half of a goodbye.
_GOODBYE: Final = aiohttp.ClientWSTimeout(ws_close=1.0)
_LARGEST: Final = 2**22


class NotGreeted(ConnectionError):
    """A connection that Slack closed at once, or told to go: there are too many, for example."""


Receive = Callable[[AsyncBoltRequest, Send], Awaitable[None]]


@dataclass(eq=False)
class _Connection:
    """``leaving`` is set once it ends, or Slack has said that it will; then ``ended``."""

    socket: aiohttp.ClientWebSocketResponse
    leaving: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    answering: set[asyncio.Task[None]] = field(default_factory=set)


class Sockets:
    """Keeps ``CONNECTIONS`` open and hands what they bring to ``receive``.

    ``sleep`` waits before a connection is tried again.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        app_token: str,
        receive: Receive,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._app_token = app_token
        self._receive = receive
        self._sleep = sleep
        self._open: list[_Connection] = []
        # Whether there ever was a connection.
        self.worked = False
        self._tasks = Tasks()

    async def run(self) -> None:
        """Stay connected until cancelled; raises a ``SlackError`` that the operator must mend."""
        async with aiohttp.ClientSession() as session:
            try:
                async with asyncio.TaskGroup() as keepers:
                    for _ in range(CONNECTIONS):
                        keepers.create_task(self._keep(session))
            except* SlackError as group:
                refused = group.exceptions[0]
            finally:
                await asyncio.gather(*(self._leave(connection, 0) for connection in [*self._open]))
                await self._tasks.aclose(_LAST_DRAIN)
        raise refused

    async def _keep(self, session: aiohttp.ClientSession) -> None:
        """One connection after the other; each goes only once the next one is there."""
        clock, backoff = asyncio.get_running_loop().time, Backoff()
        before: _Connection | None = None
        while True:
            began = clock()
            try:
                connection = await self._connect(session)
            except (*Undelivered, ValueError) as error:
                code = code_of(error)
                if refuses(error):
                    raise AppTokenRefused(code) from error
                log.warning("the connection to Slack failed", extra={"error": code})
            else:
                if before is not None:
                    self._tasks.start(self._leave(before, _LINGER))
                before = connection
                await connection.leaving.wait()
                if connection.socket.closed is False or clock() - began > _HEARTBEAT:
                    continue
            await self._sleep(backoff.after(clock() - began))

    async def _connect(self, session: aiohttp.ClientSession) -> _Connection:
        opened = await self._client.apps_connections_open(app_token=self._app_token)
        async with asyncio.timeout(_GREETING):
            socket = await session.ws_connect(
                str(opened["url"]), heartbeat=_HEARTBEAT, max_msg_size=_LARGEST, timeout=_GOODBYE
            )
            try:
                hello = _hello(await socket.receive())
            except BaseException:
                await socket.close()
                raise
        connection = _Connection(socket)
        self._open.append(connection)
        self.worked = True
        self._tasks.start(self._listen(connection))
        log.info("connected to Slack", extra={"connections": hello.get("num_connections")})
        return connection

    async def _listen(self, connection: _Connection) -> None:
        try:
            async for message in connection.socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(connection, json.loads(message.data))
        finally:
            self._open.remove(connection)
            connection.leaving.set()
            connection.ended.set()

    def _take(self, connection: _Connection, message: dict[str, Any]) -> None:
        if message.get("type") == "disconnect":
            log.info("Slack renews a connection", extra={"reason": message.get("reason")})
            connection.leaving.set()
        elif "envelope_id" in message:
            task = self._tasks.start(
                self._answer(connection, message), envelope=message["envelope_id"]
            )
            connection.answering.add(task)
            task.add_done_callback(connection.answering.discard)

    async def _answer(self, connection: _Connection, envelope: dict[str, Any]) -> None:
        request = AsyncBoltRequest(mode="socket_mode", body=envelope.get("payload") or {})

        async def send(response: BoltResponse) -> None:
            if response.status == ACKNOWLEDGED:  # else Slack sends it again
                await self._send(connection, _acknowledgement(envelope, response))

        await self._receive(request, send)

    async def _send(self, connection: _Connection, answer: dict[str, Any]) -> None:
        """On another connection where this one is gone; without any, Slack asks again."""
        for one in (connection, *self._open):
            with suppress(ConnectionError):
                await one.socket.send_json(answer)
                return

    async def _leave(self, connection: _Connection, grace: float) -> None:
        """Close it once Slack has, or after ``grace`` seconds: what it still brings is taken."""
        with suppress(TimeoutError):
            await asyncio.wait_for(connection.ended.wait(), grace)
        await connection.socket.close()


def _hello(message: aiohttp.WSMessage) -> dict[str, Any]:
    """Slack's greeting. Raises ``NotGreeted`` or ``ValueError`` for anything else."""
    said = json.loads(message.data) if message.type is aiohttp.WSMsgType.TEXT else None
    if not isinstance(said, dict) or said.get("type") != "hello":
        raise NotGreeted
    return said


def _acknowledgement(envelope: dict[str, Any], response: BoltResponse) -> dict[str, Any]:
    answer: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
    if response.body:
        is_json = response.body.startswith("{")
        answer["payload"] = json.loads(response.body) if is_json else {"text": response.body}
    return answer

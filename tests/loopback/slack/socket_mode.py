"""Socket Mode: websockets over which envelopes go to the bot, each to exactly one of them."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from aiohttp import WSMsgType, web

from tests.loopback.slack.deliveries import Delivery, Kind
from tests.loopback.slack.errors import ApiError
from tests.loopback.slack.objects import Json
from tests.loopback.slack.recorder import Recorder
from tests.loopback.slack.web_api import Handler

MAX_CONNECTIONS: Final = 10
_PATH: Final = "/link"
_HOST: Final = "applink-loopback"
# Seconds after which Slack asks for a new connection; said in hello, never reached by a test.
_CONNECTION_TIME: Final = 18_060


@dataclass(slots=True, eq=False)
class Connection:
    """One websocket that has been greeted; ``envelopes`` is all that it was sent."""

    number: int
    socket: web.WebSocketResponse
    request: web.Request
    envelopes: list[Json] = field(default_factory=list)
    pings: int = 0


class SocketMode:
    """All connections of the app."""

    def __init__(self, app_id: str, recorder: Recorder) -> None:
        self.origin = ""
        self.connections: list[Connection] = []
        self.past: list[Connection] = []
        # Every connection there ever was.
        self.opened = 0
        # So many of the next ones are closed without a greeting.
        self.unwelcome = 0
        self._app_id = app_id
        self._recorder = recorder
        self._tickets: set[str] = set()
        self._numbers = count(1)
        self._turn = 0
        self._waiting: dict[str, Delivery] = {}
        self._disabled = False

    def routes(self) -> list[web.RouteDef]:
        return [web.get(_PATH, self._connect)]

    def handlers(self) -> dict[str, Handler]:
        return {"apps.connections.open": self._open}

    async def send(self, delivery: Delivery) -> bool:
        """Put it into an envelope for one of the connections, in turn; False without one."""
        if not self.connections:
            return False
        self._turn += 1
        connection = self.connections[self._turn % len(self.connections)]
        envelope = _envelope(delivery)
        self._waiting[envelope["envelope_id"]] = delivery
        connection.envelopes.append(envelope)
        try:
            await connection.socket.send_json(envelope)
        except ConnectionError:
            return False
        return True

    async def until_connected(self, connections: int = 1) -> None:
        """Wait until so many connections are open."""
        await self._recorder.until(lambda: len(self.connections) >= connections)

    async def until_opened(self, times: int) -> None:
        """Wait until there have been so many connections in all."""
        await self._recorder.until(lambda: self.opened >= times and self.connections)

    async def disconnect(self, reason: str, connection: Connection | None = None) -> None:
        """Ask for a new connection: ``warning``, ``refresh_requested`` or ``link_disabled``.

        Slack closes the old one some seconds after a warning; here the bot does, or ``close``.
        After ``link_disabled`` it is closed at once, and no new one can be opened.
        """
        for asked in [connection] if connection else list(self.connections):
            await asked.socket.send_json(_disconnect(reason))
            if reason == "link_disabled":
                self._disabled = True
                await asked.socket.close()

    def cut(self) -> None:
        """Break every connection without a word."""
        for connection in list(self.connections):
            if connection.request.transport is not None:
                connection.request.transport.abort()

    async def close(self, *connections: Connection) -> None:
        """Close these connections, or every one, properly."""
        for connection in connections or list(self.connections):
            await connection.socket.close(code=1000)

    def _open(self, _: Json) -> Json:
        if self._disabled:
            raise ApiError("forbidden_team")
        ticket = str(uuid.uuid4())
        self._tickets.add(ticket)
        address = f"{self.origin.replace('http', 'ws', 1)}{_PATH}"
        return {"url": f"{address}?ticket={ticket}&app_id={self._app_id}"}

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("ticket") not in self._tickets:
            return web.Response(status=401)
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        if self.unwelcome:
            self.unwelcome -= 1
            await socket.close()
            return socket
        if len(self.connections) >= MAX_CONNECTIONS:
            await socket.send_json(_disconnect("too_many_websockets"))
            await socket.close()
            return socket
        connection = Connection(next(self._numbers), socket, request)
        await socket.send_json(self._hello())
        self.connections.append(connection)
        self.opened += 1
        await self._recorder.changed()
        try:
            await self._listen(connection)
        finally:
            self.connections.remove(connection)
            self.past.append(connection)
            await self._recorder.changed()
        return socket

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type is WSMsgType.PING:
                connection.pings += 1
                await connection.socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._acknowledge(json.loads(message.data))
                await self._recorder.changed()

    def _acknowledge(self, answer: Json) -> None:
        delivery = self._waiting.get(answer.get("envelope_id", ""))
        if delivery is None:
            self._recorder.violations.append("an envelope was acknowledged that was never sent")
            return
        delivery.acknowledge(answer.get("payload") or {})

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections) + 1,
            "debug_info": {
                "host": _HOST,
                "build_number": 1,
                "approximate_connection_time": _CONNECTION_TIME,
            },
            "connection_info": {"app_id": self._app_id},
        }


def _envelope(delivery: Delivery) -> Json:
    envelope: Json = {
        "envelope_id": str(uuid.uuid4()),
        "type": delivery.kind,
        "payload": delivery.payload,
        "accepts_response_payload": delivery.kind is not Kind.EVENT,
    }
    if delivery.kind is Kind.EVENT:
        envelope["retry_attempt"] = delivery.retry_attempt
        envelope["retry_reason"] = delivery.retry_reason
    return envelope


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": _HOST}}

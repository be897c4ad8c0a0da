"""The gateway: hello, identify, resume, heartbeats, and events in their order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final

from aiohttp import WSCloseCode, WSMsgType, web

from tests.loopback.discord.objects import Json
from tests.loopback.discord.recorder import Recorder

HEARTBEAT_INTERVAL: Final = 41_250  # milliseconds, Discord's usual
GUILDS: Final = 1 << 0
# GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT
PRIVILEGED: Final = 1 << 1 | 1 << 8 | 1 << 15
_IDENTIFY_KEYS: Final = frozenset({"token", "properties", "intents"})
PATIENCE: Final = 10.0


class Opcode(IntEnum):
    """What a frame is ("Gateway Opcodes" in Discord's documentation)."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


@dataclass(slots=True)
class Session:
    """What was sent to one identified client, so that it can be sent again."""

    identifier: str
    intents: int
    events: list[Json] = field(default_factory=list)


class Gateway:
    """Serves one client at a time; later connections replace earlier ones."""

    def __init__(
        self,
        token: str,
        recorder: Recorder,
        *,
        greeting: Callable[[Session], list[tuple[str, Json]]],
    ) -> None:
        """``greeting`` makes the events of a new session: READY and what follows it.

        ``refusals`` connections are refused from now on; ``close_code`` answers every IDENTIFY;
        while ``hearing`` is cleared nothing is read of who has identified, not even its goodbye.
        """
        self.refusals = 0
        self.close_code: int | None = None
        self.hearing = asyncio.Event()
        self.hearing.set()
        self._token = token
        self._recorder = recorder
        self._greeting = greeting
        self._sessions: dict[str, Session] = {}
        self._session: Session | None = None
        self._socket: web.WebSocketResponse | None = None
        self._connections = 0
        self._changed = asyncio.Condition()

    async def until_connected(self, times: int = 1) -> None:
        """Wait until a client has been greeted or resumed for the n-th time."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: self._connections >= times)

    async def until_disconnected(self) -> None:
        """Wait until no client is connected."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: self._socket is None)

    async def dispatch(self, event: str, data: Any) -> None:
        """Send an event; one that nobody hears is kept for whoever resumes."""
        assert self._session is not None, "no client has identified"
        payload = {
            "op": Opcode.DISPATCH,
            "s": len(self._session.events) + 1,
            "t": event,
            "d": data,
        }
        self._session.events.append(payload)
        if self._socket is not None:
            with suppress(ConnectionResetError):
                await self._socket.send_str(json.dumps(payload))

    async def ask_to_reconnect(self) -> None:
        """Send RECONNECT, as Discord does when it moves a client to another machine."""
        assert self._socket is not None
        await self._socket.send_str(json.dumps({"op": Opcode.RECONNECT, "d": None}))

    async def close(self, code: int = WSCloseCode.GOING_AWAY) -> None:
        """Close the connection with a code."""
        if self._socket is not None:
            await self._socket.close(code=code)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One connection."""
        if self.refusals > 0:
            self.refusals -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(timeout=1.0)
        await socket.prepare(request)
        await socket.send_str(
            json.dumps({"op": Opcode.HELLO, "d": {"heartbeat_interval": HEARTBEAT_INTERVAL}})
        )
        try:
            await self._converse(socket)
        finally:
            if self._socket is socket:
                self._socket = None
            await self._notify()
        return socket

    async def _converse(self, socket: web.WebSocketResponse) -> None:
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                self._recorder.violations.append(f"gateway: a {frame.type.name} frame")
                continue
            message = frame.json()
            match message["op"]:
                case Opcode.HEARTBEAT:
                    self._recorder.heartbeats += 1
                    await socket.send_str(json.dumps({"op": Opcode.HEARTBEAT_ACK}))
                case Opcode.IDENTIFY:
                    await self._identify(socket, message["d"])
                case Opcode.RESUME:
                    await self._resume(socket, message["d"])
                case op:
                    self._recorder.violations.append(f"gateway: unexpected opcode {op}")
            if self._socket is socket:
                await self.hearing.wait()

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> None:
        self._recorder.identifies.append({key: data[key] for key in data if key != "token"})
        if missing := _IDENTIFY_KEYS - data.keys():
            self._recorder.violations.append(f"gateway: IDENTIFY without {sorted(missing)}")
        if data["token"] != self._token:
            await socket.close(code=4004, message=b"Authentication failed.")
        elif self.close_code is not None:
            await socket.close(code=self.close_code)
        elif data["intents"] & PRIVILEGED:
            await socket.close(code=4014, message=b"Disallowed intent(s).")
        else:
            session = Session(f"session-{len(self._sessions) + 1}", data["intents"])
            self._sessions[session.identifier] = session
            self._session, self._socket = session, socket
            for event, payload in self._greeting(session):
                await self.dispatch(event, payload)
            await self._greeted()

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> None:
        self._recorder.resumes.append({key: data[key] for key in data if key != "token"})
        session = self._sessions.get(data["session_id"])
        if data["token"] != self._token:
            await socket.close(code=4004, message=b"Authentication failed.")
        elif session is None:
            await socket.send_str(json.dumps({"op": Opcode.INVALID_SESSION, "d": False}))
        else:
            self._session, self._socket = session, socket
            for payload in session.events[data["seq"] :]:
                await socket.send_str(json.dumps(payload))
            await self.dispatch("RESUMED", {})
            await self._greeted()

    async def _greeted(self) -> None:
        self._connections += 1
        await self._notify()

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

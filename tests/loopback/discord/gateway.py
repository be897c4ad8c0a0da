"""The gateway: hello, identify, resume, heartbeats, and events in their order, shard by shard."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from typing import Any, Final

from aiohttp import WSCloseCode, WSMsgType, web

from tests.loopback.discord.objects import Json
from tests.loopback.discord.recorder import Recorder
from tests.loopback.discord.sessions import PRIVILEGED, Intent, Session

HEARTBEAT_INTERVAL: Final = 41_250  # milliseconds, Discord's usual
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


class Close(IntEnum):
    """Close codes ("Gateway Close Event Codes")."""

    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQUENCE = 4007
    INVALID_SHARD = 4010
    DISALLOWED_INTENTS = 4014


class Gateway:
    """Serves one client a shard; later connections replace earlier ones."""

    def __init__(
        self,
        token: str,
        bot_id: str,
        recorder: Recorder,
        *,
        greeting: Callable[[Session], list[tuple[str, Json]]],
    ) -> None:
        """``greeting`` makes the events of a new session: READY and what follows it.

        ``refusals`` connections are refused from now on; ``close_code`` answers every IDENTIFY;
        ``granted`` are the privileged intents that the application has; while ``hearing`` is
        cleared nothing is read of who has identified, not even its goodbye. ``connections`` counts
        those that were greeted or resumed.
        """
        self.refusals = 0
        self.close_code: int | None = None
        self.granted = Intent(0)
        self.hearing = asyncio.Event()
        self.hearing.set()
        self._token = token
        self._bot_id = bot_id
        self._recorder = recorder
        self._greeting = greeting
        self._sessions: dict[str, Session] = {}
        self._shards: dict[int, Session] = {}
        self.connections = 0
        self._changed = asyncio.Condition()

    @property
    def connected(self) -> list[int]:
        """The shards that are connected now."""
        return [n for n, session in sorted(self._shards.items()) if session.socket is not None]

    async def until_connected(self, times: int = 1) -> None:
        """Wait until a client has been greeted or resumed for the n-th time."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: self.connections >= times)

    async def until_disconnected(self) -> None:
        """Wait until no client is connected."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: not self.connected)

    async def dispatch(self, event: str, data: Any) -> None:
        """Tell whoever has asked for it; what nobody hears is kept for whoever resumes."""
        assert self._shards, "no client has identified"
        for session in self._shards.values():
            if session.wants(event, data):
                await _send(session, event, session.redacted(event, data))

    async def tell(self, event: str, data: Json) -> None:
        """The same, where perhaps no client has identified yet: it will hear it when greeted."""
        if self._shards:
            await self.dispatch(event, data)

    async def ask_to_reconnect(self) -> None:
        """Send RECONNECT, as Discord does when it moves a client to another machine."""
        await self._say(Opcode.RECONNECT, None)

    async def invalidate(self, *, resumable: bool) -> None:
        """Send INVALID_SESSION; one that is not resumable is forgotten."""
        if not resumable:
            for session in self._shards.values():
                self._sessions.pop(session.identifier, None)
        await self._say(Opcode.INVALID_SESSION, resumable)

    async def close(self, code: int = WSCloseCode.GOING_AWAY) -> None:
        """Close every connection with a code."""
        for session in list(self._shards.values()):
            if session.socket is not None:
                await session.socket.close(code=code)

    def cut(self) -> None:
        """Cut every connection, without a goodbye."""
        for session in self._shards.values():
            if session.socket is not None:
                request = session.socket._req  # aiohttp offers no other way
                assert request is not None
                assert request.transport is not None
                request.transport.abort()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One connection."""
        if self.refusals > 0:
            self.refusals -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(timeout=1.0)
        await socket.prepare(request)
        hello = {"op": Opcode.HELLO, "d": {"heartbeat_interval": HEARTBEAT_INTERVAL}}
        await socket.send_str(json.dumps(hello))
        try:
            await self._converse(socket)
        finally:
            for session in (*self._sessions.values(), *self._shards.values()):
                if session.socket is socket:
                    session.socket = None
            await self._notify()
        return socket

    async def _converse(self, socket: web.WebSocketResponse) -> None:
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                self._recorder.violations.append(f"gateway: a {frame.type.name} frame")
                continue
            message = frame.json()
            identified = any(s.socket is socket for s in self._shards.values())
            match message["op"]:
                case Opcode.HEARTBEAT:
                    self._recorder.heartbeats += 1
                    await socket.send_str(json.dumps({"op": Opcode.HEARTBEAT_ACK}))
                case Opcode.IDENTIFY | Opcode.RESUME if identified:
                    self._recorder.violations.append("gateway: identified twice")
                    await socket.close(code=Close.ALREADY_AUTHENTICATED)
                case Opcode.IDENTIFY:
                    await self._identify(socket, message["d"])
                case Opcode.RESUME:
                    await self._resume(socket, message["d"])
                case op:
                    self._recorder.violations.append(f"gateway: unexpected opcode {op}")
            if any(s.socket is socket for s in self._shards.values()):
                await self.hearing.wait()

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> None:
        self._recorder.identifies.append({key: data[key] for key in data if key != "token"})
        if missing := _IDENTIFY_KEYS - data.keys():
            self._recorder.violations.append(f"gateway: IDENTIFY without {sorted(missing)}")
        number, count = data.get("shard") or (0, 1)
        if data["token"] != self._token:
            await socket.close(code=Close.AUTHENTICATION_FAILED, message=b"Authentication failed.")
        elif self.close_code is not None:
            await socket.close(code=self.close_code)
        elif data["intents"] & PRIVILEGED & ~self.granted:
            await socket.close(code=Close.DISALLOWED_INTENTS, message=b"Disallowed intent(s).")
        elif not 0 <= number < count:
            await socket.close(code=Close.INVALID_SHARD, message=b"Invalid shard.")
        else:
            session = Session(
                f"session-{len(self._sessions) + 1}",
                Intent(data["intents"]),
                (number, count),
                self._bot_id,
            )
            self._sessions[session.identifier] = self._shards[number] = session
            session.socket = socket
            for event, payload in self._greeting(session):
                await _send(session, event, payload)
            await self._greeted()

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> None:
        self._recorder.resumes.append({key: data[key] for key in data if key != "token"})
        session = self._sessions.get(data["session_id"])
        if data["token"] != self._token:
            await socket.close(code=Close.AUTHENTICATION_FAILED, message=b"Authentication failed.")
        elif session is None or not session.remembers(data["seq"]):
            await socket.send_str(json.dumps({"op": Opcode.INVALID_SESSION, "d": False}))
        elif data["seq"] > session.sequence:
            await socket.close(code=Close.INVALID_SEQUENCE, message=b"Invalid seq.")
        else:
            self._shards[session.shard[0]], session.socket = session, socket
            for payload in [event for event in session.events if event["s"] > data["seq"]]:
                await socket.send_str(json.dumps(payload))
            await _send(session, "RESUMED", {})
            await self._greeted()

    async def _say(self, opcode: Opcode, data: Any) -> None:
        sockets = [session.socket for session in self._shards.values() if session.socket]
        assert sockets, "no client is connected"
        for socket in sockets:
            await socket.send_str(json.dumps({"op": opcode, "d": data}))

    async def _greeted(self) -> None:
        self.connections += 1
        await self._notify()

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()


async def _send(session: Session, event: str, data: Any) -> None:
    session.sequence += 1
    payload = {"op": Opcode.DISPATCH, "s": session.sequence, "t": event, "d": data}
    session.events.append(payload)
    if session.socket is not None:
        with suppress(ConnectionResetError):
            await session.socket.send_str(json.dumps(payload))

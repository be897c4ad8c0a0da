"""The life of an interaction: 3 seconds to acknowledge it, 15 minutes to answer it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.loopback.discord import errors
from tests.loopback.discord.clock import ManualClock
from tests.loopback.discord.objects import EPHEMERAL, LOADING, Ids, Json, message

ACKNOWLEDGE_WITHIN: Final = 3.0
TOKEN_LIVES: Final = 15 * 60.0
# Seconds that a test waits for the bot before it fails.
PATIENCE: Final = 10.0
MESSAGE, DEFERRED = 4, 5
_KEPT_FLAGS: Final = EPHEMERAL
_PINGS: Final = {
    "everyone": re.compile(r"@(?:everyone|here)\b"),
    "users": re.compile(r"<@!?\d+>"),
    "roles": re.compile(r"<@&\d+>"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as people see it; ``pings`` is whom it would call."""

    content: str
    flags: int
    pings: tuple[str, ...]

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)


class LoopbackInteraction:
    """One use of a slash command, from the server's and the asker's side."""

    def __init__(
        self, payload: Json, bot: Mapping[str, Any], *, clock: ManualClock, ids: Ids
    ) -> None:
        self.payload = payload
        self.id: str = payload["id"]
        self.token: str = payload["token"]
        self.deferred = False
        self._bot = bot
        self._clock = clock
        self._ids = ids
        self._began = clock.now()
        self._acknowledged = False
        self._original: str | None = None
        self._messages: dict[str, Json] = {}
        self._pings: dict[str, tuple[str, ...]] = {}
        self._changed = asyncio.Condition()

    @property
    def shown(self) -> list[Shown]:
        """The messages that stand there now, loading ones left out."""
        return [
            Shown(m["content"], m["flags"], self._pings[key])
            for key, m in self._messages.items()
            if not m["flags"] & LOADING
        ]

    async def until_deferred(self) -> None:
        """Wait until the asker sees that the bot is thinking."""
        await self._until(lambda: self.deferred)

    async def answer(self) -> Shown:
        """Wait for the answer, and return it."""
        await self._until(lambda: bool(self.shown))
        return self.shown[-1]

    async def respond(self, body: Json) -> Json:
        """``POST /interactions/{id}/{token}/callback``."""
        if self._acknowledged:
            raise errors.already_acknowledged()
        if self._clock.now() - self._began > ACKNOWLEDGE_WITHIN:
            raise errors.unknown_interaction()
        if body["type"] not in {MESSAGE, DEFERRED}:
            raise errors.invalid_form()
        self._acknowledged = True
        data = body.get("data") or {}
        if body["type"] == DEFERRED:
            self.deferred = True
            original = self._write(data, flags=LOADING | _flags(data) & EPHEMERAL)
        else:
            original = self._write(data, flags=_flags(data))
        self._original = original["id"]
        await self._notify()
        ephemeral = bool(original["flags"] & EPHEMERAL)
        answer: Json = {
            "interaction": {
                "id": self.id,
                "type": 2,
                "response_message_id": original["id"],
                "response_message_loading": body["type"] == DEFERRED,
                "response_message_ephemeral": ephemeral,
            }
        }
        if body["type"] == MESSAGE:
            answer["resource"] = {"type": MESSAGE, "message": original}
        return answer

    async def follow_up(self, body: Json) -> Json:
        """``POST /webhooks/{id}/{token}``: the first one after a defer edits the loading message.

        It then keeps that message's publicity ("Followup Messages" in Discord's documentation).
        """
        self._check_token()
        loading = self._messages.get(self._original or "")
        if loading is not None and loading["flags"] & LOADING:
            return await self.edit("@original", body)
        written = self._write(body, flags=_flags(body))
        await self._notify()
        return written

    async def edit(self, identifier: str, body: Json) -> Json:
        """``PATCH /webhooks/{id}/{token}/messages/{message}``."""
        self._check_token()
        key = self._key(identifier)
        old = self._messages[key]
        flags = old["flags"] & EPHEMERAL | _flags(body) & ~EPHEMERAL
        new = self._write(body, flags=flags, identifier=key)
        await self._notify()
        return new

    async def delete(self, identifier: str) -> None:
        """``DELETE /webhooks/{id}/{token}/messages/{message}``."""
        self._check_token()
        del self._messages[self._key(identifier)]
        await self._notify()

    def _write(self, data: Json, *, flags: int, identifier: str | None = None) -> Json:
        content = data.get("content") or ""
        written = message(
            identifier or self._ids.next(),
            self.payload["channel_id"],
            self._bot,
            content=content,
            flags=flags,
            at=self._clock.now(),
        )
        self._messages[written["id"]] = written
        self._pings[written["id"]] = _pings(content, data.get("allowed_mentions"))
        return written

    def _key(self, identifier: str) -> str:
        key = self._original if identifier == "@original" else identifier
        if key is None or key not in self._messages:
            raise errors.unknown_message()
        return key

    def _check_token(self) -> None:
        if not self._acknowledged:
            raise errors.unknown_webhook()
        if self._clock.now() - self._began > TOKEN_LIVES:
            raise errors.expired_token()

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(condition)


def _flags(data: Mapping[str, Any]) -> int:
    return int(data.get("flags") or 0)


def _pings(content: str, allowed: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Whom a content calls: everybody it mentions, unless ``allowed_mentions`` says less."""
    kinds = _PINGS if allowed is None else allowed.get("parse") or ()
    return tuple(ping for kind in kinds for ping in _PINGS[kind].findall(content))

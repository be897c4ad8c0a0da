"""The channels that the bot is in: their names, and who created them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.calling import Undelivered, code_of
from bot.store.memory import Recent

log = logging.getLogger(__name__)

# Seconds that the list counts, and pages of it that are read at most.
REMEMBERED_FOR: Final = 60.0
_PAGE: Final = 200
_PAGES: Final = 10
# Members of one channel that are asked for at once, and private channels that are remembered.
_MEMBERS: Final = 1_000
_PRIVATE: Final = 500
# With either of these scopes Slack tells the app of messages.
_READING: Final = frozenset({"channels:history", "groups:history"})


@dataclass(frozen=True, slots=True)
class Channel:
    """One of them."""

    id: str
    name: str
    creator: str
    private: bool


@dataclass(frozen=True, slots=True)
class Channels:
    """By id; ``may_read`` says whether the app was given the right to read messages."""

    by_id: Mapping[str, Channel] = field(default_factory=dict)
    may_read: bool = True

    def name(self, channel: str) -> str:
        """A channel's name, or its id where the bot is not in it."""
        known = self.by_id.get(channel)
        return channel if known is None else known.name

    def created_by(self, user: str) -> frozenset[str]:
        """The ids of those that somebody created."""
        return frozenset(c.id for c in self.by_id.values() if c.creator == user)


class ChannelList:
    """Asks ``users.conversations``; ``clock`` is in seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._read_at = float("-inf")
        self._known = Channels()
        self._members: Recent[str, tuple[float, frozenset[str]]] = Recent(_PRIVATE)

    async def get(self, client: AsyncWebClient) -> Channels:
        """The channels, as they were a minute ago at most where Slack says. Never raises."""
        if self._clock() - self._read_at >= REMEMBERED_FOR:
            try:
                self._known = await _ask(client)
                self._read_at = self._clock()
            except Undelivered as error:
                log.warning("the bot's channels are not known", extra={"error": code_of(error)})
        return self._known

    async def may_see(self, client: AsyncWebClient, user: str, channel: str) -> bool:
        """Whether somebody can read a channel of the bot's: a private one, only its members.

        To administer a workspace opens no channel. Never raises.
        """
        known = (await self.get(client)).by_id.get(channel)
        if known is None or not known.private:
            return known is not None
        read_at, members = self._members.get(channel) or (float("-inf"), frozenset[str]())
        if self._clock() - read_at >= REMEMBERED_FOR:
            try:
                members = await _members(client, channel)
            except Undelivered as error:
                failed = {"channel": channel, "error": code_of(error)}
                log.warning("a channel's members are not known", extra=failed)
                return False
            self._members.put(channel, (self._clock(), members))
        return user in members

    def changed(self) -> None:
        """Ask anew the next time."""
        self._read_at = float("-inf")
        self._members.clear()


async def _members(client: AsyncWebClient, channel: str) -> frozenset[str]:
    found: set[str] = set()
    cursor = ""
    for _ in range(_PAGES):
        answer = await client.conversations_members(
            channel=channel, limit=_MEMBERS, **({"cursor": cursor} if cursor else {})
        )
        found.update(answer.get("members") or ())
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return frozenset(found)


async def _ask(client: AsyncWebClient) -> Channels:
    found: dict[str, Channel] = {}
    cursor, scopes = "", ""
    for _ in range(_PAGES):
        answer = await client.users_conversations(
            types="public_channel,private_channel",
            exclude_archived=True,
            limit=_PAGE,
            **({"cursor": cursor} if cursor else {}),
        )
        scopes = answer.headers.get("x-oauth-scopes", "")
        found |= {c["id"]: _channel(c) for c in answer.get("channels") or ()}
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    granted = {scope.strip() for scope in scopes.split(",")}
    return Channels(found, not scopes or not _READING.isdisjoint(granted))


def _channel(told: Mapping[str, Any]) -> Channel:
    return Channel(
        id=told["id"],
        name=told.get("name") or told["id"],
        creator=told.get("creator") or "",
        private=bool(told.get("is_private")),
    )

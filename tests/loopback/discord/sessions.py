"""What a client that has identified is told: the events of its intents and of its shard."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Final

from aiohttp import web

from tests.loopback.discord.objects import Json


class Intent(IntFlag):
    """Gateway intents that have events here."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_EXPRESSIONS = 1 << 3
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    MESSAGE_CONTENT = 1 << 15


# Events that are kept for whoever resumes.
REMEMBERED: Final = 1_000
PRIVILEGED: Final = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT
# By the beginning of an event's name, longest first: on servers, and in direct messages.
_WANTED: Final[tuple[tuple[str, Intent, Intent], ...]] = (
    ("MESSAGE_REACTION_", Intent.GUILD_MESSAGE_REACTIONS, Intent.DIRECT_MESSAGE_REACTIONS),
    ("MESSAGE_", Intent.GUILD_MESSAGES, Intent.DIRECT_MESSAGES),
    ("GUILD_EMOJIS_", Intent.GUILD_EXPRESSIONS, Intent(0)),
    ("GUILD_MEMBER_", Intent.GUILD_MEMBERS, Intent(0)),
    ("GUILD_", Intent.GUILDS, Intent(0)),
    ("CHANNEL_", Intent.GUILDS, Intent(0)),
    ("THREAD_", Intent.GUILDS, Intent(0)),
)
_CONTENT: Final[Mapping[str, str | list[Json]]] = {
    "content": "",
    "embeds": [],
    "attachments": [],
    "components": [],
}


@dataclass(slots=True)
class Session:
    """One shard's session; ``events`` is what it was sent lately, so that it can be sent again."""

    identifier: str
    intents: Intent
    shard: tuple[int, int]
    bot_id: str
    sequence: int = 0
    events: deque[Json] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    socket: web.WebSocketResponse | None = None

    def remembers(self, sequence: int) -> bool:
        """Whether everything after that event can be sent again."""
        return not self.events or sequence >= self.events[0]["s"] - 1

    def wants(self, event: str, data: Json) -> bool:
        """Whether an event is this session's to hear."""
        if event == "GUILD_MEMBER_UPDATE" and data["user"]["id"] == self.bot_id:
            return self.owns(data.get("guild_id"))
        for beginning, on_server, private in _WANTED:
            if event.startswith(beginning):
                guild = data.get("id") if beginning == "GUILD_" else data.get("guild_id")
                guild = data.get("guild_id", guild)
                needed = (
                    private if guild is None and beginning.startswith("MESSAGE_") else on_server
                )
                return self.owns(guild) and bool(self.intents & needed)
        return self.owns(data.get("guild_id"))

    def owns(self, guild_id: str | None) -> bool:
        """Whether a server is this shard's; what belongs to none is the first shard's."""
        number, count = self.shard
        return number == (int(guild_id) >> 22) % count if guild_id else number == 0

    def redacted(self, event: str, data: Json) -> Json:
        """The event without what the bot may not read: others' words, unless they call it."""
        if event not in {"MESSAGE_CREATE", "MESSAGE_UPDATE"} or "guild_id" not in data:
            return data
        called = any(user["id"] == self.bot_id for user in data.get("mentions", ()))
        own = data["author"]["id"] == self.bot_id
        if self.intents & Intent.MESSAGE_CONTENT or called or own:
            return data
        return {**data, **_CONTENT}

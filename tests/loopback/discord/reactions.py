"""Reactions: who may add and remove them, and what everybody is told."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

from tests.loopback.discord import errors
from tests.loopback.discord.emojis import emoji_key, emoji_object
from tests.loopback.discord.messages import Kept, Messages
from tests.loopback.discord.objects import Json
from tests.loopback.discord.permissions import Permission
from tests.loopback.discord.world import World

MOST: Final = 20
# The newest Unicode emojis that Discord's clients draw, unless a test says otherwise.
NEWEST: Final = 15.1
Tell = Callable[[str, Json], Coroutine[Any, Any, None]]


class Reactions:
    """Adds and removes reactions; ``newest`` is the newest emoji version that is taken."""

    def __init__(self, world: World, messages: Messages, tell: Tell) -> None:
        self.newest = NEWEST
        self._world = world
        self._messages = messages
        self._tell = tell

    async def add(
        self, message_id: str, emoji: str, account: Json, *, any_spelling: bool = False
    ) -> None:
        """Somebody reacts; raises Discord's errors for what they may not.

        One who joins a reaction that is there need not be allowed to bring new ones. People's
        clients, old ones too, have left reactions of ``any_spelling``.
        """
        kept = self._messages.get(message_id)
        custom = ":" in emoji
        key = emoji if any_spelling and not custom else self._key(kept, emoji)
        there = kept.reactions.get(key, [])
        self._check_addition(kept, key, account, joins=bool(there))
        if account["id"] in there:
            return
        kept.reactions[key] = [*there, account["id"]]
        await self._announce("MESSAGE_REACTION_ADD", kept, key, account)

    async def remove(self, message_id: str, emoji: str, owner: Json, *, by: Json) -> None:
        """Take one reaction away: one's own, or another's as a moderator."""
        kept = self._messages.get(message_id)
        key = self._key(kept, emoji)
        held = self._permissions(kept, by)
        if owner["id"] != by["id"] and not held & Permission.MANAGE_MESSAGES:
            raise errors.missing_permissions()
        if owner["id"] not in kept.reactions.get(key, ()):
            return
        kept.reactions[key].remove(owner["id"])
        if not kept.reactions[key]:
            del kept.reactions[key]
        await self._announce("MESSAGE_REACTION_REMOVE", kept, key, owner)

    def listed(self, kept: Kept) -> list[Json]:
        """A message's ``reactions`` as its object carries them."""
        return [
            {
                "emoji": emoji_object(self._world, key),
                "count": len(people),
                "count_details": {"burst": 0, "normal": len(people)},
                "burst_colors": [],
                "me_burst": False,
                "me": self._world.bot["id"] in people,
            }
            for key, people in kept.reactions.items()
        ]

    def _key(self, kept: Kept, emoji: str) -> str:
        return (
            emoji if emoji in kept.reactions else emoji_key(self._world, emoji, newest=self.newest)
        )

    def _check_addition(self, kept: Kept, key: str, account: Json, *, joins: bool) -> None:
        held = self._permissions(kept, account)
        needed = Permission.READ_MESSAGE_HISTORY
        if not joins:
            needed |= Permission.ADD_REACTIONS
        emoji = self._world.emojis().get(key)
        if emoji is not None and kept.room.guild is not None:
            own = any(e["id"] == key for e in kept.room.guild.json["emojis"])
            if not own:
                needed |= Permission.USE_EXTERNAL_EMOJIS
        if needed & ~held:
            raise errors.missing_permissions()
        if not joins and len(kept.reactions) >= MOST:
            raise errors.too_many_reactions()
        blocked = self._world.blocks.get(kept.json["author"]["id"], set())
        if account["id"] in blocked:
            raise errors.reaction_blocked()

    def _permissions(self, kept: Kept, account: Json) -> Permission:
        room = kept.room
        if room.guild is None:
            return ~Permission.MANAGE_MESSAGES
        return room.guild.permissions(account["id"], room.channel)

    async def _announce(self, event: str, kept: Kept, key: str, account: Json) -> None:
        data: Json = {
            "user_id": account["id"],
            "channel_id": kept.json["channel_id"],
            "message_id": kept.json["id"],
            "emoji": emoji_object(self._world, key),
            "burst": False,
            "type": 0,
        }
        guild = kept.room.guild
        if event == "MESSAGE_REACTION_ADD":
            data["message_author_id"] = kept.json["author"]["id"]
        if guild is not None:
            data["guild_id"] = guild.id
            if event == "MESSAGE_REACTION_ADD":
                data["member"] = self._world.join(guild, account)
        if self._world.bot_sees(kept.room):
            await self._tell(event, data)

"""What owners do with their servers: channels, roles, emojis, the bot's coming and going."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tests.loopback.discord import objects
from tests.loopback.discord.greetings import Check, guild_create
from tests.loopback.discord.objects import Json
from tests.loopback.discord.permissions import Permission
from tests.loopback.discord.reactions import Tell
from tests.loopback.discord.world import Guild, World

NOTHING: Final = Permission(0)
_ROLE, _MEMBER = 0, 1


class GuildLife:
    """Changes servers and tells the bot, if it is connected; else it hears when it is.

    ``guild`` is the first server where none is named.
    """

    def __init__(self, world: World, home: Guild, tell: Tell, check: Check) -> None:
        self._world = world
        self._home = home
        self._tell_bot = tell
        self._check = check

    async def found(self, name: str, *, invited: bool = True) -> Guild:
        """Another server, whose owner invites the bot; else only people's own installs are there.

        It has no channel yet.
        """
        guild = self._world.add_guild(name, with_bot=invited)
        if invited:
            await self._join(guild)
        return guild

    async def throw_out(self, guild: Guild | None = None) -> None:
        """The owner throws the bot out."""
        guild = guild or self._home
        del guild.members[self._world.bot["id"]]
        await self._tell_bot("GUILD_DELETE", {"id": guild.id})

    async def invite(self, guild: Guild | None = None) -> None:
        """The owner invites the bot (again)."""
        guild = guild or self._home
        self._world.join_bot(guild)
        await self._join(guild)

    async def _join(self, guild: Guild) -> None:
        created = guild_create(self._world, guild, self._check)
        del created["unavailable"]  # which is what tells joining from being available again
        await self._tell("GUILD_CREATE", created)

    async def outage(self, guild: Guild | None = None) -> None:
        """A server is not to be had for a while; the bot is still on it."""
        await self._tell("GUILD_DELETE", {"id": (guild or self._home).id, "unavailable": True})

    async def channel(
        self,
        name: str,
        *,
        kind: int = objects.TEXT,
        category: Json | None = None,
        age_restricted: bool = False,
        guild: Guild | None = None,
    ) -> Json:
        """A channel, a category or a forum, as ``kind`` says."""
        guild = guild or self._home
        made = objects.channel(self._world.ids.next(), guild.id, name, kind=kind)
        made |= {"nsfw": age_restricted, "parent_id": category["id"] if category else None}
        guild.channels[made["id"]] = made
        self._check("GuildChannelResponse", made)
        await self._tell("CHANNEL_CREATE", made)
        return made

    async def thread(self, parent: Json, name: str, author: str, *, private: bool = False) -> Json:
        """A thread in a channel, or a post in a forum; say something in it next."""
        guild = self._world.guilds[parent["guild_id"]]
        owner = self._world.person(author)
        made = objects.thread(self._world.ids.next(), parent, name, owner["id"])
        if private:
            made["type"] = objects.PRIVATE_THREAD
        guild.threads[made["id"]] = made
        self._check("ThreadResponse", made)
        await self._tell("THREAD_CREATE", made | {"newly_created": True})
        return made

    async def change_channel(self, channel: Json, **changes: object) -> None:
        """Change fields of a channel, such as ``nsfw``."""
        channel |= changes
        self._check("GuildChannelResponse", channel)
        await self._tell("CHANNEL_UPDATE", channel)

    async def delete_channel(self, channel: Json) -> None:
        """A channel goes, or a thread."""
        guild = self._world.guilds[channel["guild_id"]]
        if guild.channels.pop(channel["id"], None):
            await self._tell("CHANNEL_DELETE", channel)
        elif guild.threads.pop(channel["id"], None):
            kept = {key: channel[key] for key in ("id", "guild_id", "parent_id", "type")}
            await self._tell("THREAD_DELETE", kept)

    async def allow(
        self,
        channel: Json,
        who: str,
        *,
        allow: Permission = NOTHING,
        deny: Permission = NOTHING,
    ) -> None:
        """Overwrite permissions in a channel for a role or a person, by name."""
        guild = self._world.guilds[channel["guild_id"]]
        roles = {role["name"]: role["id"] for role in guild.json["roles"]}
        identifier = roles.get(who) or self._account(who)["id"]
        overwrite = {
            "id": identifier,
            "type": _ROLE if who in roles else _MEMBER,
            "allow": str(int(allow)),
            "deny": str(int(deny)),
        }
        others = [o for o in channel["permission_overwrites"] if o["id"] != identifier]
        await self.change_channel(channel, permission_overwrites=[*others, overwrite])

    async def role(
        self, name: str, permissions: Permission = NOTHING, *, guild: Guild | None = None
    ) -> Json:
        """A role, made or changed."""
        guild = guild or self._home
        found = next((r for r in guild.json["roles"] if r["name"] == name), None)
        if found is not None:
            found["permissions"] = str(int(permissions))
            await self._tell("GUILD_ROLE_UPDATE", {"guild_id": guild.id, "role": found})
            return dict(found)
        position = len(guild.json["roles"])
        made = objects.role(self._world.ids.next(), name, permissions, position=position)
        guild.json["roles"].append(made)
        self._check("GuildRoleResponse", made)
        await self._tell("GUILD_ROLE_CREATE", {"guild_id": guild.id, "role": made})
        return made

    async def give(self, person: str, *roles: Json, guild: Guild | None = None) -> Json:
        """Somebody has these roles from now on, and no others; returns their membership."""
        guild = guild or self._home
        member = self._world.join(guild, self._account(person))
        member["roles"] = [role["id"] for role in roles]
        self._check("GuildMemberResponse", member)
        await self._tell("GUILD_MEMBER_UPDATE", member | {"guild_id": guild.id})
        return member

    async def emoji(
        self,
        name: str,
        *,
        animated: bool = False,
        available: bool = True,
        roles: Sequence[Json] = (),
        guild: Guild | None = None,
    ) -> Json:
        """An emoji that somebody drew; ``roles`` alone may use it, if there are any."""
        guild = guild or self._home
        made = objects.emoji(self._world.ids.next(), name, animated=animated)
        made |= {"available": available, "roles": [role["id"] for role in roles]}
        guild.json["emojis"].append(made)
        self._check("EmojiResponse", made)
        await self._tell_emojis(guild)
        return made

    async def remove_emoji(self, emoji: Json, *, guild: Guild | None = None) -> None:
        """An emoji is deleted."""
        guild = guild or self._home
        guild.json["emojis"] = [e for e in guild.json["emojis"] if e["id"] != emoji["id"]]
        await self._tell_emojis(guild)

    async def _tell(self, event: str, data: Json) -> None:
        guild = self._world.guilds[data.get("guild_id") or data["id"]]
        if self._world.bot["id"] in guild.members:
            await self._tell_bot(event, data)

    async def _tell_emojis(self, guild: Guild) -> None:
        data = {"guild_id": guild.id, "emojis": guild.json["emojis"]}
        await self._tell("GUILD_EMOJIS_UPDATE", data)

    def _account(self, name: str) -> Json:
        return self._world.bot if name == self._world.bot["username"] else self._world.person(name)

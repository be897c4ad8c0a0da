"""The state of a small Discord: people, servers with their channels and roles, rooms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from tests.loopback.discord import objects, permissions
from tests.loopback.discord.clock import ManualClock
from tests.loopback.discord.files import Files
from tests.loopback.discord.objects import Ids, Json
from tests.loopback.discord.permissions import ABROAD, Permission

OWNER: Final = "owner"


class Place(IntEnum):
    """Where something is typed: Discord's interaction contexts."""

    GUILD = 0
    BOT_DM = 1
    PRIVATE_CHANNEL = 2


@dataclass(slots=True)
class Guild:
    """A server; ``json`` as the HTTP API describes it, with its roles and emojis.

    ``commands`` says that they are installed whether or not the bot is a member.
    """

    json: Json
    commands: bool = False
    channels: dict[str, Json] = field(default_factory=dict)
    threads: dict[str, Json] = field(default_factory=dict)
    members: dict[str, Json] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.json["id"])

    def channel(self, identifier: str) -> Json | None:
        """A channel or a thread."""
        return self.channels.get(identifier) or self.threads.get(identifier)

    def permissions(self, person_id: str, channel: Json) -> Permission:
        """What somebody may do in a channel or thread; nothing for whoever is no member."""
        member = self.members.get(person_id)
        if member is None:
            return Permission(0)
        parent = self.channels[channel["parent_id"]] if channel["id"] in self.threads else channel
        return permissions.in_channel(self.json, parent, member)


@dataclass(frozen=True, slots=True)
class Room:
    """Where messages stand: a channel, on a server or not."""

    place: Place
    channel: Json
    guild: Guild | None = None


class World:
    """Everything that is there, for one bot; nothing here speaks to it."""

    def __init__(self, clock: ManualClock) -> None:
        self.ids = Ids(clock)
        self.files = Files(self.ids)
        self.people: dict[str, Json] = {}
        self.locales: dict[str, str] = {}
        self.owner = self.person(OWNER)
        self.bot = objects.user(self.ids.next(), "mojibot", bot=True)
        self.guilds: dict[str, Guild] = {}
        # By who blocks: whom, both as ids.
        self.blocks: dict[str, set[str]] = {}
        self._private: dict[tuple[str, Place], Json] = {}

    def person(self, name: str, *, bot: bool = False) -> Json:
        """Somebody's account, made when first heard of."""
        if name not in self.people:
            self.people[name] = objects.user(self.ids.next(), name, bot=bot)
        return self.people[name]

    def add_guild(self, name: str, *, with_bot: bool = True) -> Guild:
        """A server of the owner's with nobody else on it but, if so wished, the bot."""
        guild = Guild(objects.guild(self.ids.next_millisecond(), self.owner["id"], name))
        self.guilds[guild.id] = guild
        guild.json["roles"][0]["permissions"] = str(int(permissions.EVERYONE))
        self.join(guild, self.owner)
        if with_bot:
            self.join_bot(guild)
        return guild

    def join_bot(self, guild: Guild) -> None:
        """The bot comes, with the role that its invitation makes."""
        role = objects.role(self.ids.next(), "mojibot", int(permissions.BOT), position=1)
        guild.json["roles"].append(role | {"managed": True, "tags": {"bot_id": self.bot["id"]}})
        self.join(guild, self.bot)["roles"].append(role["id"])

    def join(self, guild: Guild, account: Json) -> Json:
        """Somebody's membership, made when they first do something there."""
        if account["id"] not in guild.members:
            guild.members[account["id"]] = objects.member(account)
        return guild.members[account["id"]]

    def room(self, channel_id: str) -> Room:
        """The room of a channel; raises ``LookupError`` where there is none."""
        for guild in self.guilds.values():
            channel = guild.channel(channel_id)
            if channel is not None:
                return Room(Place.GUILD, channel, guild)
        for (_, place), private in self._private.items():
            if private["id"] == channel_id:
                return Room(place, private)
        raise LookupError(f"there is no channel {channel_id}")

    def private_room(self, author: Json, place: Place) -> Room:
        """Where somebody speaks to the bot alone, or is with friends but without it."""
        key = (author["id"], place)
        if key not in self._private:
            others = [self.bot] if place is Place.BOT_DM else [self.person("a friend")]
            make = objects.private_channel if place is Place.BOT_DM else objects.group_channel
            self._private[key] = make(self.ids.next(), others)
        return Room(place, self._private[key])

    def closed_to_bot(self, room: Room) -> bool:
        """Whether whoever speaks to the bot in a private room has blocked it."""
        owner = next(who for (who, _), c in self._private.items() if c["id"] == room.channel["id"])
        return self.bot["id"] in self.blocks.get(owner, ())

    def emojis(self) -> dict[str, Json]:
        """Every emoji that people drew on a server where the bot is, by id."""
        return {e["id"]: e for guild in self.bots_guilds() for e in guild.json["emojis"]}

    def bot_sees(self, room: Room) -> bool:
        """Whether the bot can look into a room."""
        if room.guild is None:
            return room.place is Place.BOT_DM
        return bool(room.guild.permissions(self.bot["id"], room.channel) & Permission.VIEW_CHANNEL)

    def bots_guilds(self) -> Iterator[Guild]:
        """The servers that the bot is on."""
        return (g for g in self.guilds.values() if self.bot["id"] in g.members)

    def bots_permissions(self, room: Room) -> Permission:
        """What the application may do in a room."""
        if room.guild is not None and self.bot["id"] in room.guild.members:
            return room.guild.permissions(self.bot["id"], room.channel)
        return ABROAD | (
            Permission.USE_EXTERNAL_EMOJIS if room.place is Place.BOT_DM else Permission(0)
        )

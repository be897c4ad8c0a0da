"""People, roles and channels by the names that tests call them, as interactions carry them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tests.loopback.discord import permissions
from tests.loopback.discord.components import Kind
from tests.loopback.discord.files import Attached
from tests.loopback.discord.objects import Json
from tests.loopback.discord.world import Room, World

# What is not repeated in a member, since it stands in the user or is not sent at all.
_LEFT_OUT: Final = frozenset({"user", "deaf", "mute"})
_OF_SELECT: Final = {
    Kind.USER_SELECT: ("users",),
    Kind.ROLE_SELECT: ("roles",),
    Kind.MENTIONABLE_SELECT: ("users", "roles"),
    Kind.CHANNEL_SELECT: ("channels",),
}
_OF_OPTION: Final = {6: ("users",), 7: ("channels",), 8: ("roles",), 9: ("users", "roles")}


def resolve_option(world: World, room: Room, kind: int, value: Any) -> tuple[Any, Json]:
    """The id and the ``resolved`` of one value of a command's option; texts stay as they are."""
    if isinstance(value, Attached):
        attachment = world.files.attach(value)
        return attachment["id"], {"attachments": {attachment["id"]: attachment}}
    if kind not in _OF_OPTION:
        return value, {}
    [identifier], resolved = _resolve(world, room, _OF_OPTION[kind], [value])
    return identifier, resolved


def resolve_choice(
    world: World, room: Room, select: Json, values: Sequence[str]
) -> tuple[list[str], Json]:
    """The values and the ``resolved`` of what somebody chooses; raises ``LookupError``."""
    least, most = select["min_values"], select["max_values"]
    if not least <= len(values) <= most:
        raise LookupError(f"{least} to {most} can be chosen, not {len(values)}")
    if select["type"] != Kind.STRING_SELECT:
        return _resolve(world, room, _OF_SELECT[select["type"]], values, select)
    offered = {option["label"]: option["value"] for option in select["options"]}
    offered |= {option["value"]: option["value"] for option in select["options"]}
    if unknown := [value for value in values if value not in offered]:
        raise LookupError(f"{unknown} are not among {sorted(offered)}")
    return [offered[value] for value in values], {}


def _resolve(
    world: World, room: Room, what: Sequence[str], values: Sequence[str], select: Json | None = None
) -> tuple[list[str], Json]:
    chosen: list[str] = []
    resolved: Json = {}
    for value in values:
        found = next(filter(None, (_FIND[kind](world, room, value) for kind in what)), None)
        if found is None:
            raise LookupError(f"{value!r} is none of the {what}")
        types = (select or {}).get("channel_types")
        if types and found["channels"][_first(found)]["type"] not in types:
            raise LookupError(f"{value!r} is no channel of the types {types}")
        chosen.append(_first(found))
        for kind, objects in found.items():
            resolved.setdefault(kind, {}).update(objects)
    return chosen, resolved


def _first(found: Json) -> str:
    return str(next(iter(next(iter(found.values())))))


def _user(world: World, room: Room, name: str) -> Json | None:
    known = {person["id"]: person for person in world.people.values()} | world.people
    known |= {world.bot["id"]: world.bot, world.bot["username"]: world.bot}
    person = known.get(name)
    if person is None:
        return None
    found: Json = {"users": {person["id"]: person}}
    if room.guild is not None and person["id"] in room.guild.members:
        member = room.guild.members[person["id"]]
        granted = permissions.in_channel(room.guild.json, _parent(room), member)
        partial = {key: value for key, value in member.items() if key not in _LEFT_OUT}
        found["members"] = {person["id"]: partial | {"permissions": str(int(granted))}}
    return found


def _role(world: World, room: Room, name: str) -> Json | None:
    del world
    for role in room.guild.json["roles"] if room.guild else ():
        if name in {role["id"], role["name"]}:
            return {"roles": {role["id"]: role}}
    return None


def _channel(world: World, room: Room, name: str) -> Json | None:
    del world
    if room.guild is None:
        return None
    for channel in (*room.guild.channels.values(), *room.guild.threads.values()):
        if name in {channel["id"], channel["name"]}:
            return {"channels": {channel["id"]: channel | {"permissions": "0"}}}
    return None


def _parent(room: Room) -> Json:
    assert room.guild is not None
    return (
        room.guild.channels.get(room.channel["id"])
        or room.guild.channels[room.channel["parent_id"]]
    )


_FIND: Final = {"users": _user, "roles": _role, "channels": _channel}

"""The messages that the server keeps: written, edited, deleted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.loopback.discord import components, errors, objects
from tests.loopback.discord.clock import ManualClock
from tests.loopback.discord.components import IS_COMPONENTS_V2
from tests.loopback.discord.objects import EPHEMERAL, LOADING, Ids, Json
from tests.loopback.discord.world import Room

SUPPRESS_EMBEDS: Final = 1 << 2
_PINGS: Final = {
    "everyone": re.compile(r"@(?:everyone|here)\b"),
    "users": re.compile(r"<@!?\d+>"),
    "roles": re.compile(r"<@&\d+>"),
}


@dataclass(slots=True)
class Kept:
    """A message; ``reader`` is the only person who sees it, if it is ephemeral."""

    json: Json
    room: Room
    reader: str | None = None
    pings: tuple[str, ...] = ()
    # By emoji (its name, or ``name:id``): who reacted, in order.
    reactions: dict[str, list[str]] = field(default_factory=dict)


class Messages:
    """All messages, by their id."""

    def __init__(self, ids: Ids, clock: ManualClock) -> None:
        self._ids = ids
        self._clock = clock
        self._kept: dict[str, Kept] = {}

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._kept

    def get(self, identifier: str) -> Kept:
        """The message; raises Discord's 10008 for one that is gone."""
        if identifier not in self._kept:
            raise errors.unknown_message()
        return self._kept[identifier]

    def of(self, channel: str) -> list[Kept]:
        """All messages of a channel, in their order."""
        return [kept for kept in self._kept.values() if kept.json["channel_id"] == channel]

    def write(
        self,
        room: Room,
        author: Json,
        data: Json,
        *,
        kind: int = 0,
        flags: int | None = None,
        reader: str | None = None,
        extra: Json | None = None,
    ) -> Kept:
        """Keep a new message; ``flags`` win over those in ``data``. Raises ``InvalidForm``."""
        json = objects.message(
            self._ids.next(),
            room.channel["id"],
            author,
            kind=kind,
            flags=_flags(data) if flags is None else flags,
            at=self._clock.now(),
        )
        kept = Kept(json | (extra or {}), room)
        _fill(kept, data)
        if kept.json["flags"] & EPHEMERAL:
            kept.reader = reader
        self._kept[kept.json["id"]] = kept
        return kept

    def edit(self, identifier: str, data: Json) -> Kept:
        """Change what ``data`` names; a loading message is one no more. Raises ``InvalidForm``."""
        kept = self.get(identifier)
        flags = kept.json["flags"] & ~LOADING
        if data.get("flags") is not None:
            flags &= ~SUPPRESS_EMBEDS
            flags |= _flags(data) & (SUPPRESS_EMBEDS | IS_COMPONENTS_V2)
        changed = Kept(kept.json | {"flags": flags}, kept.room, kept.reader, kept.pings)
        _fill(changed, data)
        if not kept.json["flags"] & LOADING:
            changed.json["edited_timestamp"] = objects.timestamp(self._clock.now())
        kept.json, kept.pings = changed.json, changed.pings
        return kept

    def delete(self, identifier: str) -> Kept:
        """Take a message away; raises 10008 for one that is gone."""
        kept = self.get(identifier)
        del self._kept[identifier]
        return kept


def _flags(data: Mapping[str, Any]) -> int:
    return int(data.get("flags") or 0)


def _fill(kept: Kept, data: Json) -> None:
    json = kept.json
    if "content" in data:
        json["content"] = data["content"] or ""
    if "embeds" in data:
        json["embeds"] = [embed | {"type": "rich"} for embed in data["embeds"] or ()]
    if "attachments" in data:
        before = {attachment["id"]: attachment for attachment in json["attachments"]}
        json["attachments"] = [
            attachment if "url" in attachment else before[str(attachment["id"])]
            for attachment in data["attachments"] or ()
        ]
    if "components" in data:
        json["components"] = components.stored(data["components"] or [])
    if "content" in data or "components" in data:
        words = "\n".join([json["content"], *components.texts(json["components"])])
        kept.pings = _pings(words, data.get("allowed_mentions"))
    problems = list(_problems(json))
    if problems:
        raise errors.InvalidForm(problems)
    if not json["flags"] & LOADING and not any(
        json[key] for key in ("content", "embeds", "components", "attachments")
    ):
        raise errors.empty_message()


def _problems(json: Json) -> list[str]:
    v2 = bool(json["flags"] & IS_COMPONENTS_V2)
    found = list(components.problems(json["components"], v2=v2))
    if v2 and (json["content"] or json["embeds"]):
        found.append("content or embeds beside components V2")
    return found


def _pings(words: str, allowed: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Whom words call: everybody it mentions, unless ``allowed_mentions`` says less."""
    kinds = _PINGS if allowed is None else allowed.get("parse") or ()
    return tuple(ping for kind in kinds for ping in _PINGS[kind].findall(words))

"""People, channels and messages as Slack keeps and shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

Json = dict[str, Any]


class Ids:
    """Ids in Slack's shape: a letter for the kind, then capitals and digits."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def next(self, kind: str) -> str:
        return f"{kind}0LOOP{next(self._numbers):05d}"


@dataclass(slots=True)
class Person:
    """Somebody with an account; a person of another workspace is a stranger."""

    id: str
    name: str
    team_id: str
    locale: str = "en-US"
    tz: str = "Europe/London"
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_stranger: bool = False

    def json(self, *, with_locale: bool = False) -> Json:
        """The person as ``users.info`` shows them."""
        shown: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "real_name": self.name.title(),
            "deleted": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "profile": {"real_name": self.name.title(), "display_name": self.name},
        }
        if self.is_stranger:
            return shown | {"is_stranger": True}
        shown |= {"tz": self.tz, "is_admin": self.is_admin or self.is_owner}
        shown |= {"is_owner": self.is_owner, "is_primary_owner": False, "is_restricted": False}
        return shown | ({"locale": self.locale} if with_locale else {})


@dataclass(slots=True)
class Message:
    """A message; ``only_for`` is the one person who sees it where it is ephemeral."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    only_for: str | None = None
    edited_ts: str | None = None
    files: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    # By short name, tone and all: the ids of those who reacted.
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def ephemeral(self) -> bool:
        return self.only_for is not None

    def json(self) -> Json:
        """The message as methods and events show it."""
        shown: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        optional = {
            "blocks": self.blocks,
            "thread_ts": self.thread_ts,
            "subtype": self.subtype,
            "bot_id": self.bot_id,
            "files": self.files,
            "attachments": self.attachments,
            "edited": self.edited_ts and {"user": self.user, "ts": self.edited_ts},
            "reactions": [
                {"name": name, "users": users, "count": len(users)}
                for name, users in self.reactions.items()
            ],
        }
        return shown | {key: value for key, value in optional.items() if value}


@dataclass(slots=True)
class Channel:
    """A channel, or a conversation of two (``im``); members and creator are ids."""

    id: str
    name: str
    creator: str
    members: set[str] = field(default_factory=set)
    is_private: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    is_org_shared: bool = False
    is_im: bool = False
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """The ``channel_type`` of events."""
        return "im" if self.is_im else "group" if self.is_private else "channel"

    def json(self, bot: str) -> Json:
        """The channel as ``conversations.info`` shows it to a bot of that id."""
        if self.is_im:
            [other] = self.members - {bot}
            return {"id": self.id, "is_im": True, "is_org_shared": False, "user": other}
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "creator": self.creator,
            "is_channel": not self.is_private,
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_archived": self.is_archived,
            "is_general": self.name == "general",
            "is_shared": self.is_ext_shared or self.is_org_shared,
            "is_ext_shared": self.is_ext_shared,
            "is_org_shared": self.is_org_shared,
            "is_member": bot in self.members,
            "num_members": len(self.members),
        }

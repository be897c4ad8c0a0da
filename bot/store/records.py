"""What a server's owner can set, and who is who; plain values, checked when they are made.

Identifiers are the platforms' own, as text: Discord's numbers, Slack's codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from functools import cache
from typing import Annotated, Final, Literal, NamedTuple
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

DISCORD: Final = "discord"
SLACK: Final = "slack"


class ServerKey(NamedTuple):
    """A Discord server or a Slack workspace."""

    platform: str
    server: str


class PersonKey(NamedTuple):
    """Somebody on a platform."""

    platform: str
    person: str


class Record(BaseModel):
    """Base of what is kept as JSON: frozen, and wrong values are refused, without quoting them."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Floor(StrEnum):
    """How sure the model must be before the bot reacts unasked."""

    RARELY = "rarely"
    SOMETIMES = "sometimes"
    OFTEN = "often"


@cache
def _zones() -> frozenset[str]:
    """Read from many files: once."""
    return frozenset(available_timezones())


def _known(zone: str) -> str:
    if zone not in _zones():
        raise ValueError("a time zone such as Europe/Berlin")
    return zone


class QuietHours(Record):
    """From ``begin`` to ``end`` on the wall clock of ``zone``; may pass midnight."""

    begin: time
    end: time
    zone: Annotated[str, AfterValidator(_known)] = "UTC"


class AutoReact(Record):
    """Whether and how the bot reacts by itself in one channel, one category or everywhere."""

    enabled: bool = False
    floor: Floor = Floor.RARELY
    most: int = Field(1, ge=1, le=3)
    chance: float = Field(1.0, ge=0, le=1)
    channel_cooldown: int = Field(60, ge=0, le=86_400)
    person_cooldown: int = Field(300, ge=0, le=86_400)
    quiet_hours: QuietHours | None = None
    ignore_bots: bool = True
    ignored_roles: frozenset[str] = Field(frozenset(), max_length=50)
    ignored_people: frozenset[str] = Field(frozenset(), max_length=100)
    threads: bool = True
    forum_posts: bool = True


class Trigger(StrEnum):
    """What a fixed reaction answers."""

    PHRASE = "phrase"
    PERSON = "person"
    EVERY = "every"


class FixedReaction(Record):
    """Emojis that always come: for a phrase (plain text, any case), a person, or every message.

    ``channels`` are the channels it holds in; none means all of them.
    """

    trigger: Trigger
    phrase: str = Field("", max_length=100)
    person: str = ""
    channels: frozenset[str] = Field(frozenset(), max_length=50)
    emojis: tuple[str, ...] = Field(min_length=1, max_length=5)

    @model_validator(mode="after")
    def _complete(self) -> FixedReaction:
        if self.trigger is Trigger.PHRASE and not self.phrase.strip():
            raise ValueError("a phrase")
        if self.trigger is Trigger.PERSON and not self.person:
            raise ValueError("a person")
        return self


class HouseRules(Record):
    """What may come out on a server.

    ``family_friendly`` holds in channels that are not age-restricted; ``flags`` and ``politics``
    let these groups in; ``hourly`` bounds the bot's unasked reactions on one server in an hour.
    """

    family_friendly: bool = True
    flags: bool = False
    politics: bool = False
    forbidden: frozenset[str] = Field(frozenset(), max_length=500)
    forbidden_groups: frozenset[str] = Field(frozenset(), max_length=20)
    skin_tone: Literal["light", "medium-light", "medium", "medium-dark", "dark"] | None = None
    gender: Literal["woman", "man"] | None = None
    hourly: int | None = Field(None, ge=1, le=10_000)
    fixed: tuple[FixedReaction, ...] = Field((), max_length=25)


class CustomEmojiRules(Record):
    """How the server's own emojis take part.

    ``words`` adds words to an emoji (by its id), ``forbidden`` are ids that never come out, and
    ``share`` bounds their part of the answers.
    """

    enabled: bool = True
    words: Mapping[str, tuple[str, ...]] = Field({}, max_length=500)
    forbidden: frozenset[str] = Field(frozenset(), max_length=500)
    share: float = Field(0.34, ge=0, le=1)


EVERYWHERE: Final = "server"


def category_scope(category: str) -> str:
    """The key of a category in ``ServerSettings.auto_react``."""
    return f"category:{category}"


def channel_scope(channel: str) -> str:
    """The key of a channel in ``ServerSettings.auto_react``."""
    return f"channel:{channel}"


class ServerSettings(Record):
    """Everything that a server's managers have set. Made without arguments: nothing set yet.

    ``auto_react`` maps a scope to its rules: ``EVERYWHERE``, a category's or a channel's.
    """

    auto_react: Mapping[str, AutoReact] = Field({}, max_length=1_000)
    house_rules: HouseRules = HouseRules()
    custom_emojis: CustomEmojiRules = CustomEmojiRules()

    def rules_for(self, channel: str, category: str | None) -> AutoReact | None:
        """The rules that hold in a channel: its own, else its category's, else the server's."""
        scopes = [channel_scope(channel)]
        if category is not None:
            scopes.append(category_scope(category))
        for scope in (*scopes, EVERYWHERE):
            if scope in self.auto_react:
                return self.auto_react[scope]
        return None

"""The catalogue's emojis by the names that Slack gives them, and back.

``reactions.add`` takes these names alone: neither Unicode's signs nor anybody else's names.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from bot.features.candidates import Candidate
from emojifier.catalogue import catalogue
from emojifier.tones import MODIFIERS

# Slack counts by Fitzpatrick's scale, whose types 1 and 2 share the lightest tone.
_LIGHTEST: Final = 2
_TONES: Final[Mapping[str, str]] = {
    modifier: f"::skin-tone-{number}"
    for number, modifier in enumerate(MODIFIERS.values(), _LIGHTEST)
}


def name_of(emoji: str) -> str | None:
    """An emoji, with or without a skin tone -> what ``reactions.add`` calls it.

    ``wave::skin-tone-3``; None where Slack has no name (yet) for it. Where a tone stands on each of
    several people the name is the one without tones: for these Slack documents none. Raises
    ``UnknownEmoji``.
    """
    name = catalogue()[catalogue().normalise(emoji)].slack
    tones = [sign for sign in emoji if sign in _TONES]
    return f"{name}{_TONES[tones[0]]}" if name is not None and len(tones) == 1 else name


def reaction(candidate: Candidate) -> str | None:
    """What ``reactions.add`` calls a candidate; an alias of a workspace's emoji is that emoji."""
    return name_of(candidate.emoji) if candidate.custom is None else candidate.custom.id


def written(candidate: Candidate) -> str:
    """A candidate as it stands in a message: ``:wave::skin-tone-3:``, or its sign without a name.

    Slack draws what it knows, and clients of its people mostly draw the others.
    """
    if candidate.custom is not None:
        return f":{candidate.custom.name}:"
    name = name_of(candidate.emoji)
    return candidate.emoji if name is None else f":{name}:"


def emoji_of(name: str) -> str | None:
    """A name of Slack's, with or without a skin tone -> the catalogue's emoji, without tone.

    Takes Slack's second names as well (``thumbsup``); None for what the catalogue does not know.
    Ask about a workspace's own emojis first: they may have any name.
    """
    return catalogue().short_code(name.partition("::")[0])


@cache
def newest_named() -> float:
    """The newest Unicode emoji version up to which Slack has a name for every emoji."""
    nameless = [entry.version for entry in catalogue() if entry.slack is None]
    first = min(nameless, default=float("inf"))
    return max(entry.version for entry in catalogue() if entry.version < first)

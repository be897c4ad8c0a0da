"""How an emoji is written in a reaction, so that it is the same one that people's clients send."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from discord import Emoji, PartialEmoji

from bot.features.candidates import Candidate
from emojifier.catalogue import catalogue
from emojifier.errors import UnknownEmoji

_VARIATION_SELECTORS: Final = dict.fromkeys(map(ord, "\ufe0e\ufe0f"))


def drawn(candidate: Candidate) -> PartialEmoji:
    """The candidate as Discord takes it.

    Clients send the fully-qualified spelling, which is the catalogue's.
    """
    if candidate.custom is None:
        return PartialEmoji(name=candidate.emoji)
    custom = candidate.custom
    return PartialEmoji(name=custom.name, id=int(custom.id), animated=custom.animated)


def joined(emoji: PartialEmoji, there: Iterable[PartialEmoji]) -> PartialEmoji:
    """``emoji``, or the same one in the spelling in which it is ``there`` already.

    To Discord ✉ and ✉️ are two reactions; to people they are one that stands there twice.
    """
    return next((other for other in there if _key(other) == _key(emoji)), emoji)


def as_partial(emoji: PartialEmoji | Emoji | str) -> PartialEmoji:
    """An emoji of a message's reaction, whatever discord.py made of it."""
    if isinstance(emoji, str):
        return PartialEmoji(name=emoji)
    return PartialEmoji(name=emoji.name, id=emoji.id, animated=emoji.animated)


def base_of(emoji: PartialEmoji) -> str:
    """What counts and rules go by: the catalogue's spelling, or a custom emoji's id."""
    if emoji.id is not None:
        return str(emoji.id)
    try:
        return catalogue().normalise(emoji.name)
    except UnknownEmoji:
        return emoji.name


def _key(emoji: PartialEmoji) -> int | str:
    return emoji.id or emoji.name.translate(_VARIATION_SELECTORS)

"""Emojis as managers type them: the catalogue's, and the server's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.features.candidates import CustomEmoji
from emojifier.catalogue import catalogue
from emojifier.errors import UnknownEmoji

# A server's emoji as Discord writes it, with its id, and as people type it there and in Slack.
_OWN: Final = re.compile(r"<a?:\w{2,32}:(?P<id>\d{15,20})>|:(?P<name>[\w+'-]{1,100}):")
# Words for one emoji, and characters of one.
_WORDS: Final = 20
_WORD: Final = 40


@dataclass(frozen=True, slots=True)
class Typed:
    """Emojis as somebody typed them: the catalogue's, the server's, and what is neither."""

    catalogue: tuple[str, ...]
    customs: tuple[CustomEmoji, ...]
    unknown: tuple[str, ...]


def read_emojis(typed: str, customs: Iterable[CustomEmoji]) -> Typed:
    """Emojis in any spelling, with anything between them; each once, in order.

    A server's own emoji is known by its markup, its id, and its name, with or without colons.
    """
    own = {name: custom for custom in customs for name in (custom.id, custom.name)}
    found: dict[CustomEmoji, None] = {}
    known: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for piece in _OWN.sub(lambda match: _apart(match, own), typed).replace(",", " ").split():
        match = _OWN.fullmatch(piece)
        custom = own.get((match["id"] or match["name"]) if match else piece)
        if custom is not None:
            found[custom] = None
            continue
        try:
            known.update(dict.fromkeys(catalogue().split(piece)))
        except UnknownEmoji:
            unknown[piece] = None
    return Typed(tuple(known), tuple(found), tuple(unknown))


def read_words(typed: str) -> tuple[str, ...]:
    """Words that an emoji stands for, with commas or line breaks between them; bounded."""
    pieces = typed.replace("、", ",").replace("\n", ",").split(",")
    words = (" ".join(piece.split())[:_WORD] for piece in pieces)
    return tuple(dict.fromkeys(word for word in words if word))[:_WORDS]


def _apart(match: re.Match[str], own: Mapping[str, CustomEmoji]) -> str:
    """A server's emoji with blanks around it; other short codes may have a skin tone behind."""
    return f" {match[0]} " if match["id"] or match["name"] in own else match[0]

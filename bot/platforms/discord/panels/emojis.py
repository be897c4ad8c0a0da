"""The server's own emojis: those that exist, and how any emoji is written in a message."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import discord

from bot.features.candidates import CustomEmoji
from bot.platforms.discord.reacting.customs import usable
from emojifier.catalogue import catalogue
from emojifier.errors import UnknownEmoji

_MARKUP: Final = re.compile(r"<a?:\w{2,32}:(\d{15,20})>")


def customs_of(guild: discord.Guild | None) -> tuple[CustomEmoji, ...]:
    """The server's own emojis that the bot may use; none where it is no member."""
    return () if guild is None else usable(guild)


def markup(custom: CustomEmoji) -> str:
    """How Discord writes an emoji of a server."""
    return f"<{'a' if custom.animated else ''}:{custom.name}:{custom.id}>"


@dataclass(frozen=True, slots=True)
class Typed:
    """Emojis as somebody typed them: the catalogue's, the server's, and what is neither."""

    catalogue: tuple[str, ...]
    customs: tuple[CustomEmoji, ...]
    unknown: tuple[str, ...]


def read_emojis(typed: str, customs: Iterable[CustomEmoji]) -> Typed:
    """Emojis in any spelling, with anything between them; each once, in order.

    A server's own emoji is known by its markup, its id, or its name between colons.
    """
    by_name = {custom.name: custom for custom in customs}
    by_id = {custom.id: custom for custom in by_name.values()}
    known: dict[str, None] = {}
    own: dict[CustomEmoji, None] = {}
    unknown: dict[str, None] = {}
    for piece in _pieces(typed):
        markup_id = _MARKUP.fullmatch(piece)
        custom = by_id.get(markup_id[1]) if markup_id else by_name.get(piece.strip(":"))
        if custom is not None:
            own[custom] = None
            continue
        try:
            known.update(dict.fromkeys(catalogue().split(piece)))
        except UnknownEmoji:
            unknown[piece] = None
    return Typed(tuple(known), tuple(own), tuple(unknown))


def _pieces(typed: str) -> list[str]:
    return _MARKUP.sub(lambda found: f" {found[0]} ", typed).replace(",", " ").split()

"""The emojis that managers name, however they spell them."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from functools import lru_cache

from emojifier.catalogue import catalogue
from emojifier.errors import UnknownEmoji


@lru_cache(maxsize=4_096)
def named(spellings: Collection[str]) -> tuple[str, ...]:
    """Emojis in any spelling -> the catalogue's spellings, in order and without doubles.

    Skin tones are left out, and so is whatever is no emoji. ``spellings`` must be hashable.
    """
    emojis: dict[str, None] = {}
    for spelling in spellings:
        with suppress(UnknownEmoji):
            emojis[catalogue().normalise(spelling)] = None
    return tuple(emojis)

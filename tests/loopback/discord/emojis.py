"""Which emojis Discord knows: Unicode's own list, and those that people drew."""

from __future__ import annotations

import lzma
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from tests.loopback.discord import errors
from tests.loopback.discord.objects import Json
from tests.loopback.discord.world import World

_LIST: Final = Path(__file__).parents[3] / "trainer/data/sources/unicode/emoji-test-17.0.txt.xz"
_LINE: Final = re.compile(r"[0-9A-F ]+; fully-qualified +# (\S+) E(\d+\.\d+) ")
_CUSTOM: Final = re.compile(r"(\w{2,32}):(\d+)")


@cache
def spellings() -> Mapping[str, float]:
    """Every fully-qualified emoji, and the version of Unicode's list that brought it."""
    lines = lzma.decompress(_LIST.read_bytes()).decode().splitlines()
    found = filter(None, map(_LINE.match, lines))
    return {match[1]: float(match[2]) for match in found}


def emoji_key(world: World, written: str, *, newest: float) -> str:
    """What a reaction counts by: the emoji itself, or the id of one that somebody drew.

    Raises 10014 for whatever is not exactly an emoji's spelling, or newer than ``newest``.
    """
    custom = _CUSTOM.fullmatch(written)
    if custom is not None and custom[2] in world.emojis():
        return custom[2]
    if spellings().get(written, newest + 1) > newest:
        raise errors.unknown_emoji()
    return written


def emoji_object(world: World, key: str) -> Json:
    """The emoji of a reaction, as Discord writes it."""
    if key not in world.emojis():
        return {"id": None, "name": key}
    emoji = world.emojis()[key]
    return {"id": key, "name": emoji["name"], "animated": emoji["animated"]}

"""Skin tones: which emojis take one, how they are spelled with it, and since when.

The table is compiled from Unicode's emoji-test by ``python -m trainer data build``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, Literal

Tone = Literal["light", "medium-light", "medium", "medium-dark", "dark"]

TABLE: Final = Path(__file__).parent / "data" / "tones.tsv"
COLUMNS: Final = ("emoji", "version", "medium")
MODIFIERS: Final[dict[Tone, str]] = {
    "light": "\U0001f3fb",
    "medium-light": "\U0001f3fc",
    "medium": "\U0001f3fd",
    "medium-dark": "\U0001f3fe",
    "dark": "\U0001f3ff",
}


def toned(emoji: str, tone: Tone, *, newest: float | None = None) -> str:
    """A catalogue emoji with that skin tone, the same one for everybody on it.

    Left as it is where it takes none, or only since a Unicode emoji version after ``newest``.
    """
    version, medium = _table().get(emoji, (0.0, emoji))
    if newest is not None and version > newest + 1e-6:
        return emoji
    return medium.replace(MODIFIERS["medium"], MODIFIERS[tone])


@cache
def _table() -> dict[str, tuple[float, str]]:
    """Emoji -> the version in which its toned spellings came, and the medium one of them."""
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:])
    return {emoji: (float(version), medium) for emoji, version, medium in rows}

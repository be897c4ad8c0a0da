"""How an emoji of people is shown: as the woman or man, and in the skin tone, that a server likes.

Nobody's gender is taken away or turned: only emojis that leave it open get one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from emojifier.catalogue import catalogue

Gender = Literal["woman", "man"]

_JOINER: Final = "\u200d"
_PERSON: Final = "🧑"
_ADULT: Final[dict[Gender, str]] = {"woman": "👩", "man": "👨"}
_SIGN: Final[dict[Gender, str]] = {"woman": "♀️", "man": "♂️"}
# Where Unicode spells the three in unrelated ways.
_UNRELATED: Final[dict[str, dict[Gender, str]]] = {
    "🧑": {"woman": "👩", "man": "👨"},
    "🧒": {"woman": "👧", "man": "👦"},
    "🧓": {"woman": "👵", "man": "👴"},
    "🫅": {"woman": "👸", "man": "🤴"},
    "🧑‍🎄": {"woman": "🤶", "man": "🎅"},
}


def gendered(emoji: str, gender: Gender) -> str:
    """The woman or man of a catalogue emoji that shows a person; any other as it is."""
    if emoji in _UNRELATED:
        return _UNRELATED[emoji][gender]
    return next(filter(catalogue().__contains__, _spellings(emoji, gender)), emoji)


def _spellings(emoji: str, gender: Gender) -> Iterator[str]:
    first, joiner, rest = emoji.partition(_JOINER)
    if first == _PERSON:
        # 🧑‍🚀 -> 👩‍🚀
        yield f"{_ADULT[gender]}{joiner}{rest}"
    else:
        # 🤷 -> 🤷‍♀️, and 🏃‍➡️ -> 🏃‍♀️‍➡️
        yield f"{first}{_JOINER}{_SIGN[gender]}{joiner}{rest}"

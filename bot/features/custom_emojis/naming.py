"""What a custom emoji's name says: ``blobSadRain`` is sad rain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bot.features.custom_emojis.meaning import meaning
from emojifier.catalogue import catalogue

# blob|Sad|Rain, HTTP|Cat, rain|2
_PARTS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+")
_SHORTEST: Final = 3
_DRAWN_OUT: Final = re.compile(r"(.)\1+$")

# Who is drawn in half of all custom emojis; it says nothing of what they mean.
_CARRIERS: Final = ("ablob", "blob", "meow", "peepo", "pepe", "wide")
_NEGATIONS: Final = frozenset(
    {"anti", "aint", "cant", "dont", "isnt", "never", "no", "non", "not", "wont"}
)
# What chat says and the catalogue's keywords do not know.
_SLANG: Final = {
    "bedge": "😴",
    "bonk": "🔨",
    "comfy": "😌",
    "copium": "🥲",
    "cringe": "😬",
    "derp": "🤪",
    "ez": "😎",
    "f": "🫡",
    "feelsbadman": "😢 😔",
    "feelsgoodman": "😌",
    "gg": "🤝 👏 🏆",
    "hype": "🎉 🔥",
    "hypers": "🎉 🔥",
    "jam": "🎶",
    "jammin": "🎶",
    "kek": "😂",
    "kekw": "😂",
    "lul": "😂",
    "lulw": "😂",
    "monka": "😰 😨",
    "monkas": "😰 😨",
    "no": "👎 🙅",
    "nom": "😋",
    "omegalul": "🤣",
    "pat": "🤗",
    "pepega": "🤪",
    "pepehands": "😭",
    "pog": "🤩",
    "pogchamp": "🤩",
    "poggers": "🤩",
    "ree": "😡",
    "reee": "😡",
    "rip": "🪦",
    "sadge": "😢 😔",
    "sip": "☕ 🍵",
    "stonks": "📈",
    "sus": "🤨",
    "thonk": "🤔",
    "uwu": "🥺",
    "vibe": "🎶",
    "vibing": "🎶",
}


def terms(name: str) -> tuple[tuple[str, ...], ...]:
    """The telling words of a name, each as the keys of ``meaning()`` that it stands for.

    Empty for a name that says nothing, and for one that denies what it says: nothing is guessed.
    """
    parts = [part.casefold() for part in _PARTS.findall(name)]
    if len(parts) > 1 and not _NEGATIONS.isdisjoint(parts):
        return ()
    # PogChamp and FeelsBadMan are words of their own.
    if whole := _keys("".join(parts)):
        return (whole,)
    return tuple(dict.fromkeys(term for part in parts for term in _terms(part)))


def told(words: Iterable[str]) -> tuple[str, ...]:
    """The keys that somebody's own words stand for, emojis among them."""
    keys: dict[str, None] = {}
    for word in words:
        keys.update(dict.fromkeys(emoji for _, _, emoji in catalogue().find(word)))
        keys.update(dict.fromkeys(key for term in terms(word) for key in term))
    return tuple(keys)


def _terms(part: str) -> tuple[tuple[str, ...], ...]:
    """One word, or two that are written as one: ``sadcat``."""
    for spelling in dict.fromkeys((part, _without_carrier(part))):
        if keys := _keys(spelling):
            return (keys,)
        for cut in range(_SHORTEST, len(spelling) - _SHORTEST + 1):
            first, second = _keys(spelling[:cut]), _keys(spelling[cut:])
            if first and second:
                return (first, second)
    return ()


def _without_carrier(part: str) -> str:
    for carrier in _CARRIERS:
        rest = part.removeprefix(carrier).removesuffix(carrier)
        if rest != part:
            return _without_carrier(rest)
    return part


def _keys(word: str) -> tuple[str, ...]:
    """The keys that a word stands for; none for an unknown one."""
    if word in _SLANG:
        return tuple(catalogue().split(_SLANG[word]))
    return next(((form,) for form in _forms(word) if form in meaning().rarity), ())


def _forms(word: str) -> Iterator[str]:
    """A word as it stands, and what it may be a form of."""
    yield word
    # wowww
    yield _DRAWN_OUT.sub(r"\1", word)
    for ending in ("s", "es", "ing", "ed", "y"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST:
            yield stem
            # dancing, and running
            yield f"{stem}e"
            if stem[-1] == stem[-2]:
                yield stem[:-1]

"""The catalogue read backwards: which words name which of its emojis, and how rare they are."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from emojifier.catalogue import Emoji, catalogue

# A word that names more emojis says nothing: face, animal, man, square.
_MOST_NAMED: Final = 50
# How well an emoji fits a word that only its keywords know, beside one of its own name.
_BY_KEYWORD: Final = 0.8
# Words that name an emoji by the way, or none at all.
_SILENT_WORDS: Final = (
    "a an and are as at be by for from go got has have he her his i im in is it its just like "
    "me my no not of off on or our out she so that the their them they this to too two up us "
    "was we what when who why with you your big large left little mark new old one open right "
    "sign small white black thing time emoji emote gif anim animated"
)
_WORDS: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """``words`` maps an emoji to the words that name it, each with how well (0..1) it does.

    The emoji itself is one of them. ``rarity`` is each word's inverse document frequency among the
    catalogue's emojis: the natural logarithm of how many there are for one that it names.
    ``animals`` are the words for animals: in a custom emoji these often only carry a feeling.
    """

    words: Mapping[str, Mapping[str, float]]
    rarity: Mapping[str, float]
    animals: frozenset[str]


@cache
def meaning() -> Meaning:
    """What the catalogue's names, short codes and keywords say; worked out once."""
    emojis = list(catalogue())
    spoken = {entry.emoji: _words(entry) for entry in emojis}
    silent = frozenset(_SILENT_WORDS.split())
    named = Counter(word for words in spoken.values() for word in words)
    telling = {word for word, n in named.items() if n <= _MOST_NAMED and word not in silent}
    return Meaning(
        words={
            emoji: {emoji: 1.0, **{word: fit for word, fit in words.items() if word in telling}}
            for emoji, words in spoken.items()
        },
        rarity={
            **{word: math.log(len(emojis) / named[word]) for word in telling},
            **{entry.emoji: math.log(len(emojis)) for entry in emojis},
        },
        animals=frozenset(
            entry.name.removesuffix(" face")
            for entry in emojis
            if entry.subgroup.startswith("animal-")
        ),
    )


def _words(entry: Emoji) -> dict[str, float]:
    own = " ".join(filter(None, (entry.name, entry.slack, entry.github))).casefold()
    words = {
        **dict.fromkeys(_WORDS.findall(" ".join(entry.keywords)), _BY_KEYWORD),
        **dict.fromkeys(_WORDS.findall(own), 1.0),
    }
    # gg is a greeting after a game, and not Guernsey.
    shortest = 3 if entry.group == "Flags" else 2
    return {word: fit for word, fit in words.items() if len(word) >= shortest}

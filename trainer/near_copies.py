"""Messages that say the same in nearly the same words: a typo, or one word more.

Families are found by equal keys, so the work grows with the rows and not with their pairs. A key is
the message's words, each reduced to what common typos leave alone; a message of five words or more
also belongs to the family of the one that has all its words but one (deletion neighbourhoods, as
in SymSpell, of words instead of letters).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from trainer.sequences import in_parts

# A word; in scripts that are written without blanks, a sign.
_WORD: Final = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|\w+")
# With fewer words than these, one more or a typo makes another message of it.
_FEWEST: Final = 5
# Whoever writes more has written one word of them nowhere else; it bounds the work for a row.
_MOST: Final = 64
_SHORTEST_WORD: Final = 4
# A larger family is a template that was filled in, not copies; its rows are split like all others.
_LARGEST: Final = 100
_AT_ONCE: Final = 4_096


def families(messages: Sequence[str]) -> NDArray[np.intp]:
    """A number for each message, [messages], from 0: the same for near copies of each other.

    Reads the messages twice in their order, and holds a few numbers for each.
    """
    keys = np.fromiter((hash(_key(message)) for message in messages), np.int64, len(messages))
    known, family = np.unique(keys, return_inverse=True)
    del keys
    pairs = list(_neighbours(messages, known, family))
    one, other = np.concatenate(pairs, axis=1) if pairs else np.empty((2, 0), np.intp)
    links = coo_array((np.ones(len(one), np.bool_), (one, other)), shape=(len(known), len(known)))
    _, joined = connected_components(links, directed=False)
    large = np.bincount(joined)[joined] > _LARGEST
    joined[large] = joined.max(initial=-1) + 1 + np.flatnonzero(large)
    return np.asarray(joined[family], np.intp)


def _neighbours(
    messages: Iterable[str], known: NDArray[np.int64], family: NDArray[np.intp]
) -> Iterator[NDArray[np.intp]]:
    """Pairs of keys, [2, pairs], where one is the other without one of its words."""
    done = np.zeros(len(known), np.bool_)
    for some in in_parts(zip(messages, family, strict=True), _AT_ONCE):
        owners: list[int] = []
        shorter: list[int] = []
        for message, place in some:
            words = () if done[place] else _key(message)
            done[place] = True
            if _FEWEST <= len(words) <= _MOST:
                owners += [place] * len(words)
                shorter += [hash(words[:at] + words[at + 1 :]) for at in range(len(words))]
        wanted = np.array(shorter, np.int64)
        at = np.searchsorted(known, wanted).clip(max=len(known) - 1)
        found = known[at] == wanted
        yield np.stack([np.array(owners, np.intp)[found], at[found]])


def _key(message: str) -> tuple[str, ...]:
    """A message's words without the typos; what has no words is its own key."""
    words = _WORD.findall(message.casefold())
    reduce = _skeleton if len(words) >= _FEWEST else _unstretched
    return tuple(reduce(word) for word in words) or (message,)


@lru_cache(maxsize=16_384)
def _skeleton(word: str) -> str:
    """A word's first letter and its other consonants: ``tomorow`` and ``tommorrow`` are one."""
    if len(word) < _SHORTEST_WORD or not (word.isascii() and word.isalpha()):
        return word
    return _unstretched(word[0] + "".join(c for c in word[1:] if c not in "aeiou"))


def _unstretched(word: str) -> str:
    """A word without repeated letters: ``sooo`` and ``so``; numbers stay as they are."""
    return "".join(letter for letter, _ in groupby(word)) if word.isalpha() else word

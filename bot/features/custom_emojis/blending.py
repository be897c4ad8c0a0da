"""A server's own emojis among the model's: a message about rain can get ``:blobRain:``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from operator import itemgetter
from typing import Final

from bot.features.candidates import Candidate, CustomEmoji
from bot.features.custom_emojis.meaning import meaning
from bot.features.custom_emojis.naming import terms, told
from bot.store.records import CustomEmojiRules
from emojifier.suggestion import Suggestion

# A custom emoji fits clearly when it has so much of the best candidate's probability.
_CLEAR: Final = 0.5
# Emojis by which two messages are told apart.
_TOLD_APART_BY: Final = 5
# Servers whose names are kept worked out.
_SERVERS: Final = 256


def blend(
    candidates: Sequence[Candidate],
    suggestion: Suggestion,
    customs: Sequence[CustomEmoji],
    rules: CustomEmojiRules,
) -> list[Candidate]:
    """``candidates``, in their order, with the server's own emojis where these clearly fit.

    A custom emoji gets what the model gives the emojis that its words name. Among every first n
    there are at most ``ceil(rules.share * n)`` of them, and over many messages ``rules.share * n``:
    whether rounding is up or down hangs on the message alone, so a message that is asked again
    gets the same answer.
    """
    if not (rules.enabled and candidates and customs):
        return list(candidates)
    names = _names(tuple(customs), tuple(rules.words.items()))
    owns = _fitting(candidates, names, rules.forbidden)
    # Of twenty that fit alike another one comes with another message.
    waiting = sorted(owns, key=lambda own: (-own.probability, _turn(suggestion, own.base)))
    turn = _turn(suggestion, "")
    blended: list[Candidate] = []
    placed = 0
    for candidate in (*candidates, None):
        floor = candidate.probability if candidate else 0.0
        while (
            placed < len(waiting)
            and waiting[placed].probability >= floor
            and placed + 1 <= rules.share * (len(blended) + 1) + turn
        ):
            blended.append(waiting[placed])
            placed += 1
        if candidate:
            blended.append(candidate)
    return blended


@dataclass(frozen=True, slots=True)
class _Term:
    """A word of a name: its keys, of which any counts, how rare they are, and what it names."""

    keys: tuple[str, ...]
    rarity: float
    is_animal: bool

    @classmethod
    def of(cls, keys: tuple[str, ...]) -> _Term:
        known = meaning()
        return cls(keys, min(map(known.rarity.__getitem__, keys)), keys[0] in known.animals)


@dataclass(frozen=True, slots=True)
class _Named:
    """A custom emoji whose ``terms`` all count, while one of the owner's ``added`` is enough."""

    custom: CustomEmoji
    terms: tuple[_Term, ...]
    added: tuple[str, ...]

    def fit(self, given: Mapping[str, float]) -> float:
        """How probable the emoji is, where ``given`` is what the model gives each word's emojis.

        One term that fits is worth half, and all of them the whole. Where an animal carries a
        feeling, the feeling is enough: a sad frog is for sad messages, whether or not of frogs.
        """
        fits = [_best(self.added, given)]
        if self.terms:
            values = [(term, _best(term.keys, given)) for term in self.terms]
            feelings = [(term, value) for term, value in values if not term.is_animal]
            one = max(value for _, value in values)
            fits += [(one + _mean(values)) / 2, _mean(feelings)]
        return max(fits)


def _best(keys: Iterable[str], given: Mapping[str, float]) -> float:
    return max((given[key] for key in keys if key in given), default=0.0)


def _mean(values: Sequence[tuple[_Term, float]]) -> float:
    """The mean weighted by rarity; 0 of nothing."""
    weights = sum(term.rarity for term, _ in values)
    return sum(term.rarity * value for term, value in values) / weights if weights else 0.0


@lru_cache(maxsize=_SERVERS)
def _names(
    customs: tuple[CustomEmoji, ...], words: tuple[tuple[str, tuple[str, ...]], ...]
) -> Mapping[str, Sequence[_Named]]:
    """An inverted index: key of ``meaning()`` -> the custom emojis whose names say it.

    ``words`` are those that owners added, by the emoji's id.
    """
    added = dict(words)
    index: defaultdict[str, list[_Named]] = defaultdict(list)
    for custom in customs:
        said = tuple(map(_Term.of, terms(custom.name)))
        named = _Named(custom, said, told(added.get(custom.id, ())))
        for key in {*named.added, *(key for term in said for key in term.keys)}:
            index[key].append(named)
    return dict(index)


def _fitting(
    candidates: Iterable[Candidate],
    names: Mapping[str, Sequence[_Named]],
    forbidden: frozenset[str],
) -> list[Candidate]:
    given: dict[str, float] = {}
    best = 0.0
    for candidate in candidates:
        best = max(best, candidate.probability)
        for word, fit in meaning().words.get(candidate.base, {}).items():
            if word in names:
                given[word] = max(given.get(word, 0.0), fit * candidate.probability)
    found = {named.custom: named for word in given for named in names[word]}
    owns = [(named.fit(given), custom) for custom, named in found.items()]
    # Of an emoji's several names the one that fits best.
    named_best = {custom.id: (fit, custom) for fit, custom in sorted(owns, key=itemgetter(0))}
    return [
        Candidate(custom.name, custom.id, custom.name, probability, custom)
        for probability, custom in named_best.values()
        if probability >= _CLEAR * best and probability > 0 and custom.id not in forbidden
    ]


def _turn(suggestion: Suggestion, salt: str) -> float:
    """A number from 0 to 1 (never 1) that looks random, and is the message's for good."""
    emojis = "".join(scored.emoji for scored in suggestion.emojis[:_TOLD_APART_BY])
    digest = blake2b(f"{salt}|{emojis}".encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / 2**48

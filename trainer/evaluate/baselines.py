"""What a model has to beat: a constant answer, a keyword lookup, a linear classifier."""

from __future__ import annotations

import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
from sklearn.svm import LinearSVC

from emojifier.catalogue import Catalogue
from emojifier.telling import MOST_TOLD
from emojifier.text import clean
from trainer.errors import DatasetError
from trainer.evaluate.systems import DEPTH, Answers
from trainer.rows import Row, of_kind

_WORD = re.compile(r"\w\w+")
_FEATURES = 20_000
# A keyword's matches are counted up to this many; more are too rare to learn from.
_MOST_MATCHES = 3


class _Baseline:
    baseline = True
    tells = False

    def retell(self, messages: Sequence[str]) -> list[tuple[str, ...]]:
        """Most baselines retell no sentences."""
        raise NotImplementedError


class Constant(_Baseline):
    """The emojis accepted most often, whatever the message."""

    name = "constant"

    def __init__(self, rows: Sequence[Row]) -> None:
        """Count over training rows."""
        counts = Counter(emoji for row in rows for emoji in row.emojis)
        wanted = sum(bool(row.emojis) for row in rows)
        self._quiet = 1 - wanted / len(rows)
        self._emojis = tuple(emoji for emoji, _ in counts.most_common(DEPTH))
        self._confidence = counts[self._emojis[0]] / wanted if wanted else 0.0

    def answer(self, messages: Sequence[str]) -> Answers:
        """The same for each message."""
        n = len(messages)
        return Answers((self._emojis,) * n, np.full(n, self._confidence), np.full(n, self._quiet))


class Keywords(_Baseline):
    """Emojis whose name or keywords (Unicode's CLDR) share words with the message.

    A shared word counts by its inverse document frequency over the emojis, and twice where it is
    of the name itself; between equals, and where nothing is shared, the emoji accepted more often
    in training wins. A sentence is retold by the best emoji of each of its words, in their order.
    """

    name = "keywords"
    tells = True

    def __init__(self, rows: Sequence[Row], emojis: Catalogue) -> None:
        """Index the catalogue, and learn from the rows how far a match is to be trusted."""
        self._told = Counter(e for row in of_kind("tell", rows) for e in row.emojis)
        rows = of_kind("react", rows)
        counts = Counter(emoji for row in rows for emoji in row.emojis)
        self._usual = tuple(emoji for emoji, _ in counts.most_common(DEPTH))
        self._counts = counts
        self._index: dict[str, dict[str, int]] = defaultdict(dict)
        for entry in emojis:
            for word in _words(" ".join(entry.keywords)):
                self._index[word][entry.emoji] = 1
            for word in _words(entry.name):
                self._index[word][entry.emoji] = 2
        self._weights = {w: float(np.log(len(emojis) / len(e))) for w, e in self._index.items()}
        matched = [self._matches(row.message) for row in rows]
        self._quiet = _rates((len(words), not row.emojis) for words, row in _pairs(matched, rows))
        self._confidence = _rates(
            (len(words), self._rank(words)[0] in row.emojis)
            for words, row in _pairs(matched, rows)
            if row.emojis
        )

    def answer(self, messages: Sequence[str]) -> Answers:
        """Look each message's words up."""
        matched = [self._matches(message) for message in messages]
        return Answers(
            tuple(self._rank(words) for words in matched),
            np.array([self._confidence[len(words)] for words in matched]),
            np.array([self._quiet[len(words)] for words in matched]),
        )

    def retell(self, messages: Sequence[str]) -> list[tuple[str, ...]]:
        """Look each sentence's words up."""
        return [self._retell(message) for message in messages]

    def _retell(self, message: str) -> tuple[str, ...]:
        matched = (self._index[word] for word in self._known(message))
        best = (max(times, key=lambda e: (times[e], self._told[e])) for times in matched)
        return tuple(dict.fromkeys(best))[:MOST_TOLD]

    def _matches(self, message: str) -> list[str]:
        """The rarest words of the message that the index knows."""
        known = self._known(message)
        return sorted(known, key=lambda word: -self._weights[word])[:_MOST_MATCHES]

    def _known(self, message: str) -> list[str]:
        return [word for word in _words(clean(message)) if word in self._index]

    def _rank(self, words: Iterable[str]) -> tuple[str, ...]:
        scores: dict[str, float] = defaultdict(float)
        for word in words:
            for emoji, times in self._index[word].items():
                scores[emoji] += times * self._weights[word]
        best = sorted(scores, key=lambda emoji: (-scores[emoji], -self._counts[emoji]))
        return tuple(dict.fromkeys([*best[:DEPTH], *self._usual]))[:DEPTH]


class LinearSvm(_Baseline):
    """TF-IDF of words and word pairs, and one linear SVM for each emoji and for quiet."""

    name = "TF-IDF + SVM"

    def __init__(
        self, rows: Sequence[Row], *, seed: int, fitted: Callable[[int, int], None]
    ) -> None:
        """Fit on training rows; ``fitted`` hears how many of how many machines are done."""
        self._vectorizer = TfidfVectorizer(
            sublinear_tf=True, ngram_range=(1, 2), max_features=_FEATURES, dtype=np.float64
        )
        try:
            features = self._vectorizer.fit_transform([clean(row.message) for row in rows])
        except ValueError as error:  # "empty vocabulary"
            raise DatasetError("The training rows hold no words for a baseline.") from error
        answers: list[str | None] = [*dict.fromkeys(e for row in rows for e in row.emojis), None]
        weights, intercepts = [], []
        for done, answer in enumerate(answers, start=1):
            target = np.array(
                [answer in row.emojis if answer else not row.emojis for row in rows], dtype=bool
            )
            weight, intercept = _machine(features, target, seed)
            weights.append(weight)
            intercepts.append(intercept)
            fitted(done, len(answers))
        self._emojis = [answer for answer in answers if answer]
        self._weights = np.ascontiguousarray(np.array(weights, dtype=np.float32).T)
        self._intercepts = np.array(intercepts)

    def answer(self, messages: Sequence[str]) -> Answers:
        """Rank the emojis by their machines' margins; margins are no probabilities."""
        features = self._vectorizer.transform([clean(message) for message in messages])
        margins = features.astype(np.float32) @ self._weights + self._intercepts
        order = np.argsort(-margins[:, :-1], axis=1, kind="stable")[:, :DEPTH]
        return Answers(
            tuple(tuple(self._emojis[i] for i in row) for row in order.tolist()),
            np.full(len(messages), np.nan),
            1 / (1 + np.exp(-margins[:, -1])),
        )


def _machine(
    features: Any, target: npt.NDArray[np.bool_], seed: int
) -> tuple[npt.NDArray[np.float32], float]:
    """Weights and intercept of one binary SVM; where all rows agree there is nothing to learn."""
    if target.all() or not target.any():
        return np.zeros(features.shape[1], dtype=np.float32), 1.0 if target.any() else -1.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        svm = LinearSVC(random_state=seed).fit(features, target)
    return svm.coef_[0].astype(np.float32), float(svm.intercept_[0])


def _words(text: str) -> dict[str, None]:
    """The words of a text that carry meaning, each once, in order."""
    found = _WORD.findall(text.casefold())
    return {word: None for word in found if word not in ENGLISH_STOP_WORDS}


def _pairs(matched: Sequence[list[str]], rows: Sequence[Row]) -> Iterable[tuple[list[str], Row]]:
    return zip(matched, rows, strict=True)


def _rates(observed: Iterable[tuple[int, bool]]) -> Mapping[int, float]:
    """How often it happened by number of matches, with one case of each kind added (Laplace)."""
    cases: dict[int, list[bool]] = {n: [True, False] for n in range(_MOST_MATCHES + 1)}
    for matches, happened in observed:
        cases[matches].append(happened)
    return {matches: sum(happened) / len(happened) for matches, happened in cases.items()}

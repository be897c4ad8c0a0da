"""Answers against rows: what each row counts for, and the figures over any choice of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from emojifier.catalogue import Catalogue
from trainer.evaluate import tact
from trainer.evaluate.systems import Answers
from trainer.metrics import Array, area_under_curve, calibration_error, favourites
from trainer.rows import Row

Choice = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# How many of the rows that want no reaction may get one when reactions are counted as kept.
FALSE_REACTIONS = 0.10


@dataclass(frozen=True, slots=True)
class Outcomes:
    """``shares`` holds a line a figure: 0..1 for each row, NaN where the row does not count.

    ``quiet`` is P(quiet) and ``silent`` whether none was wanted; ``confidence`` and ``correct`` are
    those of the first emoji where one was wanted and a confidence given, else NaN and False. All
    are [rows], or empty where nothing is known of them.
    """

    shares: dict[str, Array]
    quiet: Array = field(default_factory=lambda: np.empty(0))
    silent: Flags = field(default_factory=lambda: np.empty(0, dtype=bool))
    confidence: Array = field(default_factory=lambda: np.empty(0))
    correct: Flags = field(default_factory=lambda: np.empty(0, dtype=bool))


def reactions(
    rows: Sequence[Row], answers: Answers, serious: Sequence[bool], emojis: Catalogue
) -> Outcomes:
    """What answers are worth; ``serious`` says which rows are to be judged for tact as well.

    ``hit@k``: one of the first k emojis is accepted. ``specific@k``: the same without counting the
    20 emojis accepted most often in ``rows``, on rows that accept another. ``validity``: the share
    of emojis that Unicode lists as fully-qualified.
    """
    accepted = [frozenset(row.emojis) for row in rows]
    usual = favourites(row.emojis for row in rows)
    rare = [some - usual for some in accepted]
    shares = {
        "validity": np.array(
            [np.mean([e in emojis for e in given]) if given else np.nan for given in answers.emojis]
        ),
        **{f"hit@{k}": _hits(accepted, answers, k) for k in (1, 3, 5)},
        **{f"specific@{k}": _hits(rare, answers, k) for k in (1, 3)},
        **tact.shares(rows, answers, serious),
    }
    wanted = np.array([bool(some) for some in accepted])
    return Outcomes(
        shares={name: values for name, values in shares.items() if not np.isnan(values).all()},
        quiet=answers.quiet,
        silent=~wanted,
        confidence=np.where(wanted, answers.confidence, np.nan),
        correct=_hits(accepted, answers, 1) == 1,
    )


def variety(rows: Sequence[Row], answers: Answers) -> dict[str, float]:
    """How many different first emojis there are, and the share of the commonest.

    Over the rows that want a reaction. No interval is given for these: resampled rows repeat, and
    so show less variety than there is.
    """
    pairs = zip(rows, answers.emojis, strict=True)
    firsts = Counter(given[0] for row, given in pairs if row.emojis and given)
    if not firsts:
        return {}
    return {
        "distinct_first": float(len(firsts)),
        "commonest_first": firsts.most_common(1)[0][1] / firsts.total(),
    }


class Figures:
    """The figures of outcomes over any choice of their rows, quickly: they are asked for often."""

    def __init__(self, outcomes: Outcomes) -> None:
        """Lay the shares out as matrices: [figures, rows]."""
        self._outcomes = outcomes
        none = np.empty((0, len(outcomes.silent)))
        values = np.array(list(outcomes.shares.values())) if outcomes.shares else none
        self._counted = ~np.isnan(values)
        self._values = np.where(self._counted, values, 0.0)

    def over(self, rows: Choice) -> dict[str, float]:
        """By name; what these rows say nothing of is missing."""
        sums, counts = self._values[:, rows].sum(1), self._counted[:, rows].sum(1)
        found = {
            name: float(total / count)
            for name, total, count in zip(self._outcomes.shares, sums, counts, strict=True)
            if count
        }
        if len(self._outcomes.silent):
            found |= _quiet(self._outcomes.quiet[rows], self._outcomes.silent[rows])
        return found

    def calibration(self) -> dict[str, float]:
        """The calibration error over all rows.

        Without an interval: the error of resampled rows is larger than that of the rows themselves.
        """
        known = ~np.isnan(self._outcomes.confidence)
        if not known.any():
            return {}
        error = calibration_error(self._outcomes.confidence[known], self._outcomes.correct[known])
        return {"calibration_error": error}


def _quiet(quiet: Array, silent: Flags) -> dict[str, float]:
    if silent.all() or not silent.any():
        return {}
    return {"quiet_auc": area_under_curve(quiet, silent), "kept@10%": _kept(quiet, silent)}


def _kept(quiet: Array, silent: Flags) -> float:
    """Share of wanted reactions kept where at most a tenth of the others come by mistake."""
    unwanted = np.sort(quiet[silent])
    threshold = unwanted[int(FALSE_REACTIONS * len(unwanted))]
    return float((quiet[~silent] < threshold).mean())


def _hits(accepted: Sequence[frozenset[str]], answers: Answers, k: int) -> Array:
    return np.array(
        [
            float(not emojis.isdisjoint(given[:k])) if emojis else np.nan
            for emojis, given in zip(accepted, answers.emojis, strict=True)
        ]
    )

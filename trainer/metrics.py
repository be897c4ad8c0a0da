"""How good answers are: plain arrays in, numbers out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
COMMON = 20
_Emoji = TypeVar("_Emoji", bound=Hashable)


def reaction_metrics(
    ranking: Places, confidence: Array, quiet: Array, accepted: Sequence[Sequence[int]]
) -> dict[str, float]:
    """The figures that are shown after each epoch and stored in the model folder.

    ``ranking`` is [rows, 3], the places of the first emojis; ``confidence`` [rows] the first one's
    probability; ``quiet`` [rows]. ``accepted`` holds each row's accepted places (-1: an emoji that
    the model lacks), none where the row wants no reaction.

    ``hit@k``: one of the first k emojis is accepted. ``specific@3``: the same without counting the
    20 emojis accepted most often, on rows that accept another. ``quiet_auc``: area under the curve
    of P(quiet). ``calibration_error``: of the first emoji's probability (15 bins).
    """
    wanted = [i for i, places in enumerate(accepted) if places]
    figures: dict[str, float] = {}
    if wanted:
        order = ranking[wanted]
        sets = [set(accepted[i]) for i in wanted]
        common = favourites(s - {-1} for s in sets)
        figures["hit@1"] = _hits(order[:, :1], sets)
        figures["hit@3"] = _hits(order, sets)
        rare = [j for j, s in enumerate(sets) if s - common]
        if rare:
            figures["specific@3"] = _hits(order[rare], [sets[j] - common for j in rare])
        correct = np.array([row[0] in s for row, s in zip(order, sets, strict=True)])
        figures["calibration_error"] = calibration_error(confidence[wanted], correct)
    silent = np.array([not places for places in accepted])
    if silent.any() and not silent.all():
        figures["quiet_auc"] = area_under_curve(quiet, silent)
    return figures


def set_f1(told: Iterable[_Emoji], reference: Iterable[_Emoji]) -> float:
    """F1 of the emojis of a telling against those of a reference, as sets."""
    a, b = set(told), set(reference)
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def favourites(accepted: Iterable[Iterable[_Emoji]]) -> set[_Emoji]:
    """The 20 emojis accepted most often, which tell nothing of a message."""
    counts = Counter(emoji for emojis in accepted for emoji in emojis)
    return {emoji for emoji, _ in counts.most_common(COMMON)}


def area_under_curve(scores: Array, positive: npt.NDArray[np.bool_]) -> float:
    """Chance that a positive row scores above a negative one, ties counted half (Mann-Whitney)."""
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks = (last - (counts - 1) / 2)[places]
    n = int(positive.sum())
    u = ranks[positive].sum() - n * (n + 1) / 2
    return float(u / (n * (len(scores) - n)))


def calibration_error(confidence: Array, correct: npt.NDArray[np.bool_], bins: int = 15) -> float:
    """Expected calibration error over equal-width bins (Guo et al., 2017)."""
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[places == b].mean() - correct[places == b].mean()) * (places == b).mean()
        for b in range(bins)
        if (places == b).any()
    ]
    return float(sum(gaps))


def _hits(order: Places, sets: Sequence[set[int]]) -> float:
    return float(
        np.mean([bool(s.intersection(row)) for row, s in zip(order.tolist(), sets, strict=True)])
    )

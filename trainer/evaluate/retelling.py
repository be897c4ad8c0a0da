"""Retold sentences against what people told: which emojis, and how many of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from trainer.evaluate.outcomes import Outcomes
from trainer.metrics import set_f1

Telling = Sequence[str]


def retellings(told: Sequence[Telling], references: Sequence[Sequence[Telling]]) -> Outcomes:
    """``set_f1`` and ``bleu_1`` of each telling against its references (one at least).

    ``set_f1``: of the emojis as sets, against the closest reference. ``bleu_1``: BLEU of single
    emojis (Papineni et al., 2002), taken sentence by sentence so that it can be averaged.
    """
    pairs = list(zip(told, references, strict=True))
    return Outcomes(
        shares={
            "set_f1": np.array(
                [max(set_f1(one, other) for other in others) for one, others in pairs]
            ),
            "bleu_1": np.array([_bleu(one, others) for one, others in pairs]),
        }
    )


def _bleu(told: Telling, references: Sequence[Telling]) -> float:
    if not told:
        return 0.0
    most: Counter[str] = Counter()
    for reference in references:
        most |= Counter(reference)
    precision = (Counter(told) & most).total() / len(told)
    closest = min((len(r) for r in references), key=lambda n: (abs(n - len(told)), n))
    return precision * math.exp(min(0.0, 1 - closest / len(told)))

import math

import numpy as np
import pytest

from trainer.evaluate.outcomes import Figures
from trainer.evaluate.retelling import retellings


def told(telling: str, *references: str) -> dict[str, float]:
    outcomes = retellings([telling.split()], [[r.split() for r in references]])
    return Figures(outcomes).over(np.arange(1))


def test_the_reference_itself_is_perfect() -> None:
    assert told("🐶 🏃 🏠", "🐶 🏃 🏠") == {"set_f1": 1, "bleu_1": 1}


def test_half_right_is_half() -> None:
    assert told("🐶 🏃", "🐶 🏠") == {"set_f1": 0.5, "bleu_1": 0.5}


def test_the_closest_of_several_references_counts() -> None:
    assert told("🐶 🏃", "🍕 😋", "🐶 🏃") == {"set_f1": 1, "bleu_1": 1}


def test_a_short_telling_is_penalised_and_a_repetition_not_rewarded() -> None:
    assert told("🐶", "🐶 🏃")["bleu_1"] == pytest.approx(math.exp(-1))
    assert told("🐶 🐶", "🐶 🏃")["bleu_1"] == 0.5


def test_no_telling_at_all_is_worth_nothing() -> None:
    assert told("", "🐶 🏃") == {"set_f1": 0, "bleu_1": 0}

from __future__ import annotations

import pytest

from bot.features.retraining.face import Estimate, Sample
from bot.features.retraining.gate import reasons

SAMPLES = (Sample("pizza tonight", old="🍕 😋", new="🍕 🙋"),)
GOOD = (
    Estimate("hit@1", 0.83, 0.82, -0.02, 0.004),
    Estimate("specific@3", 0.85, 0.85, -0.01, 0.01),
    Estimate("quiet_auc", 0.98, 0.98, -0.001, 0.001),
    Estimate("calibration_error", 0.03, 0.04, 0.01, 0.01),
    Estimate("validity", 1.0, 1.0, 0, 0),
    Estimate("milliseconds", 8.0, 9.0, 1.0, 1.0),
    Estimate("hurtful", 0.01, 0.01, 0, 0),
    Estimate("gentle", 0.9, 0.9, 0, 0),
    Estimate("mourning", 0.0, 0.0, 0, 0),
)


def judged(*changed: Estimate) -> tuple[str, ...]:
    names = {figure.name for figure in changed}
    figures = [*(figure for figure in GOOD if figure.name not in names), *changed]
    return reasons(figures, SAMPLES, "🍕😋🙋".__contains__)


def test_a_model_that_is_as_good_as_the_old_one_passes() -> None:
    assert judged() == ()


@pytest.mark.parametrize(
    ("worse", "said"),
    [
        (Estimate("hit@1", 0.83, 0.80, -0.04, -0.01), "first emoji: 80.0% instead of 83.0%"),
        (Estimate("specific@3", 0.85, 0.80, -0.07, -0.03), "specific"),
        (Estimate("quiet_auc", 0.98, 0.95, -0.04, -0.02), "no reaction"),
        (Estimate("calibration_error", 0.03, 0.09, 0.06, 0.06), "off by 9.0%"),
        (Estimate("validity", 1.0, 0.99, -0.01, -0.01), "emojis"),
        (Estimate("milliseconds", 8.0, 17.0, 9.0, 9.0), "17 ms"),
        (Estimate("hurtful", 0.01, 0.04, 0.02, 0.04), "hurtful"),
        (Estimate("gentle", 0.9, 0.8, -0.15, -0.05), "gently"),
        (Estimate("mourning", 0.0, 0.1, 0.05, 0.15), "grave"),
    ],
)
def test_whatever_got_worse_is_said_in_one_sentence(worse: Estimate, said: str) -> None:
    [reason] = judged(worse)
    assert said in reason
    assert reason.endswith(".")


def test_a_difference_that_chance_explains_is_no_reason() -> None:
    assert judged(Estimate("hit@1", 0.83, 0.80, -0.07, 0.0)) == ()


def test_a_small_loss_is_a_reason_too_where_it_is_certain() -> None:
    [reason] = judged(Estimate("hit@1", 0.83, 0.825, -0.008, -0.001))
    assert "first emoji: 82.5% instead of 83.0%" in reason


def test_nothing_measured_is_a_reason_too() -> None:
    [measured, answered] = reasons((), (), "🍕".__contains__)
    assert "hit@1" in measured
    assert "sample" in answered


@pytest.mark.parametrize("answer", ["", "🍕 :)", "pizza"])
def test_an_answer_that_is_no_emoji_is_a_reason(answer: str) -> None:
    wrong = (*SAMPLES, Sample("pizza", old="🍕", new=answer))
    [reason] = reasons(GOOD, wrong, "🍕😋🙋".__contains__)
    assert reason == "1 of 2 sample sentences got no valid emoji."

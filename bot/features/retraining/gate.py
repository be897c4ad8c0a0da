"""The quality gate: whether a new model may take the old one's place by itself. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from bot.features.retraining.face import Estimate, Sample

# A new model must not be worse in these, with 95% confidence.
_GATED: Final = {
    "hit@1": "It hits less often with its first emoji",
    "specific@3": "It finds fewer emojis that say something specific",
    "quiet_auc": "It tells messages that want no reaction worse from others",
}
# The table of tact: which figure, whether more is better, and the sentence.
_TACT: Final = {
    "hurtful": (False, "It answers more people in trouble with a hurtful emoji"),
    "gentle": (True, "It answers fewer people in trouble gently"),
    "mourning": (False, "It takes more light messages for grave ones"),
}
# How much the calibration error may rise; resampling gives it no interval.
_CALIBRATION: Final = 0.03
# How many times as long an answer may take: on a busy machine one measurement wavers.
_SLOWER: Final = 2.0


def reasons(
    figures: Sequence[Estimate], samples: Sequence[Sample], is_emoji: Callable[[str], bool]
) -> tuple[str, ...]:
    """A sentence for each check that the new model does not pass; none means that it may serve.

    ``samples`` hold emojis separated by spaces.
    """
    by_name = {figure.name: figure for figure in figures}
    found = [
        f"{sentence}: {_points(by_name[name])}."
        for name, sentence in _GATED.items()
        if name in by_name and by_name[name].high < 0
    ]
    for name, (more_is_better, sentence) in _TACT.items():
        figure = by_name.get(name)
        if figure and (figure.high < 0 if more_is_better else figure.low > 0):
            found.append(f"{sentence}: {_points(figure)}.")
    calibration = by_name.get("calibration_error")
    if calibration and calibration.new > calibration.old + _CALIBRATION:
        found.append(
            "Its probabilities are further from what really fits: off by "
            f"{calibration.new:.1%}, the old model's by {calibration.old:.1%}."
        )
    time = by_name.get("milliseconds")
    if time and time.new > time.old * _SLOWER:
        found.append(
            f"It is slower: {time.new:.0f} ms for a message, the old model {time.old:.0f} ms."
        )
    validity = by_name.get("validity")
    if validity and validity.new < 1:
        found.append("Not all that it answers are emojis.")
    missing = [name for name in (*_GATED, "calibration_error") if name not in by_name]
    if missing:
        found.append(f"It could not be judged by {' and '.join(missing)}.")
    wrong = sum(not sample.new or not all(map(is_emoji, sample.new.split())) for sample in samples)
    if wrong or not samples:
        found.append(f"{wrong} of {len(samples)} sample sentences got no valid emoji.")
    return tuple(found)


def _points(figure: Estimate) -> str:
    return f"{figure.new:.1%} instead of {figure.old:.1%}"

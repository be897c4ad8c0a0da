"""Old and new model side by side, as ``python -m trainer evaluate --json`` measured them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.features.retraining.errors import RetrainingError
from bot.features.retraining.face import Estimate, Sample

# Sentences that both models answer, for looking by eye.
SENTENCES: Final = (
    "we got the house!!",
    "my dog died this morning",
    "who wants pizza tonight?",
    "ok",
    "happy birthday, Sam",
    "I failed the exam again",
    "the server is down and nobody knows why",
    "see you at five",
    "she said yes!",
    "it has been raining all week",
)
# The figures that are shown or gated, in the order in which people read them.
_FIGURES: Final = ("hit@1", "hit@3", "specific@3", "quiet_auc", "calibration_error", "validity")
TACT: Final = ("hurtful", "gentle", "mourning")
OWN: Final = "own:"
_OWN_FIGURES: Final = ("hit@1", "hit@3")


def compared(report: bytes) -> dict[str, Estimate]:
    """All figures by name from a report on two models, the new one first.

    Raises ``RetrainingError`` where it is no such report.
    """
    try:
        found = json.loads(report)
        [new, old], [difference] = found["systems"], found["differences"]
        figures = {
            name: _estimate(name, old["figures"], value["value"], difference["figures"])
            for name, value in new["figures"].items()
            if name in old["figures"]
        }
        before, after = (one["milliseconds"].get("single") for one in (old, new))
    except (ValueError, KeyError, TypeError) as error:
        raise RetrainingError("The comparison of the two models cannot be read.") from error
    if before is not None and after is not None:
        change = after - before
        figures["milliseconds"] = Estimate("milliseconds", before, after, change, change)
    return figures


def shown(
    judged: Mapping[str, Estimate], tact: Mapping[str, Estimate], own: Mapping[str, Estimate]
) -> tuple[Estimate, ...]:
    """The figures to show and to gate, of the three reports, in their order."""
    chosen = [(judged, name, name) for name in (*_FIGURES, "milliseconds")]
    chosen += [(tact, name, name) for name in TACT]
    chosen += [(own, name, f"{OWN}{name}") for name in _OWN_FIGURES]
    return tuple(
        Estimate(label, figure.old, figure.new, figure.low, figure.high)
        for figures, name, label in chosen
        if (figure := figures.get(name)) is not None
    )


def samples(report: bytes) -> tuple[Sample, ...]:
    """What both models answer to ``SENTENCES``. Raises ``RetrainingError``."""
    try:
        return tuple(_sample(one) for one in json.loads(report)["samples"])
    except (ValueError, KeyError, TypeError) as error:
        raise RetrainingError("The models' sample answers cannot be read.") from error


def _sample(found: Mapping[str, Any]) -> Sample:
    new, old = (" ".join(answer["emojis"]) for answer in found["answers"].values())
    return Sample(found["text"], old=old, new=new)


def _estimate(
    name: str, old: Mapping[str, Any], value: float, differences: Mapping[str, Any]
) -> Estimate:
    before = old[name]["value"]
    difference = differences.get(name, {"value": value - before})
    change = difference["value"]
    return Estimate(
        name, before, value, difference.get("low", change), difference.get("high", change)
    )

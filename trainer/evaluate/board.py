"""What an evaluation found: figures by system, data set and language, as data and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trainer.evaluate.intervals import DRAWS, LEVEL, Estimate
from trainer.evaluate.parts import Held


@dataclass(frozen=True, slots=True)
class Part:
    """Figures over so many rows."""

    rows: int
    figures: dict[str, Estimate]

    def to_json(self) -> dict[str, Any]:
        """Rows and figures by name."""
        return {"rows": self.rows, "figures": _json(self.figures)}


@dataclass(frozen=True, slots=True)
class Score:
    """What one system is worth over all rows, by data set and by language.

    ``milliseconds`` a message: ``single`` where messages come one at a time (the median),
    ``batch`` where they come together.
    """

    name: str
    baseline: bool
    overall: Part
    data_sets: dict[str, Part]
    languages: dict[str, Part]
    milliseconds: dict[str, float]

    def to_json(self) -> dict[str, Any]:
        """As ``trainer evaluate --json`` prints it."""
        return {
            "name": self.name,
            "baseline": self.baseline,
            **self.overall.to_json(),
            "milliseconds": {name: round(ms, 3) for name, ms in self.milliseconds.items()},
            "data_sets": {name: part.to_json() for name, part in self.data_sets.items()},
            "languages": {name: part.to_json() for name, part in self.languages.items()},
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """How much ``first`` is above ``second`` on the same messages."""

    first: str
    second: str
    figures: dict[str, Estimate]

    def to_json(self) -> dict[str, Any]:
        """Both names and the figures."""
        return {"first": self.first, "second": self.second, "figures": _json(self.figures)}


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """All scores; ``reactions`` and ``retellings`` are the numbers of rows of each kind."""

    split: Held
    reactions: int
    retellings: int
    seed: int
    scores: tuple[Score, ...]
    differences: tuple[Difference, ...]

    def to_json(self) -> dict[str, Any]:
        """As ``trainer evaluate --json`` prints it."""
        return {
            "split": self.split,
            "reactions": self.reactions,
            "retellings": self.retellings,
            "seed": self.seed,
            "confidence": LEVEL,
            "draws": DRAWS,
            "systems": [score.to_json() for score in self.scores],
            "differences": [difference.to_json() for difference in self.differences],
        }


def _json(estimates: Mapping[str, Estimate]) -> dict[str, dict[str, float]]:
    return {name: estimate.to_json() for name, estimate in estimates.items()}

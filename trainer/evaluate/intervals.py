"""Bootstrap confidence intervals: the percentile method (Efron, 1979), over rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from trainer.evaluate.outcomes import Choice, Figures
from trainer.metrics import Array

LEVEL = 0.95
DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and between what it lies with 95% confidence (None: no interval is known)."""

    value: float
    low: float | None = None
    high: float | None = None

    def to_json(self) -> dict[str, float]:
        """``value``, and ``low`` and ``high`` where they are known."""
        known = {"value": self.value, "low": self.low, "high": self.high}
        return {name: round(v, 6) for name, v in known.items() if v is not None}


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """Figures over all rows, and each one's over every resample: [draws], NaN where it had none."""

    figures: Mapping[str, float]
    draws: Mapping[str, Array]

    def estimates(self) -> dict[str, Estimate]:
        """Each figure with its interval."""
        return {name: _estimate(value, self.draws[name]) for name, value in self.figures.items()}

    def minus(self, other: Bootstrap) -> dict[str, Estimate]:
        """The paired difference of the figures that both have.

        Both must come from the same rows and seed, so that each draw compares the same messages.
        """
        return {
            name: _estimate(value - other.figures[name], self.draws[name] - other.draws[name])
            for name, value in self.figures.items()
            if name in other.figures
        }


def bootstrap(figures: Figures, rows: int, *, seed: int, draws: int = DRAWS) -> Bootstrap:
    """Measure over all ``rows`` and over ``draws`` resamples of them, the same for a same seed."""
    whole = figures.over(np.arange(rows))
    found = [figures.over(chosen) for chosen in _resamples(rows, seed, draws)]
    return Bootstrap(
        whole, {name: np.array([one.get(name, np.nan) for one in found]) for name in whole}
    )


def _resamples(rows: int, seed: int, draws: int) -> Iterator[Choice]:
    random = np.random.default_rng(seed)
    for _ in range(draws):
        yield random.integers(0, rows, rows)


def _estimate(value: float, draws: Array) -> Estimate:
    known = draws[~np.isnan(draws)]
    if not len(known):
        return Estimate(value)
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return Estimate(value, float(low), float(high))

"""What the worker counts, for metrics and ``/model``. Milliseconds; never a text."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

# Upper bounds of the histograms' buckets; the last one is open.
MILLISECONDS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
SIZES: Final = (1, 2, 4, 8, 16, 32, 64, 128)
# The rate of answers is that of the last so many batches.
_RECENT: Final = 64


@dataclass(slots=True)
class Histogram:
    """Counts of values up to each bound, as Prometheus has them; ``counts[-1]`` is above all."""

    bounds: tuple[int, ...]
    counts: list[int] = field(init=False)
    total: float = 0.0

    def __post_init__(self) -> None:
        self.counts = [0] * (len(self.bounds) + 1)

    def add(self, value: float) -> None:
        """Count one value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    @property
    def count(self) -> int:
        """How many values there were."""
        return sum(self.counts)


@dataclass(slots=True)
class Stats:
    """Counters since the start. ``refused`` are those that found the queue full or closed."""

    answered: int = 0
    refused: int = 0
    expired: int = 0
    cancelled: int = 0
    failed: int = 0
    cache_hits: int = 0
    shared: int = 0
    queued_ms: Histogram = field(default_factory=lambda: Histogram(MILLISECONDS))
    computed_ms: Histogram = field(default_factory=lambda: Histogram(MILLISECONDS))
    batch_sizes: Histogram = field(default_factory=lambda: Histogram(SIZES))
    _recent: deque[tuple[int, float]] = field(default_factory=lambda: deque(maxlen=_RECENT))

    def ran(self, size: int, waited: Sequence[float], seconds: float) -> None:
        """Count one batch of ``size`` items: the seconds each waited, and those of the batch."""
        for one in waited:
            self.queued_ms.add(one * 1000)
        self.computed_ms.add(seconds * 1000)
        self.batch_sizes.add(size)
        self._recent.append((size, seconds))

    @property
    def per_second(self) -> float:
        """Messages a second while the model computed, over the last batches; 0 before the first."""
        seconds = sum(s for _, s in self._recent)
        return sum(n for n, _ in self._recent) / seconds if seconds else 0.0

"""Which rows make which step: drawn from seed and epoch alone, so a resumed run finds its place."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from torch.utils.data import Sampler

# Rows are sorted by length within so many steps at a time, and never all of them: little padding,
# still much chance.
_POOL = 50


class Drawn(NamedTuple):
    """A row of a forward pass, and what its loss is multiplied by.

    The factors make the mean over the rows of a pass, then over a step's passes in all processes,
    the mean over the step's rows, also where they do not divide evenly.
    """

    row: int
    factor: float


class Batches(Sampler[list[Drawn]]):
    """The rows of each step, of about equal length within a step, shuffled anew each epoch.

    A step has ``size`` rows (the last of an epoch may have fewer), dealt out to ``processes``; the
    one of ``rank`` takes its share in at most ``parts`` forward passes: the same steps whatever
    fits into memory at once. Set ``epoch`` before each epoch.
    """

    def __init__(
        self,
        lengths: Sequence[int] | NDArray[np.int32],
        size: int,
        parts: int,
        seed: int,
        rank: int = 0,
        processes: int = 1,
    ) -> None:
        self.epoch = 0
        self.parts = min(parts, math.ceil(size / processes))
        self.batch_size = math.ceil(size / (self.parts * processes))
        self._lengths = np.asarray(lengths)
        self.size = size
        self._seed = seed
        self._rank = rank
        self._processes = processes

    @property
    def longest(self) -> int:
        """Length of the longest row."""
        return int(self._lengths.max())

    @property
    def steps(self) -> int:
        """Steps in one epoch."""
        return math.ceil(len(self._lengths) / self.size)

    def __len__(self) -> int:
        rest = len(self._lengths) % self.size
        return len(self._lengths) // self.size * self.parts + (self._parts(rest) if rest else 0)

    def __iter__(self) -> Iterator[list[Drawn]]:
        for step in self._shuffled():
            rows = step.tolist()
            passes = self._parts(len(rows)) * self._processes
            bounds = [len(rows) * i // passes for i in range(passes + 1)]
            for i in range(self._rank, passes, self._processes):
                part = rows[bounds[i] : bounds[i + 1]]
                if part:
                    factor = len(part) * passes / len(rows)
                    yield [Drawn(row, factor) for row in part]
                else:  # fewer rows than processes: each must take the step, one learns nothing
                    yield [Drawn(rows[0], 0.0)]

    def _parts(self, rows: int) -> int:
        """Forward passes, in each process, of a step of so many rows."""
        return min(self.parts, math.ceil(rows / self._processes))

    def _shuffled(self) -> Iterator[NDArray[np.int64]]:
        """Each step's rows; arrays, for a million numbers as objects would be a heavy load."""
        chance = np.random.default_rng([self._seed, self.epoch])
        rows = chance.permutation(len(self._lengths))
        pool = self.size * max(1, min(_POOL, self.steps // 4))
        for begin in range(0, len(rows), pool):
            near = rows[begin : begin + pool]
            rows[begin : begin + pool] = near[np.argsort(self._lengths[near], kind="stable")]
        # The one that may be smaller stays last, as the Trainer expects it.
        for step in [*chance.permutation(self.steps - 1).tolist(), self.steps - 1]:
            yield rows[step * self.size : (step + 1) * self.size]

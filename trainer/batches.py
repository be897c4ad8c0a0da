"""Which rows make which step: drawn from seed and epoch alone, so a resumed run finds its place."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

from torch.utils.data import Sampler

# Rows are sorted by length within so many steps at a time, and never all of them: little padding,
# still much chance.
_POOL = 50


class Batches(Sampler[list[int]]):
    """Indices of each step's rows, of about equal length within a step, shuffled anew each epoch.

    A step has ``size`` rows (the last of an epoch may have fewer) and is handed out in ``parts``
    of even size, one forward pass each: the same steps whatever fits into memory at once. Set
    ``epoch`` before each pass.
    """

    # What accelerate asks of a batch sampler where several processes share its batches.
    drop_last = False

    def __init__(self, lengths: Sequence[int], size: int, parts: int, seed: int) -> None:
        self.epoch = 0
        self.batch_size = math.ceil(size / parts)
        self._lengths = lengths
        self.parts = parts
        self._size = size
        self._seed = seed

    @property
    def steps(self) -> int:
        """Steps in one epoch."""
        return math.ceil(len(self._lengths) / self._size)

    def __len__(self) -> int:
        rest = len(self._lengths) % self._size
        return len(self._lengths) // self._size * self.parts + min(rest, self.parts)

    def __iter__(self) -> Iterator[list[int]]:
        for step in self._shuffled():
            parts = min(self.parts, len(step))
            bounds = [len(step) * i // parts for i in range(parts + 1)]
            yield from (step[a:b] for a, b in pairwise(bounds))

    def _shuffled(self) -> list[list[int]]:
        chance = random.Random(f"{self._seed} {self.epoch}")  # noqa: S311 - not for secrets
        rows = list(range(len(self._lengths)))
        chance.shuffle(rows)
        pool = self._size * max(1, min(_POOL, self.steps // 4))
        steps: list[list[int]] = []
        for begin in range(0, len(rows), pool):
            near = sorted(rows[begin : begin + pool], key=lambda i: self._lengths[i])
            steps += [near[i : i + self._size] for i in range(0, len(near), self._size)]
        # The one that may be smaller stays last, as the Trainer expects it.
        last = steps.pop()
        chance.shuffle(steps)
        return [*steps, last]

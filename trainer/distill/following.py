"""What the long stages share: how far they are, and how their learning rates fall."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from torch.optim import Optimizer

Say = Callable[[str], None]
_EVERY = 50
_WARM_UP = 0.06
_SMOOTHING = 0.02


class Progress:
    """Says every so many steps how far a stage is and how long it will take."""

    def __init__(self, stage: str, steps: int, say: Say) -> None:
        self.steps = steps
        self._stage = stage
        self._say = say
        self._done = 0
        self._loss: float | None = None
        self._begun = time.monotonic()

    def step(self, loss: float | None = None) -> None:
        """One step is done; ``loss`` is averaged over the last fifty or so."""
        self._done += 1
        if loss is not None:
            last = loss if self._loss is None else self._loss
            self._loss = last + _SMOOTHING * (loss - last)
        if self._done % _EVERY == 0 or self._done == self.steps:
            left = (time.monotonic() - self._begun) / self._done * (self.steps - self._done)
            loss_text = "" if self._loss is None else f", loss {self._loss:.3f}"
            done = f"{self._stage}: step {self._done:,}/{self.steps:,}"
            self._say(f"{done}{loss_text}, {left / 60:.1f} min left")


class Schedule:
    """Learning rates that rise over the first 6% of a stretch and fall to 0 along a cosine.

    The stretch ends after so many steps, or after so many minutes where that comes first: on a
    machine that others use too, the end can be planned but the number of steps cannot.
    """

    def __init__(self, optimizer: Optimizer, steps: int, minutes: float | None = None) -> None:
        self._optimizer = optimizer
        self._steps = steps
        self._minutes = minutes
        self._rates = [group["lr"] for group in optimizer.param_groups]
        self._done = 0
        self._begun = time.monotonic()
        self._set()

    @property
    def over(self) -> bool:
        """Whether the stretch has ended."""
        return self._part() >= 1

    def step(self) -> None:
        """Set the rates for the next step."""
        self._done += 1
        self._set()

    def _part(self) -> float:
        part = self._done / self._steps
        if self._minutes is not None:
            part = max(part, (time.monotonic() - self._begun) / 60 / self._minutes)
        return min(1.0, part)

    def _set(self) -> None:
        part = self._part()
        rise = (part + 1 / self._steps) / _WARM_UP
        fall = 0.5 * (1 + math.cos(math.pi * (part - _WARM_UP) / (1 - _WARM_UP)))
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * (min(1.0, rise) if part < _WARM_UP else fall)

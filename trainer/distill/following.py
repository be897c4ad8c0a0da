"""What the long stages share: how far they are, and how their learning rates fall."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR

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


def warm_cosine(optimizer: Optimizer, steps: int) -> LambdaLR:
    """A linear warm-up over 6% of the steps, then a cosine to 0."""
    warm = max(1, round(_WARM_UP * steps))

    def factor(step: int) -> float:
        fall = (step - warm) / max(1, steps - warm)
        return (step + 1) / warm if step < warm else 0.5 * (1 + math.cos(math.pi * min(1, fall)))

    return LambdaLR(optimizer, factor)

"""Listens to the Trainer: turns its callbacks into progress events, and keeps the log."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from trainer.errors import TrainingFailed
from trainer.examples import SoftCrossEntropy
from trainer.progress import Event, Reporter

# Step events come at most this often, and show the mean loss of the last steps.
_EVENTS = 200
_RECENT = 20


class Watcher(TrainerCallback):
    """Reports steps and epochs, stops a training that takes too long or has lost its way.

    ``about`` is what the ``started`` event holds besides the number of steps; ``validate`` is
    called at the end of each epoch and returns that epoch's validation figures.
    """

    def __init__(
        self,
        about: Event,
        loss: SoftCrossEntropy,
        validate: Callable[[], dict[str, float]],
        reporter: Reporter,
        *,
        max_minutes: float | None,
    ) -> None:
        self.log: list[Event] = []
        self._about = about
        self._loss = loss
        self._validate = validate
        self._reporter = reporter
        self._limit = math.inf if max_minutes is None else max_minutes * 60
        self._began = 0.0

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        """Report ``started``."""
        del args, control
        self._began = time.monotonic()
        self._report({"event": "started", **self._about, "steps": state.max_steps})

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **more: Any
    ) -> None:
        """Report ``step`` now and then; stop when the time is over or the loss is no number."""
        del args
        seconds = time.monotonic() - self._began
        if seconds > self._limit:
            control.should_training_stop = True
        every = max(1, state.max_steps // _EVENTS)
        if state.global_step % every and state.global_step != state.max_steps:
            return
        loss = _mean(self._loss.losses[-_RECENT:])
        if not math.isfinite(loss):
            raise TrainingFailed(
                f"The loss became {loss} at step {state.global_step}: "
                "try a smaller --learning-rate."
            )
        end = min(seconds / state.global_step * state.max_steps, self._limit)
        self._report(
            {
                "event": "step",
                "step": state.global_step,
                "steps": state.max_steps,
                "epoch": round(state.epoch or 0.0, 4),
                "loss": loss,
                "learning_rate": more["lr_scheduler"].get_last_lr()[0],
                "seconds_left": round(max(0.0, end - seconds), 1),
            }
        )

    def on_epoch_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        """Report ``epoch``: mean training loss and validation figures."""
        del args, control
        figures = {"train_loss": _mean(self._loss.losses), **self._validate()}
        self._loss.losses.clear()
        self._report({"event": "epoch", "epoch": round(state.epoch or 0.0, 4), **figures})

    def _report(self, event: Event) -> None:
        self.log.append(event)
        self._reporter(event)


def _mean(losses: list[Any]) -> float:
    return sum(float(loss) for loss in losses) / len(losses) if losses else math.nan

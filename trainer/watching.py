"""Listens to the Trainer: progress events, the log, when to save and when to stop."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import Any

from safetensors.torch import load_file, save_file
from torch import nn
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from trainer.batches import Batches
from trainer.checkpoints import Checkpoint, Workspace
from trainer.errors import TrainingFailed
from trainer.examples import SoftCrossEntropy
from trainer.processes import ALONE, Processes
from trainer.progress import Event, Reporter, silent
from trainer.stopping import Best, Stop

# Step events come at most this often, and show the mean loss of the last steps.
_EVENTS = 200
_RECENT = 20
_BEST = "best.safetensors"


class Watcher(TrainerCallback):
    """Reports steps and epochs, has checkpoints made, and stops what takes too long or went astray.

    ``about`` is what the ``started`` event holds besides the number of steps; ``validate`` is
    called at the end of each epoch and returns that epoch's validation figures. The limit of
    ``max_minutes`` counts the time before an interruption too. Where several ``processes`` train,
    each has its watcher, and they agree. What is reported goes to ``forward`` too.
    """

    def __init__(
        self,
        about: Event,
        batches: Batches,
        loss: SoftCrossEntropy,
        validate: Callable[[], dict[str, float]],
        reporter: Reporter,
        workspace: Workspace,
        stop: Stop,
        *,
        best: Best | None,
        max_minutes: float | None,
        save_minutes: float,
        processes: Processes = ALONE,
    ) -> None:
        self.log: list[Event] = []
        self.finished = False
        self.saving = False
        self.forward: Reporter = silent
        self._about = about
        self._batches = batches
        self._loss = loss
        self._validate = validate
        self._reporter = reporter
        self._workspace = workspace
        self._stop = stop
        self._best = best
        self._processes = processes
        self._limit = math.inf if max_minutes is None else max_minutes * 60
        self._pause = save_minutes * 60
        self._began = self._saved = time.monotonic()
        # Some systems' monotonic clocks stand still during a short step.
        self._pace = (0, time.perf_counter())

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go on where ``checkpoint`` was made."""
        notes = checkpoint.notes
        self.log = list(notes["log"])
        self.finished = notes["finished"]
        self._loss.restore(notes["losses"])
        self._began = time.monotonic() - notes["seconds"]
        if self._best and notes["best"]:
            path = checkpoint.folder / _BEST
            self._best.restore(notes["best"], load_file(path) if path.is_file() else None)

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        """Report ``started``, with the step that a resumed training goes on from."""
        del args, control
        self._saved = time.monotonic()
        event = {"event": "started", **self._about, "steps": state.max_steps}
        if state.global_step:
            self._reporter({**event, "step": state.global_step})
        else:
            self._began = time.monotonic()
            self._report(event)

    def on_epoch_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        """Have the epoch's rows drawn."""
        del args, control
        self._batches.epoch = int(state.epoch or 0)
        self._pace = (state.global_step, time.perf_counter())

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **more: Any
    ) -> None:
        """Report ``step`` now and then; save, and stop, where it is time to."""
        del args
        seconds = time.monotonic() - self._began
        every = max(1, state.max_steps // _EVENTS)
        if not state.global_step % every or state.global_step == state.max_steps:
            end = min(seconds / state.global_step * state.max_steps, self._limit)
            self._report(
                {
                    "event": "step",
                    "step": state.global_step,
                    "steps": state.max_steps,
                    "epoch": round(state.epoch or 0.0, 4),
                    "loss": self._finite_loss(state),
                    "learning_rate": more["lr_scheduler"].get_last_lr()[0],
                    "rows_per_second": self._rows_per_second(state.global_step),
                    "seconds_left": round(max(0.0, end - seconds), 1),
                }
            )
        over, stopped, due = self._agree(state)
        if over or stopped:
            control.should_training_stop = True
        # The end of an epoch belongs to it: what is saved then, is saved after its validation.
        if not (over or _ends_epoch(state)):
            self._save(state, control, more["model"], due=due or stopped)

    def on_epoch_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **more: Any
    ) -> None:
        """Report ``epoch``: mean training loss and validation figures; save what is complete."""
        del args
        over, stopped, _ = self._agree(state)
        if stopped and not (over or _ends_epoch(state)):
            return  # broken off in its midst
        self._finite_loss(state)
        train_loss = self._processes.mean([self._loss.mean()])[0]
        figures = {"train_loss": train_loss, **self._processes.of_main(self._validate)}
        self._loss.restore([])
        # A loss over rows whose emojis the model lacks is no number.
        finite = {name: value for name, value in figures.items() if math.isfinite(value)}
        self._report({"event": "epoch", "epoch": round(state.epoch or 0.0, 4), **finite})
        if self._best and self._best.improve(figures["validation_loss"], more["model"]):
            control.should_training_stop = over = True
        self.finished = over
        _, stopped, due = self._agree(state)  # the validation took its time
        self._save(state, control, more["model"], due=due or over or stopped)

    def on_save(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        """Note what the Trainer does not, and seal the checkpoint."""
        del args, control
        folder = self._workspace.folder / f"checkpoint-{state.global_step}"
        notes = self._notes()
        self._processes.wait()  # each process writes the state of its own chance
        if self._processes.main:
            if self._best and self._best.weights:
                save_file(self._best.weights, folder / _BEST)
            self._workspace.seal(state.global_step, notes)
        self._processes.wait()
        self._saved = time.monotonic()
        self.saving = False

    def _agree(self, state: TrainerState) -> tuple[bool, bool, bool]:
        """Whether the training is over, was asked to stop, and a checkpoint is due."""
        now = time.monotonic()
        over, stopped, due = self._processes.anywhere(
            now - self._began > self._limit or state.global_step >= state.max_steps,
            self._stop.wanted,
            now - self._saved >= self._pause,
        )
        return over, stopped, due

    def _rows_per_second(self, step: int) -> float:
        """Since it was asked last, or since the epoch began."""
        before, then = self._pace
        self._pace = (step, time.perf_counter())
        return round((step - before) * self._batches.size / (self._pace[1] - then), 1)

    def _notes(self) -> Mapping[str, Any]:
        return {
            "log": self.log,
            "losses": self._processes.mean(self._loss.values()),
            "seconds": time.monotonic() - self._began,
            "finished": self.finished,
            "best": self._best.notes() if self._best else None,
        }

    def _save(
        self, state: TrainerState, control: TrainerControl, network: nn.Module, *, due: bool
    ) -> None:
        if due:
            if not all(bool(weights.isfinite().all()) for weights in network.parameters()):
                raise _astray("weights", state)
            control.should_save = self.saving = True

    def _finite_loss(self, state: TrainerState) -> float:
        loss = self._processes.mean([self._loss.mean(_RECENT)])[0]
        if not math.isfinite(loss):
            raise _astray("loss", state)
        return loss

    def _report(self, event: Event) -> None:
        self.log.append(event)
        self._reporter(event)
        self.forward(event)


def _ends_epoch(state: TrainerState) -> bool:
    return float(state.epoch or 0.0).is_integer()


def _astray(what: str, state: TrainerState) -> TrainingFailed:
    verb = "is" if what == "loss" else "are"
    return TrainingFailed(
        f"The {what} {verb} no longer a finite number at step {state.global_step}: try a smaller "
        "--learning-rate."
    )

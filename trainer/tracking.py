"""Passes a training's figures on to an experiment tracker: TensorBoard, Trackio, or W&B.

The trackers are the Trainer's own callbacks; see ``transformers.integrations``.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, get_args

from transformers import TrainerCallback
from transformers.integrations import TensorBoardCallback, TrackioCallback, WandbCallback

from trainer.errors import ArgumentError
from trainer.progress import Event

Tracker = Literal["tensorboard", "trackio", "wandb"]
PROJECT = "mojibot"


def check_tracker(name: str | None) -> None:
    """Raise ``ArgumentError`` where there is no such tracker, or its package is missing."""
    if name is None:
        return
    if name not in get_args(Tracker):
        raise ArgumentError(f"report_to: {name!r} is none of {', '.join(get_args(Tracker))}.")
    found = find_spec(name)
    # The runs that a tracker left here in a folder of its name are no package.
    if found is None or found.origin is None:
        raise ArgumentError(f"The package {name} is missing: pip install {name}")


def callback(name: Tracker, output: Path) -> TrainerCallback:
    """What the Trainer calls with each ``logged`` event.

    TensorBoard's files go into ``OUTPUT.runs``, or where ``TENSORBOARD_LOGGING_DIR`` says; the
    others are set up by variables of their own, such as ``WANDB_PROJECT``.
    """
    if name == "trackio":
        return TrackioCallback()
    if name == "wandb":
        return WandbCallback()
    from torch.utils.tensorboard import SummaryWriter

    folder = os.environ.get("TENSORBOARD_LOGGING_DIR") or f"{output}.runs"
    return TensorBoardCallback(SummaryWriter(folder))


def logged(event: Event) -> dict[str, Any]:
    """The figures of a step or an epoch under the Trainer's names; empty for other events."""
    if event["event"] == "step":
        return {name: event[name] for name in ("loss", "learning_rate", "rows_per_second")}
    if event["event"] == "epoch":
        left_out = {"event", "epoch", "train_loss"}
        return {
            f"eval_{name.removeprefix('validation_')}": value
            for name, value in event.items()
            if name not in left_out
        }
    return {}

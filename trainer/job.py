"""What a training is set to do, and what must stay so when it is taken up again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import torch
from pydantic import BaseModel, ConfigDict, Field
from transformers import TrainerCallback

from trainer.bases import Start
from trainer.errors import ArgumentError, OutputError
from trainer.processes import ALONE, Processes
from trainer.rows import RowSet, Split


class Hyperparameters(BaseModel):
    """What a training is set to; stored in the model folder."""

    model_config = ConfigDict(frozen=True)

    epochs: Annotated[float, Field(gt=0, le=10_000)]
    learning_rate: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    batch_size: Annotated[int, Field(ge=1, le=65_536)]
    accumulate: Annotated[int, Field(ge=1, le=65_536)]
    warmup: Annotated[float, Field(ge=0, lt=1)]
    patience: Annotated[int, Field(ge=1)] | None
    replay: Annotated[float, Field(ge=0, le=0.95)]
    hold: Annotated[float, Field(ge=0, le=1)]
    max_minutes: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None
    seed: Annotated[int, Field(ge=0, lt=2**32)]


@dataclass(frozen=True, slots=True)
class Job:
    """What to train: ``begin`` makes the network as it is before the first step.

    ``parts`` are the rows of ``data``; others are replayed as the settings say. ``processes`` do it
    together, and what ``tracker`` makes in the first of them keeps the figures elsewhere.
    """

    begin: Callable[[], Start]
    parts: Split
    settings: Hyperparameters
    device: torch.device
    data: Sequence[RowSet]
    save_minutes: float
    processes: Processes = ALONE
    tracker: Callable[[], TrainerCallback] | None = None


def check_hold(settings: Hyperparameters, start: Start) -> None:
    """Raise ``ArgumentError`` where no old answers can be held."""
    if not settings.hold:
        return
    if not settings.replay:
        raise ArgumentError("hold: Old answers are held on replayed rows, so replay is needed too.")
    if not start.known:
        raise ArgumentError(f"hold: {start.base.name} has no answers yet that could be held.")


def described_as(job: Job, start: Start) -> dict[str, Any]:
    """What must be the same for a training to be the same."""
    settings = job.settings.model_dump(exclude={"accumulate"})
    return {
        **settings,
        "base": start.base.model_dump(),
        "data": [[one.name, one.kind, one.digest] for one in job.data],
    }


def check_same(earlier: Mapping[str, Any], described: Mapping[str, Any]) -> None:
    """Raise ``OutputError`` where the training that was begun is another one."""
    for key in described:
        if earlier and earlier.get(key) != described[key]:
            raise OutputError(
                f"The unfinished training had another {key.replace('_', ' ')}: give the same "
                "arguments to --resume, or choose another --output."
            )

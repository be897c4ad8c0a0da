"""Which model answers, as far as it can be said without waiting for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.inference import Inference
from emojifier.suggestion import ModelInfo


class ModelState(StrEnum):
    """Where the model stands."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """The state, and what is known of the model: ``info`` is there exactly when it is ready."""

    state: ModelState
    info: ModelInfo | None = None


def model_status(worker: Inference) -> ModelStatus:
    """What ``worker`` runs right now; never waits."""
    if worker.info is not None:
        return ModelStatus(ModelState.READY, worker.info)
    return ModelStatus(ModelState.LOADING if worker.failure is None else ModelState.FAILED)

"""The model behind an asyncio face: one worker thread, and the errors that callers meet."""

from bot.inference.errors import (
    CannotTell,
    DeadlineExceeded,
    InferenceError,
    ModelFailed,
    ModelUnavailable,
    Overloaded,
    ShuttingDown,
    Unhealthy,
)
from bot.inference.face import Inference, Model
from bot.inference.request import Priority
from bot.inference.worker import Worker
from emojifier.suggestion import Mode

__all__ = [
    "CannotTell",
    "DeadlineExceeded",
    "Inference",
    "InferenceError",
    "Mode",
    "Model",
    "ModelFailed",
    "ModelUnavailable",
    "Overloaded",
    "Priority",
    "ShuttingDown",
    "Unhealthy",
    "Worker",
]

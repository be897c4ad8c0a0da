"""The model behind an asyncio face: one worker thread, and the errors that callers meet."""

from bot.inference.errors import (
    DeadlineExceeded,
    InferenceError,
    ModelFailed,
    ModelUnavailable,
    Overloaded,
    ShuttingDown,
)
from bot.inference.worker import Model, Worker

__all__ = [
    "DeadlineExceeded",
    "InferenceError",
    "Model",
    "ModelFailed",
    "ModelUnavailable",
    "Overloaded",
    "ShuttingDown",
    "Worker",
]

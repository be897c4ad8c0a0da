"""What can go wrong in training. Every message is one sentence that a person can act on."""

from __future__ import annotations

from pydantic import ValidationError


class TrainerError(Exception):
    """Base of all errors of this package; ``str(error)`` is fit to be shown to a user."""


class ArgumentError(TrainerError):
    """An argument that cannot be used."""

    @classmethod
    def of(cls, error: ValidationError) -> ArgumentError:
        """The first thing wrong, as a sentence: ``batch_size: Input should be greater...``."""
        first = error.errors(include_input=False)[0]
        return cls(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.")


class DatasetError(TrainerError):
    """A data set that cannot be read, or that holds nothing to learn from."""


class BaseModelError(TrainerError):
    """A base model that is not there or is no GPT-2."""


class OutputError(TrainerError):
    """The model folder cannot be written where it was asked for."""


class TrainingFailed(TrainerError):
    """The training itself broke off, for example with a loss that is not a number."""


class Interrupted(TrainerError):
    """Somebody stopped the training; its place, after ``step``, is kept."""

    def __init__(self, step: int) -> None:
        super().__init__(
            f"interrupted; step {step} is saved: give the same command with --resume to go on."
        )

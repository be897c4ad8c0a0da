"""Why a retraining cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.features.errors import FeatureError

if TYPE_CHECKING:
    from bot.features.retraining.face import Progress


class RetrainingError(Exception):
    """A sentence for the operator: what is wrong and what to do."""


class NoRoom(RetrainingError):
    """The disk takes nothing any more."""

    def __init__(self) -> None:
        super().__init__("Nothing can be written where the models are kept: make room on the disk.")


class Busy(RetrainingError):
    """One runs already; ``progress`` says whose it is and how far."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        if progress is None or not progress.steps:
            super().__init__("A retraining is being started already: wait for its end.")
            return
        super().__init__(
            f"A retraining runs already, {progress.step / progress.steps:.0%} of its training is "
            "done: wait for its end, or cancel it."
        )


class Unavailable(FeatureError):
    """There is nothing to retrain in this process, or it is switched off."""

    message = "retraining-unavailable"


class Asleep(FeatureError):
    """A preview from before a restart, or one that made way for newer ones."""

    message = "retraining-asleep"


class Forgotten(FeatureError):
    """A retraining of long ago, of which nothing is kept."""

    message = "retraining-forgotten"

"""What the platforms know of retraining: requests, how far it is, how it ended."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from bot.store.records import PersonKey

# What ``Request.base`` may be besides a registered version's id.
CURRENT: Final = "current"
PRETRAINED: Final = "gpt2"
# With these 2,000 rows of habits are learned, and next to nothing is forgotten.
EPOCHS: Final = 2.0
LEARNING_RATE: Final = 2e-5


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that an operator attached, as it lies on this machine.

    ``name`` is what the operator called it, made safe to show; it is never part of a path. ``path``
    lies in a room that ``Retrainer.make_room`` made, and has the name's suffix, which helps to read
    it.
    """

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Request:
    """What to train on, from which model, and for how long.

    ``sources`` are shipped sets' names and entries of ``RETRAIN_SOURCES``; ``base`` is a registered
    version's id, ``current``, ``shipped`` or ``gpt2``.
    """

    by: PersonKey
    name: str
    uploads: tuple[Upload, ...] = ()
    sources: tuple[str, ...] = ()
    base: str = "current"
    epochs: float = EPOCHS
    learning_rate: float = LEARNING_RATE


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why some rows cannot be used: how many, the first few ``lines`` (from 1), and an example."""

    reason: str
    rows: int
    lines: tuple[int, ...]
    example: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a data set holds, for a preview before anything starts.

    ``form`` says how it was read (form and columns); ``examples`` are messages, cut short, with
    their emojis ("-" is quiet). ``trouble`` is a sentence where nothing can be learned from it, and
    then all else is empty.
    """

    name: str
    form: str = ""
    rows: int = 0
    emojis: int = 0
    repeated: int = 0
    refused: int = 0
    refusals: tuple[Refusal, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything to show before an operator confirms; ``minutes`` are estimated.

    ``trouble`` is a sentence where it cannot be started: too little memory or disk, no rows,
    somebody's retraining that runs already.
    """

    request: Request
    data: tuple[Understood, ...]
    base: str
    minutes: float
    trouble: str | None = None


class Phase(StrEnum):
    """Where a retraining stands; the last three are ends."""

    STARTING = "starting"
    TRAINING = "training"
    JUDGING = "judging"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_end(self) -> bool:
        """Whether nothing follows."""
        return self in {Phase.FINISHED, Phase.CANCELLED, Phase.FAILED}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure of the old and of the new model on the same rows.

    ``name`` is the trainer's (``hit@1``, ``specific@3``, ``quiet_auc``, ``calibration_error``, ...)
    or ``milliseconds`` for one message, on shipped rows that no training saw; with ``own:`` before
    it (``own:hit@3``), on the held-back part of what was trained on, where there is enough of it.
    ``low`` and ``high`` bound the difference new - old with 95% confidence; both are that
    difference where no interval is known.
    """

    name: str
    old: float
    new: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence and what both models answer, as text."""

    sentence: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished retraining: the new version, side by side with the old one.

    ``reasons`` are the gate's sentences against the new model; none means that it passed.
    """

    version: str
    old: str
    figures: tuple[Estimate, ...]
    samples: tuple[Sample, ...]
    reasons: tuple[str, ...]
    activated: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a retraining is. ``losses`` are (step, training loss), thinned for a picture.

    ``notice`` is something to know (rows left out, a training taken up again); ``error`` is a
    sentence, there exactly when it failed, as ``outcome`` is when it finished.
    """

    id: str
    request: Request
    phase: Phase
    step: int = 0
    steps: int = 0
    epoch: float = 0
    loss: float | None = None
    rows_per_second: float | None = None
    seconds_left: float | None = None
    losses: tuple[tuple[int, float], ...] = field(default=(), repr=False)
    notice: str | None = None
    outcome: Outcome | None = None
    error: str | None = None


class Retrainer(Protocol):
    """One retraining at a time, in a process of its own that outlives the bot's."""

    @property
    def enabled(self) -> bool:
        """Whether this host may retrain at all (``RETRAIN_ENABLED``)."""

    @property
    def running(self) -> Progress | None:
        """The retraining under way, whichever process started it, or None."""

    def choices(self) -> tuple[Sequence[str], Sequence[str]]:
        """The names that ``Request.sources`` and ``Request.base`` may take."""

    def make_room(self) -> Path:
        """A new, private folder for one request's uploads; any file name is safe to use in it.

        ``start`` takes the uploads over, ``discard`` removes them; what is left in it for a day is
        removed as well. Raises ``RetrainingError`` where the disk is full.
        """

    def discard(self, request: Request) -> None:
        """Remove the uploads of a request that is not started; never raises."""

    async def preview(self, request: Request) -> Preview:
        """What would be trained, on what, and for how long; nothing is started. Never raises."""

    async def start(self, request: Request) -> Progress:
        """Start it; raises ``RetrainingError`` (a sentence), as where one runs already."""

    async def cancel(self, retraining: str) -> bool:
        """Stop it, in whatever phase it is; returns whether there was something to stop."""

    def follow(self, retraining: str) -> AsyncIterator[Progress]:
        """How a retraining stands now, and every change of it to its end; at once if it has ended.

        Works in every process, also after a restart. Nothing comes where it is not known (any
        more).
        """

    async def activate(self, version: str, by: PersonKey) -> str:
        """Let a version answer, in all processes; returns its title.

        Raises ``RetrainingError``, and then the old one answers on.
        """

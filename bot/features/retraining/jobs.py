"""A retraining on disk: all that a restarted bot must know of it, and the files it works with.

.retraining/
  lock                  held while one runs, see ``locking``
  speed.json            how fast the last training here was
  room-.../             uploads of requests that have not been started
  ID/job.json           ``Job``; its end is written last
  ID/events.jsonl       what the trainer prints, no message among it
  ID/work               uploads, checkpoints, the model being made: removed at the end
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.features.retraining.events import Tail, Training
from bot.features.retraining.face import PRETRAINED, Outcome, Phase, Progress, Request, Upload
from bot.features.retraining.processes import Child
from bot.registry import disk

# Ended ones are remembered, a few kilobytes each.
_REMEMBERED: Final = 10
_DAY: Final = 24 * 3600
_ROOM: Final = "room-"
_JOB: Final = "job.json"


class Job(BaseModel):
    """What was asked for, where it stands, and which process is at it; kept as JSON.

    ``base`` is what it is trained from: a version's id, or ``gpt2``. ``attempts`` counts the starts
    of its training, of which a restart of the machine may make several.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    request: Request
    base: str
    phase: Phase = Phase.STARTING
    process: Child | None = None
    attempts: int = 0
    began: datetime
    outcome: Outcome | None = None
    error: str | None = None

    @property
    def parent(self) -> str | None:
        """The version that the new one is trained from."""
        return None if self.base == PRETRAINED else self.base

    @property
    def by(self) -> str:
        """Who asked for it, as the registry notes it."""
        return ":".join(self.request.by)

    def progress(self, training: Training) -> Progress:
        """How far it is, with what the trainer has said."""
        return Progress(
            id=self.id,
            request=self.request,
            phase=self.phase,
            step=training.step,
            steps=training.steps,
            epoch=training.epoch,
            loss=training.loss,
            rows_per_second=training.rows_per_second,
            seconds_left=training.seconds_left,
            losses=training.losses,
            notice=training.notice,
            outcome=self.outcome,
            error=self.error,
        )


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where one retraining's files lie."""

    folder: Path

    @property
    def events(self) -> Path:
        """What the trainer prints, JSON lines."""
        return self.folder / "events.jsonl"

    @property
    def work(self) -> Path:
        """Everything that is not kept."""
        return self.folder / "work"

    @property
    def errors(self) -> Path:
        """What its processes say on standard error."""
        return self.work / "errors.txt"

    @property
    def uploads(self) -> Path:
        """The operator's files."""
        return self.work / "uploads"

    @property
    def model(self) -> Path:
        """The model folder; there when it is complete."""
        return self.work / "model"

    @property
    def temporary(self) -> Path:
        """Where its processes put temporary files."""
        return self.work / "tmp"

    @property
    def cancelled(self) -> bool:
        """Whether somebody wants it to stop."""
        return self._cancelled.exists()

    def cancel(self) -> None:
        """Note that somebody wants it to stop; whoever drives it looks here. Raises ``OSError``."""
        self._cancelled.touch()

    def clear(self) -> None:
        """Remove what is not kept."""
        shutil.rmtree(self.work, ignore_errors=True)
        with suppress(OSError):
            self._cancelled.unlink(missing_ok=True)

    @property
    def _cancelled(self) -> Path:
        return self.folder / "cancelled"


class Jobs:
    """The retrainings in one folder, which all processes share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def speed(self) -> Path:
        """The file that says how fast the last training was."""
        return self.folder / "speed.json"

    @property
    def lock(self) -> Path:
        """The file whose lock the running one holds."""
        return self.folder / "lock"

    def prepare(self) -> None:
        """Make the folder. Raises ``OSError``."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def place(self, job: str) -> Workplace:
        """Where the files of a job lie."""
        return Workplace(self.folder / job)

    def begin(self, request: Request, base: str) -> Job:
        """A new job whose folder exists, with the uploads in it. Raises ``OSError``."""
        began = datetime.now(UTC)
        made = Path(tempfile.mkdtemp(prefix=f"{began:%Y%m%d-%H%M%S}-", dir=self.folder))
        place = Workplace(made)
        try:
            place.uploads.mkdir(parents=True)
            place.temporary.mkdir()
            uploads = tuple(
                Upload(upload.name, place.uploads / f"{number}{upload.path.suffix}")
                for number, upload in enumerate(request.uploads, 1)
            )
            for given, taken in zip(request.uploads, uploads, strict=True):
                shutil.move(given.path, taken.path)
            self.discard(request)
            request = replace(request, uploads=uploads)
            job = Job(id=made.name, request=request, base=base, began=began)
            self.write(job)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
        return job

    def write(self, job: Job) -> None:
        """Keep ``job`` as it stands now; a crash leaves it as it was or as it is. ``OSError``."""
        disk.write(self.folder / job.id / _JOB, job.model_dump_json())

    def read(self, job: str) -> Job | None:
        """The job as it was last written, or None where it is not known."""
        try:
            return Job.model_validate_json((self.folder / job / _JOB).read_bytes())
        except (OSError, ValidationError, ValueError):
            return None

    def progress(self, job: str) -> Progress | None:
        """How far a job is, all of it read from the disk; None where it is not known."""
        found = self.read(job)
        if found is None:
            return None
        training = Training()
        for event in Tail(self.place(job).events).events():
            training = training.after(event)
        return found.progress(training)

    def unfinished(self) -> Job | None:
        """The one that has not ended, if there is one."""
        return next((job for job in self._newest_first() if not job.phase.is_end), None)

    def tidy(self) -> None:
        """Remove what nobody needs: rooms of yesterday, half-made jobs, all but the last ended."""
        for room in self.folder.glob(f"{_ROOM}*"):
            with suppress(OSError):
                if time.time() - room.stat().st_mtime > _DAY:
                    shutil.rmtree(room, ignore_errors=True)
        ended = [job for job in self._newest_first() if job.phase.is_end]
        for job in ended:
            self.place(job.id).clear()
        for job in ended[_REMEMBERED:]:
            shutil.rmtree(self.folder / job.id, ignore_errors=True)

    def make_room(self) -> Path:
        """A new folder for uploads. Raises ``OSError``."""
        self.prepare()
        return Path(tempfile.mkdtemp(prefix=_ROOM, dir=self.folder))

    def discard(self, request: Request) -> None:
        """Remove the uploads of a request, and the rooms they lie in."""
        for upload in request.uploads:
            room = upload.path.parent
            if room.parent == self.folder and room.name.startswith(_ROOM):
                shutil.rmtree(room, ignore_errors=True)

    def _newest_first(self) -> Iterator[Job]:
        if not self.folder.is_dir():
            return
        for path in sorted(self.folder.glob(f"*/{_JOB}"), reverse=True):
            job = self.read(path.parent.name)
            if job is not None:
                yield job

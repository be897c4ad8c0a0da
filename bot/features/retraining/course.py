"""One retraining from its start, or from where it was left, to its end."""

from __future__ import annotations

import asyncio
import errno
import logging
import re
import signal
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final, TypeVar

from bot.features.retraining.commands import FULL_DISK, tail_of, why
from bot.features.retraining.errors import RetrainingError
from bot.features.retraining.events import Tail, Training
from bot.features.retraining.face import PRETRAINED, Outcome, Phase, Progress
from bot.features.retraining.host import bounded, remember_speed, weights_of
from bot.features.retraining.jobs import Job, Jobs
from bot.features.retraining.processes import reap, spawn
from bot.features.retraining.recipe import Recipe, environment, trainer
from bot.features.retraining.verdict import Judge
from bot.registry.records import SHIPPED
from bot.registry.registry import Registry
from emojifier.errors import EmojifierError

log = logging.getLogger(__name__)

_T = TypeVar("_T")
_POLL: Final = 0.25
# Starts of one training, after the machine or the training was stopped in its midst.
_ATTEMPTS: Final = 5
_INTERRUPTED: Final = {130, -signal.SIGTERM}
_VANISHED: Final = "Its process was ended from outside: start the retraining again."
_TOO_OFTEN: Final = "It was interrupted too often: start the retraining again."
_UNEXPECTED: Final = "Something went wrong in the bot itself; its log says more."


class Cancelled(Exception):
    """Somebody wants the retraining to stop."""


class Course:
    """Drives a job whose lock this process holds (its descriptor); ``progress`` says how far it is.

    Training goes on when ``run`` is cancelled, as where the bot ends; what comes after it is done
    again by whoever drives the job next. ``vanished`` says that its process was seen alive, and
    ended without a word.
    """

    def __init__(
        self,
        jobs: Jobs,
        job: Job,
        lock: int,
        recipe: Recipe,
        registry: Registry,
        *,
        auto_activate: bool,
        vanished: bool = False,
    ) -> None:
        self._jobs = jobs
        self._job = job
        self._lock = lock
        self._recipe = recipe
        self._registry = registry
        self._auto_activate = auto_activate
        self._vanished = vanished
        self._place = jobs.place(job.id)
        self._tail = Tail(self._place.events)
        self._training = Training()

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return self._job.progress(self._training)

    async def run(self) -> None:
        """See the job through to its end, which is kept on disk, and clean up; never raises."""
        try:
            await self._train()
            outcome = await self._judge()
            await self._end(Phase.FINISHED, outcome=outcome)
        except Cancelled:
            await self._end(Phase.CANCELLED)
        except RetrainingError as error:
            await self._end(Phase.FAILED, error=str(error))
        except OSError as error:
            log.exception("a retraining met the disk's limits", extra={"retraining": self._job.id})
            await self._end(Phase.FAILED, error=_disk_trouble(error))
        except Exception:
            log.exception("a retraining failed", extra={"retraining": self._job.id})
            await self._end(Phase.FAILED, error=_UNEXPECTED)

    async def _train(self) -> None:
        """Train until the model folder is there; raises ``RetrainingError`` or ``Cancelled``."""
        await self._look()
        code: int | None = None
        while not (self._training.finished and self._place.model.is_dir()):
            if self._place.cancelled:
                raise Cancelled
            interrupted = (self._training.failed or "").startswith("interrupted")
            if self._job.attempts and not self._may_go_on(code, interrupted):
                raise RetrainingError(self._why(code))
            if self._job.attempts >= _ATTEMPTS:
                raise RetrainingError(_TOO_OFTEN)
            code = await self._attempt()
        last = self._training
        if last.rows_per_second:
            weights = weights_of(str(self._place.model))
            with suppress(OSError):
                remember_speed(self._jobs.speed, last.rows_per_second, weights)

    def _may_go_on(self, code: int | None, interrupted: bool) -> bool:
        """Whether a training that ended with ``code`` (None: while no bot looked) is taken up."""
        if code is None:
            return interrupted or (self._training.failed is None and not self._vanished)
        return interrupted or code in _INTERRUPTED

    def _why(self, code: int | None) -> str:
        if code is None and self._training.failed is None:
            return _VANISHED
        names = {str(upload.path): upload.name for upload in self._job.request.uploads}
        names[self._base] = self._job.base
        sentence = why(code, tail_of(self._place.errors), self._training.failed, names)
        # What is left of this machine's paths is of no use to whoever reads it in a chat.
        return re.sub(re.escape(str(self._place.folder)) + r"[^\s,;:]*", "its folder", sentence)

    @property
    def _base(self) -> str:
        """The base model as the trainer takes it."""
        name = self._job.base
        return name if name == PRETRAINED else str(self._registry.folder(name))

    async def _attempt(self) -> int:
        """Let the trainer run to its end; returns its exit code."""
        base = self._base
        confinement = bounded(self._recipe.confinement)
        command = self._recipe.training(self._job.request, base, self._job.id, self._place)
        child = spawn(
            confinement.command(trainer(command)),
            environment=environment(confinement, self._place.temporary),
            output=self._place.events,
            errors=self._place.errors,
            lock=self._lock,
        )
        await self._keep(process=child, attempts=self._job.attempts + 1)
        while (code := child.ended()) is None:
            if self._place.cancelled:
                await asyncio.to_thread(reap, child)
                raise Cancelled
            await self._look()
            await asyncio.sleep(_POLL)
        child.kill()  # whatever it started
        await self._look()
        return code

    async def _look(self) -> None:
        """Take note of what the trainer has printed."""
        for event in await asyncio.to_thread(self._tail.events):
            self._training = self._training.after(event)
        if self._training.begun and self._job.phase is Phase.STARTING:
            await self._keep(phase=Phase.TRAINING)

    async def _judge(self) -> Outcome:
        await self._keep(phase=Phase.JUDGING, process=None)
        active = self._registry.active()
        old = active.id if active is not None else SHIPPED
        judge = Judge(self._recipe, self._place, self._lock, self._job)
        found = await self._heeding(judge.compare(self._registry.folder(old)))
        version = await self._heeding(judge.enlist(self._registry.path, found.reasons))
        reasons, activated = found.reasons, False
        if self._auto_activate and not reasons:
            try:
                await asyncio.to_thread(self._registry.activate, version, self._job.by)
                activated = True
            except (EmojifierError, OSError) as error:
                reasons = (f"It could not be activated: {error}",)
        return Outcome(version, old, found.figures, found.samples, reasons, activated)

    async def _heeding(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Do ``work`` unless somebody cancels meanwhile, which raises ``Cancelled``."""
        task = asyncio.ensure_future(work)
        try:
            while not (await asyncio.wait({task}, timeout=_POLL))[0]:
                if self._place.cancelled:
                    raise Cancelled
            return task.result()
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait({task})

    async def _keep(self, **changes: object) -> None:
        self._job = self._job.model_copy(update=changes)
        await asyncio.to_thread(self._jobs.write, self._job)

    async def _end(
        self, phase: Phase, *, outcome: Outcome | None = None, error: str | None = None
    ) -> None:
        self._training = replace(self._training, seconds_left=None)
        await asyncio.to_thread(self._place.clear)  # first: what failed may have filled the disk
        changes = {"phase": phase, "process": None, "outcome": outcome, "error": error}
        try:
            await self._keep(**changes)
        except OSError:
            log.exception("the end of a retraining could not be kept")
        log.info(
            "a retraining ended", extra={"retraining": self._job.id, "phase": str(self._job.phase)}
        )


def _disk_trouble(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return FULL_DISK
    return f"A file could not be read or written: {error.strerror}."

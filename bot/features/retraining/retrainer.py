"""``LocalRetrainer``: retraining on this machine, one at a time over all of the bot's processes."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.features.retraining.asking import Sources, wrong_with
from bot.features.retraining.confined import Confinement
from bot.features.retraining.course import Course
from bot.features.retraining.errors import Busy, NoRoom, RetrainingError
from bot.features.retraining.face import CURRENT, PRETRAINED, Preview, Progress, Request
from bot.features.retraining.host import minutes, speed_here, too_small, weights_of
from bot.features.retraining.jobs import Job, Jobs
from bot.features.retraining.locking import Lock
from bot.features.retraining.previewing import understand
from bot.features.retraining.recipe import Recipe
from bot.registry.records import SHIPPED
from bot.registry.registry import Registry
from bot.settings import Settings
from bot.store.records import PersonKey
from emojifier.errors import EmojifierError

log = logging.getLogger(__name__)

FOLDER: Final = ".retraining"
# Seconds between two looks at what other processes do.
_LOOK: Final = 0.5
_IDLE: Final = 2.0


class LocalRetrainer:
    """The ``Retrainer`` of the machine that the bot runs on; its files lie beside the versions.

    ``open`` takes up what an earlier process left running; ``aclose`` leaves what runs running, for
    the next process.
    """

    def __init__(
        self,
        registry: Registry,
        *,
        enabled: bool = True,
        sources: Sequence[str] = (),
        auto_activate: bool = False,
        recipe: Recipe | None = None,
        make_way: Callable[[bool], Awaitable[None]] | None = None,
    ) -> None:
        """``make_way`` is told when a retraining begins (True) and ends, for who else computes."""
        self._registry = registry
        self._enabled = enabled
        self._auto_activate = auto_activate
        self._recipe = recipe or Recipe()
        self._make_way = make_way or _nobody_else
        self._jobs = Jobs(registry.path / FOLDER)
        self._sources = Sources(tuple(sources), self._recipe.confinement)
        self._course: Course | None = None
        self._driving: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begin to look for retrainings that nobody drives; needs a running event loop."""
        if self._enabled:
            self._watching = asyncio.create_task(self._watch())

    async def aclose(self) -> None:
        """Stop looking; a training goes on without the bot."""
        tasks = [task for task in (self._watching, self._driving) if task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    @property
    def enabled(self) -> bool:
        """See ``Retrainer``."""
        return self._enabled

    @property
    def running(self) -> Progress | None:
        """See ``Retrainer``."""
        if self._course is not None:
            return self._course.progress
        job = self._jobs.unfinished()
        return self._jobs.progress(job.id) if job is not None else None

    def choices(self) -> tuple[Sequence[str], Sequence[str]]:
        """See ``Retrainer``."""
        versions = (version.id for version in self._registry.versions())
        return self._sources.names, (CURRENT, SHIPPED, *versions, PRETRAINED)

    def make_room(self) -> Path:
        """See ``Retrainer``."""
        try:
            return self._jobs.make_room()
        except OSError as error:
            raise NoRoom from error

    def discard(self, request: Request) -> None:
        """See ``Retrainer``."""
        self._jobs.discard(request)

    async def preview(self, request: Request) -> Preview:
        """See ``Retrainer``."""
        base = self._resolved(request.base)
        trouble = await asyncio.to_thread(self._trouble, request)
        if trouble is not None:
            return Preview(request, (), base, 0, trouble)
        data = await understand(request, self._recipe.confinement)
        speed = speed_here(self._jobs.speed)
        estimate = minutes(
            sum(one.rows for one in data),
            request.epochs,
            self._recipe.replay,
            self._weights(base),
            self._recipe.minutes,
            speed,
        )
        unusable = next((f"{one.name}: {one.trouble}" for one in data if one.trouble), None)
        return Preview(request, data, base, estimate, unusable)

    async def start(self, request: Request) -> Progress:
        """See ``Retrainer``."""
        trouble = await asyncio.to_thread(self._trouble, request)
        if trouble is not None:
            raise RetrainingError(trouble)
        try:
            job, lock = await asyncio.to_thread(self._begin, request)
        except OSError as error:
            raise NoRoom from error
        self._driving = asyncio.create_task(self._drive(job, lock))
        log.info(
            "a retraining was started", extra={"retraining": job.id, "by": job.by, "base": job.base}
        )
        return self._jobs.progress(job.id) or Progress(job.id, job.request, job.phase)

    async def cancel(self, retraining: str) -> bool:
        """See ``Retrainer``."""
        job = await asyncio.to_thread(self._jobs.read, retraining)
        if job is None or job.phase.is_end:
            return False
        with suppress(OSError):
            self._jobs.place(job.id).cancel()
        log.info("a retraining is cancelled", extra={"retraining": job.id})
        if job.process is not None:
            job.process.kill()
        return True

    async def follow(self, retraining: str) -> AsyncIterator[Progress]:
        """See ``Retrainer``."""
        before = None
        while (now := await asyncio.to_thread(self._progress, retraining)) is not None:
            if now != before:
                yield now
            if now.phase.is_end:
                return
            before = now
            await asyncio.sleep(_LOOK)

    async def activate(self, version: str, by: PersonKey) -> str:
        """See ``Retrainer``."""
        try:
            active = await asyncio.to_thread(self._registry.activate, version, ":".join(by))
            return self._registry.find(active.id).title
        except (EmojifierError, OSError) as error:
            raise RetrainingError(str(error)) from error

    def _trouble(self, request: Request) -> str | None:
        """What stands against a request, the data themselves left out."""
        if not self._enabled:
            return "Retraining is switched off here: RETRAIN_ENABLED in the settings allows it."
        sources, bases = self.choices()
        if (wrong := wrong_with(request, sources, bases)) is not None:
            return wrong
        try:
            self._jobs.prepare()
            small = too_small(self._weights(self._resolved(request.base)), self._jobs.folder)
        except OSError:
            return str(NoRoom())
        running = self.running
        return small or (str(Busy(running)) if running is not None else None)

    def _resolved(self, base: str) -> str:
        """A version's id or ``gpt2``, for whatever a request may say."""
        if base != CURRENT:
            return base
        active = self._registry.active()
        return active.id if active is not None else SHIPPED

    def _weights(self, base: str) -> int:
        return weights_of(base if base == PRETRAINED else str(self._registry.folder(base)))

    def _begin(self, request: Request) -> tuple[Job, Lock]:
        lock = Lock.take(self._jobs.lock)
        if lock is None or self._jobs.unfinished() is not None:
            if lock is not None:
                lock.release()
            raise Busy(self.running)
        try:
            self._jobs.tidy()
            return self._jobs.begin(request, self._resolved(request.base)), lock
        except BaseException:
            lock.release()
            raise

    def _progress(self, retraining: str) -> Progress | None:
        course = self._course
        if course is not None and course.progress.id == retraining:
            return course.progress
        return self._jobs.progress(retraining)

    async def _watch(self) -> None:
        """Drive what nobody drives: left by a process that ended, or by another one beside this."""
        await self._sources.list_shipped()
        alive: set[str] = set()
        while True:
            try:
                await asyncio.to_thread(self._jobs.prepare)
                job = await asyncio.to_thread(self._jobs.unfinished)
                if job is not None and self._course is None:
                    if job.process is not None and job.process.alive:
                        alive.add(job.id)
                    lock = await asyncio.to_thread(Lock.take, self._jobs.lock)
                    job = self._jobs.read(job.id) if lock is not None else None
                    if lock is not None and job is not None:
                        await self._drive(job, lock, vanished=job.id in alive)
                elif job is None:
                    await asyncio.to_thread(self._jobs.tidy)
            except Exception:
                log.exception("a retraining could not be taken up")
            await asyncio.sleep(_LOOK if alive else _IDLE)

    async def _drive(self, job: Job, lock: Lock, *, vanished: bool = False) -> None:
        try:
            if job.phase.is_end:
                return
            self._course = Course(
                self._jobs,
                job,
                lock.descriptor,
                self._recipe,
                self._registry,
                auto_activate=self._auto_activate,
                vanished=vanished,
            )
            await self._make_way(True)
            await self._course.run()
        finally:
            self._course = None
            lock.release()
            await self._make_way(False)


async def _nobody_else(_: bool) -> None: ...


def make_retrainer(
    settings: Settings,
    registry: Registry,
    make_way: Callable[[bool], Awaitable[None]] | None = None,
) -> LocalRetrainer:
    """The retrainer that ``settings`` ask for; switched off where another process has the model."""
    return LocalRetrainer(
        registry,
        enabled=settings.retrain_enabled and settings.inference_url is None,
        sources=settings.retrain_sources,
        auto_activate=settings.retrain_auto_activate,
        make_way=make_way,
        recipe=Recipe(
            minutes=settings.retrain_max_minutes,
            device=settings.device,
            confinement=Confinement(threads=max(1, (os.cpu_count() or 1) - 1)),
        ),
    )

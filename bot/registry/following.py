"""Every process looks at what is active, and exchanges its model when that changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.inference import Model, ModelUnavailable, ShuttingDown, Worker
from bot.registry.background import in_background
from bot.registry.errors import RegistryError
from bot.registry.registry import ACTIVE, Registry
from emojifier.errors import EmojifierError

log = logging.getLogger(__name__)

# Seconds between two looks; with loading a model that leaves an activation under 10 everywhere.
INTERVAL: Final = 2.0


class Follower:
    """Keeps ``worker`` on the registry's active version; ``load`` loads and warms up a folder.

    The new model is loaded beside the old one, which answers meanwhile, and put in its place
    between two batches. Where that fails the old one stays, and ``trouble`` says so.
    """

    def __init__(
        self,
        registry: Registry,
        worker: Worker,
        load: Callable[[Path], Model],
        *,
        interval: float = INTERVAL,
    ) -> None:
        self._registry = registry
        self._worker = worker
        self._load = load
        self._interval = interval
        self._seen: tuple[int, int, int] | None = None
        self._trouble: str | None = None

    @property
    def trouble(self) -> str | None:
        """Why the active version is not the one that answers here, as a sentence; or None."""
        return self._trouble

    async def run(self) -> None:
        """Follow until the worker closes, or not at all where it has no model."""
        with suppress(ModelUnavailable, ShuttingDown):
            await self._worker.ready()
            while True:
                await self.look()
                await asyncio.sleep(self._interval)

    async def look(self) -> None:
        """Look once; a version that could not be loaded is not tried again until another change.

        Raises ``ShuttingDown`` where the worker closes meanwhile.
        """
        seen = await in_background(lambda: _stamp(self._registry.path / ACTIVE))
        if seen == self._seen:
            return
        version = None
        try:
            version = await in_background(self._wanted)
            if version is not None:
                await self._exchange(version)
            self._trouble = None
        except ShuttingDown:
            raise
        except Exception as error:  # whatever it is, the old model answers on
            expected = isinstance(error, EmojifierError | ModelUnavailable)
            log.error(
                "the active model %s cannot be loaded, so the one before it answers on: %s",
                version,
                error.reason if isinstance(error, ModelUnavailable) else error,
                exc_info=None if expected else error,
            )
            self._trouble = f"The active model {version} could not be loaded: another one answers."
        self._seen = seen

    def _wanted(self) -> str | None:
        """The active version; None where none is, or its model answers already."""
        active, info = self._registry.active(), self._worker.info
        if active is None:
            return None
        try:
            known = self._registry.find(active.id)
        except RegistryError:  # it was removed by hand; loading it will say so
            return active.id
        return None if info is not None and info.digest == known.digest else active.id

    async def _exchange(self, version: str) -> None:
        folder = self._registry.folder(version)
        model = await in_background(lambda: self._load(folder))
        await self._worker.swap(lambda: model)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes whenever the file is replaced; None where it cannot be seen."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size

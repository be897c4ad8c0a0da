"""A retrainer whose progress a test tells, and what it is told about."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.features.retraining.errors import Busy, RetrainingError
from bot.features.retraining.face import (
    Estimate,
    Outcome,
    Phase,
    Preview,
    Progress,
    Refusal,
    Request,
    Sample,
    Understood,
)
from bot.store.records import PersonKey

ID: Final = "20261128-060000-abc_1"
ROWS: Final = b"message\temojis\nship it\t\xf0\x9f\x9a\xa2\n"
OUTCOME: Final = Outcome(
    version="ours-2",
    old="shipped",
    figures=(
        Estimate("hit@1", 0.41, 0.442, 0.011, 0.053),
        Estimate("calibration_error", 0.031, 0.029, -0.004, 0.001),
        Estimate("own:hit@3", 0.12, 0.81, 0.6, 0.75),
        Estimate("milliseconds", 4.1, 4.2, 0.1, 0.1),
    ),
    samples=tuple(Sample(f"sentence {n}", "🎉 🙂 👍", "🚢 🎉 🙂") for n in range(10)),
    reasons=(),
    activated=False,
)


LOSSES: Final = ((1, 3.2), (50, 2.1), (100, 1.7))
TRAINING: Final = {
    "phase": Phase.TRAINING,
    "step": 100,
    "steps": 250,
    "epoch": 0.8,
    "loss": 1.7,
    "rows_per_second": 181.4,
    "seconds_left": 200.0,
    "losses": LOSSES,
}


class ScriptedRetrainer:
    """A ``Retrainer`` that trains nothing: who follows it hears of all that ``tell`` says."""

    def __init__(self, folder: Path, *, enabled: bool = True) -> None:
        self.enabled = enabled
        self.folder = folder
        self.trouble: str | None = None
        self.refusals: tuple[Refusal, ...] = ()
        self.activated: list[tuple[str, PersonKey]] = []
        self.damaged: str | None = None
        self.asked: list[Request] = []
        self.followed = asyncio.Event()
        self._told: list[Progress] = []
        self._progress: Progress | None = None
        self._changed = asyncio.Condition()

    @property
    def running(self) -> Progress | None:
        now = self._progress
        return None if now is None or now.phase.is_end else now

    @property
    def rooms(self) -> list[Path]:
        """Folders of uploads that are there."""
        return list(self.folder.glob("room-*"))

    def choices(self) -> tuple[Sequence[str], Sequence[str]]:
        return ("react", "life", "serious"), ("current", "shipped", "gpt2")

    def make_room(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="room-", dir=self.folder))

    def discard(self, request: Request) -> None:
        for upload in request.uploads:
            shutil.rmtree(upload.path.parent, ignore_errors=True)

    async def preview(self, request: Request) -> Preview:
        self.asked.append(request)
        names = [upload.name for upload in request.uploads] or list(request.sources)
        rows = tuple((f"message {n}", "🚢") for n in range(5))
        understood = [
            Understood(name, "two columns", 120, 14, 3, 2, self.refusals, rows) for name in names
        ]
        return Preview(request, tuple(understood), "shipped", 6.2, self.trouble)

    async def start(self, request: Request) -> Progress:
        if self.running is not None:
            raise Busy(self.running)
        self._progress = Progress(ID, request, Phase.STARTING)
        self._told.append(self._progress)
        return self._progress

    async def cancel(self, retraining: str) -> bool:
        running = self.running
        if running is None or retraining != running.id:
            return False
        await self.tell(phase=Phase.CANCELLED)
        return True

    async def follow(self, retraining: str) -> AsyncIterator[Progress]:
        if self._progress is None or self._progress.id != retraining:
            return
        at = len(self._told) - 1
        self.followed.set()
        while True:
            yield self._told[at]
            if self._told[at].phase.is_end:
                return
            at += 1
            async with self._changed:
                while len(self._told) == at:
                    await self._changed.wait()

    async def activate(self, version: str, by: PersonKey) -> str:
        if self.damaged is not None:
            raise RetrainingError(self.damaged)
        self.activated.append((version, by))
        return "ours 2 (3f9a)"

    def forget(self) -> None:
        """Nothing is known of it any more."""
        self._progress = None

    async def tell(self, **changes: object) -> None:
        """How far it is now."""
        assert self._progress is not None
        async with self._changed:
            self._progress = replace(self._progress, **changes)  # type: ignore[arg-type]
            self._told.append(self._progress)
            self._changed.notify_all()

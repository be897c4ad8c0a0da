"""Retrainings as an earlier process left them, and bots that can be killed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bot.features.retraining.face import Progress, Request
from bot.features.retraining.jobs import Job, Jobs
from bot.features.retraining.retrainer import FOLDER, LocalRetrainer
from bot.registry.records import Active
from bot.registry.registry import Registry
from tests.bot.processes import ROOT

# Starts a retraining, says which, and waits to be killed.
BOT: Final = """
import asyncio, sys
from pathlib import Path
from bot.features.retraining.retrainer import LocalRetrainer
from bot.registry.registry import Registry
from tests.bot.features.retraining.conftest import SAVING, make_request

async def main():
    retrainer = LocalRetrainer(Registry(Path(sys.argv[1])), recipe=SAVING)
    started = await retrainer.start(make_request(retrainer, epochs=float(sys.argv[2])))
    print(started.id, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@contextmanager
def bot_that_trains(models: Path, *, epochs: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that has started a retraining, and the retraining's id; killed at the end."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-c", BOT, str(models), str(epochs)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def left_behind(
    registry: Registry, request: Request, events: list[dict[str, Any]], model: Path | None = None
) -> Job:
    """A retraining whose trainer has printed ``events`` and ended, and whose bot is gone."""
    jobs = Jobs(registry.path / FOLDER)
    active = registry.active()
    assert active is not None
    job = jobs.begin(request, active.id).model_copy(update={"attempts": 1})
    jobs.write(job)
    place = jobs.place(job.id)
    lines = "".join(json.dumps(event) + "\n" for event in events)
    place.events.write_text(lines, encoding="utf-8")
    if model is not None:
        shutil.copytree(model, place.model)
    return job


TRAINED: Final[list[dict[str, Any]]] = [
    {"event": "started", "rows": 4, "steps": 2},
    {"event": "step", "step": 2, "steps": 2, "epoch": 2.0, "loss": 0.5, "seconds_left": 0.0},
    {"event": "finished", "output": "model", "metrics": {}},
]


class Before:
    """What must be as it was after anything that went wrong."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._active: Active | None = registry.active()
        self._versions = registry.versions()

    def holds_after(self, progress: Progress, retrainer: LocalRetrainer) -> None:
        """The old model serves, nothing half-made is there, and the disk is clean."""
        assert self._registry.active() == self._active
        assert self._active is not None
        assert self._registry.check(self._active.id) is None
        assert self._registry.versions() == self._versions
        assert retrainer.running is None
        kept = sorted(p.name for p in (self._registry.path / FOLDER / progress.id).iterdir())
        assert set(kept) <= {"events.jsonl", "job.json"}
        assert not list((self._registry.path / FOLDER).glob("room-*"))

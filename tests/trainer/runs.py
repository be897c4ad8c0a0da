"""Tiny trainings as processes of their own, for tests that interrupt or kill them."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

# Every step is saved: at 0.0001 minutes the pause between two checkpoints is over at once.
SMALL = (
    *("--base", "scratch:mini", "--epochs", "6", "--batch-size", "4", "--learning-rate", "3e-3"),
    *("--save-minutes", "0.0001", "--progress", "json"),
)
STEPS = 18
# For trainings that nothing interrupts: saving takes longer than learning.
UNSAVED = ("--save-minutes", "60")

# Processes forked from a server that has torch already: they start in a moment.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.trainer.runs", "trainer.finetune"])


def arguments(rows: Path, output: Path, *more: str) -> list[str]:
    """A training of a dozen rows, ``STEPS`` steps long."""
    return ["fine-tune", "--dataset", str(rows), "--output", str(output), *SMALL, *more]


@dataclass(frozen=True, slots=True)
class Training:
    """``python -m trainer`` in a process of its own; its output is read as it comes."""

    process: ForkServerProcess
    output: TextIOWrapper
    errors: TextIOWrapper
    events: list[dict[str, Any]] = field(default_factory=list)

    def wait_for_step(self, step: int) -> None:
        """Read events until that step is over, or the output is."""
        for line in self.output:
            self.events.append(json.loads(line))
            if self.events[-1]["event"] == "step" and self.events[-1]["step"] >= step:
                return

    def send(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.process.pid or 0, number)

    def end(self) -> tuple[int | None, str]:
        """Wait for the end; returns exit code (a signal's is negative) and standard error."""
        self.wait_for_step(sys.maxsize)
        errors = self.errors.read()
        self.process.join(60)
        return self.process.exitcode, errors


@contextmanager
def started(
    command: Sequence[str], environment: Mapping[str, str] | None = None, **limits: int
) -> Iterator[Training]:
    """A training, killed at the end where it still runs; ``limits`` as ``resource`` names them."""
    output, child_output = _PROCESSES.Pipe(duplex=False)
    errors, child_errors = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(
        target=_run,
        args=(list(command), child_output, child_errors, dict(environment or {}), limits),
        daemon=True,
    )
    process.start()
    child_output.close()
    child_errors.close()
    with (
        os.fdopen(os.dup(output.fileno()), encoding="utf-8") as out,
        os.fdopen(os.dup(errors.fileno()), encoding="utf-8") as err,
        output,
        errors,
    ):
        try:
            yield Training(process, out, err)
        finally:
            process.kill()
            process.join()


def _run(
    command: list[str],
    output: Connection,
    errors: Connection,
    environment: dict[str, str],
    limits: dict[str, int],
) -> None:
    # As for users: a signal in the middle of an import leaves its file open, and nobody is told.
    warnings.simplefilter("ignore", ResourceWarning)
    os.environ.update(environment)
    for number, end in ((1, output), (2, errors)):
        os.dup2(end.fileno(), number)
        end.close()
    sys.stdout, sys.stderr = (os.fdopen(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))
    for name, limit in limits.items():
        resource.setrlimit(getattr(resource, name), (limit, limit))
    from trainer import cli

    sys.exit(cli.main(command))

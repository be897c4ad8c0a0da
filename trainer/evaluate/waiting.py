"""A progress bar on standard error, so that standard output holds results alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, TaskID

from trainer.evaluate.scoreboard import Watch


@contextmanager
def bar(console: Console | None = None) -> Iterator[Watch]:
    """Shows a line for each kind of work; nothing where standard error is no terminal."""
    shown = console or Console(stderr=True)
    tasks: dict[str, TaskID] = {}
    with Progress(console=shown, transient=True, disable=not shown.is_terminal) as progress:

        def watch(work: str, done: int, of: int) -> None:
            if work not in tasks:
                tasks[work] = progress.add_task(work)
            progress.update(tasks[work], completed=done, total=of)

        yield watch

"""How a training shows itself: a bar for people, plain lines for logs, JSON for programs.

A reporter is called with one event (a plain dict, see ``Event``) at a time.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from rich.console import Console, Group

# "event" is one of started, step, epoch, notice, finished, failed; the fields of each stand in
# ``watching`` where they are made, and are what ``--progress json`` prints.
Event: TypeAlias = Mapping[str, Any]
Reporter: TypeAlias = Callable[[Event], None]

# A long training's first epochs leave the screen; all stand in the log.
_EPOCHS_SHOWN = 12

EPOCH_COLUMNS = {
    "epoch": "epoch",
    "train_loss": "training loss",
    "validation_loss": "validation loss",
    "hit@1": "hit@1",
    "hit@3": "hit@3",
    "specific@3": "specific@3",
    "quiet_auc": "quiet AUC",
    "react_loss": "reacting loss",
    "tell_loss": "retelling loss",
    "set_f1": "retelling F1",
}


def silent(event: Event) -> None:
    """Show nothing."""


def json_lines(event: Event) -> None:
    """One JSON object a line on standard output."""
    print(json.dumps(event, ensure_ascii=False), flush=True)


def plain_lines(event: Event) -> None:
    """Sentences on standard output, a few dozen for a whole training."""
    line = _sentence(event)
    if line:
        print(line, flush=True)


@contextmanager
def reporter(name: str) -> Iterator[Reporter]:
    """The reporter called ``bar``, ``plain`` or ``json``; a bar needs a terminal, else plain.

    The terminal is given back at the end, also after an interruption.
    """
    if name == "json":
        yield json_lines
    elif name == "bar" and sys.stdout.isatty():
        bar = Bar()
        try:
            yield bar
        finally:
            bar.close()
    else:
        yield plain_lines


class Bar:
    """A table with a line for each epoch, and below it a bar with loss, rows a second, time left.

    On ``console``, by default the terminal.
    """

    def __init__(self, console: Console | None = None) -> None:
        from rich.live import Live
        from rich.progress import BarColumn, Progress, TextColumn

        self._progress = Progress(
            TextColumn("epoch {task.fields[epoch]:.2f}"),
            BarColumn(bar_width=None),
            TextColumn("{task.completed}/{task.total}"),
            TextColumn("{task.fields[figures]}"),
        )
        self._task = self._progress.add_task("", start=False, epoch=0.0, figures="")
        self._epochs: list[Event] = []
        self._live = Live(console=console, get_renderable=self._shown)

    def __call__(self, event: Event) -> None:
        """Show one event."""
        kind = event["event"]
        if kind == "started":
            self._live.console.print(_sentence(event), highlight=False)
            self._progress.update(self._task, total=event["steps"])
            self._progress.start_task(self._task)
            self._live.start()
        elif kind == "step":
            self._progress.update(
                self._task,
                completed=event["step"],
                epoch=event["epoch"],
                figures=f"loss {event['loss']:.3f}   {event['rows_per_second']:,.0f} rows/s   "
                f"{timedelta(seconds=round(event['seconds_left']))} left",
            )
        elif kind == "epoch":
            self._epochs.append(event)
        elif line := _sentence(event):
            self._live.console.print(line, highlight=False, markup=False)

    def close(self) -> None:
        """Leave table and bar as they stand and give the terminal back."""
        self._live.stop()

    def _shown(self) -> Group:
        from rich.console import Group
        from rich.table import Table

        columns = [key for key in EPOCH_COLUMNS if any(key in epoch for epoch in self._epochs)]
        table = Table(box=None, header_style="bold")
        for key in columns:
            table.add_column(EPOCH_COLUMNS[key], justify="right")
        for epoch in self._epochs[-_EPOCHS_SHOWN:]:
            table.add_row(*(f"{epoch[key]:.3f}" if key in epoch else "" for key in columns))
        return Group(*([table] if columns else []), self._progress)


def figures(event: Event) -> str:
    """The figures of an epoch in one line: ``epoch 1   training loss 4.812   hit@1 0.512``."""
    shown = [
        f"{label} {event[key]:.3f}" if isinstance(event[key], float) else f"{label} {event[key]}"
        for key, label in EPOCH_COLUMNS.items()
        if key in event
    ]
    return "   ".join(shown)


def _sentence(event: Event) -> str:
    match event["event"]:
        case "started":
            held_back = (
                f"{event['validation_rows']:,} held back for validation"
                if event["validation_rows"]
                else "too few to hold any back for validation"
            )
            resumed = f" Going on after step {event['step']:,}." if "step" in event else ""
            return (
                f"Training on {event['rows']:,} rows ({held_back}), {event['steps']:,} steps on "
                f"{event['device']}.{resumed}"
            )
        case "step":
            every = max(1, event["steps"] // 20)
            if event["step"] % every and event["step"] != event["steps"]:
                return ""
            return (
                f"step {event['step']}/{event['steps']}   loss {event['loss']:.3f}   "
                f"{event['rows_per_second']:,.0f} rows/s   {event['seconds_left']:.0f} s left"
            )
        case "notice":
            return str(event["message"])
        case "epoch":
            return figures(event)
        case "finished":
            return f"Done: the model folder is {event['output']}"
        case _:
            return ""  # "failed": whoever ran the training says why

"""What the trainer prints, read as it comes, and what it says of how far the training is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

# Points of the curve that are kept; a picture shows no more.
_POINTS: Final = 400

Event = Mapping[str, Any]


class Tail:
    """The lines of a file that something else writes to, each returned once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0

    def events(self) -> list[Event]:
        """The complete lines that are new, as JSON objects; others are passed over."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._read)
                content = file.read()
        except OSError:
            return []
        whole = content[: content.rfind(b"\n") + 1]
        self._read += len(whole)
        return [event for line in whole.splitlines() if (event := _event(line)) is not None]


@dataclass(frozen=True, slots=True)
class Training:
    """How far a training is, after the events so far. ``finished`` is the model folder's path."""

    step: int = 0
    steps: int = 0
    epoch: float = 0
    loss: float | None = None
    rows_per_second: float | None = None
    seconds_left: float | None = None
    losses: tuple[tuple[int, float], ...] = ()
    notice: str | None = None
    begun: bool = False
    finished: bool = False
    failed: str | None = None

    def after(self, event: Event) -> Training:
        """What one more event changes; an unknown one changes nothing.

        A training that is resumed repeats steps: the curve goes on from where it was saved.
        """
        match event["event"]:
            case "started":
                step = int(event.get("step", 0))
                losses = tuple(point for point in self.losses if point[0] <= step)
                steps = int(event.get("steps", 0))
                return replace(self, begun=True, step=step, steps=steps, losses=losses, failed=None)
            case "step":
                return self._stepped(event)
            case "notice":
                return replace(self, notice=str(event.get("message", "")))
            case "finished":
                return replace(self, finished=True, seconds_left=0.0)
            case "failed":
                return replace(self, failed=str(event.get("error", "")))
        return self

    def _stepped(self, event: Event) -> Training:
        step, loss = int(event["step"]), float(event["loss"])
        losses = (*(point for point in self.losses if point[0] < step), (step, loss))
        return replace(
            self,
            begun=True,
            step=step,
            steps=int(event["steps"]),
            epoch=float(event["epoch"]),
            loss=loss,
            rows_per_second=event.get("rows_per_second"),
            seconds_left=event.get("seconds_left"),
            losses=losses if len(losses) <= _POINTS else losses[::2],
        )


def _event(line: bytes) -> Event | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and isinstance(event.get("event"), str) else None

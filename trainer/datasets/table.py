"""What every form of file is read as: named columns and numbered lines, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from trainer.errors import DatasetError

# Bounds on what a file may make us hold in memory, in characters and columns. A longer message is
# none, but the rest of a file behind a quote that was never closed.
MAX_FIELD = 100_000
MAX_ROW = 10 * MAX_FIELD
MAX_COLUMNS = 1_000
# Lines that are looked at before it is said how a table is read.
LOOKED_AT = 100
TOO_LONG = f"a field of more than {MAX_FIELD:,} characters"
_MAX_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that cannot be used: its number (from 1), why, and what stood there."""

    line: int
    reason: str
    example: str = ""


class Unusable(DatasetError):
    """What a line holds is of no use; the next line may be."""

    def __init__(self, reason: str, example: str = "") -> None:
        self.reason = reason
        self.example = example
        super().__init__(f"{reason}: {example}" if example else reason)


# Line number, and a value for each column; text in most forms, lists where the form knows them.
Line: TypeAlias = tuple[int, Sequence[object]]


@dataclass(frozen=True, slots=True)
class Table:
    """A data set as it lies in its file.

    ``form`` says to people how it is read. ``names`` are those of the columns; None where the first
    line may hold them or not. ``lines`` can be read once, and hold no more than one line in memory.
    """

    form: str
    names: tuple[str, ...] | None
    lines: Iterator[Line | Refused]


def shown(text: str) -> str:
    """Foreign text as it may stand in a message of ours: short, and without control characters."""
    short = text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"
    return "".join(c if c.isprintable() else "�" for c in short)

"""The one normal form of training data: a message and the emojis that fit it, best first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from trainer.near_copies import families
from trainer.sequences import View, choose

Kind = Literal["react", "tell"]


@dataclass(frozen=True, slots=True)
class Row:
    """``emojis`` in the catalogue's spelling: ranked to react, in their order to tell.

    None means that no reaction is wanted. ``weight`` scales the row's part of the loss.
    """

    message: str
    emojis: tuple[str, ...]
    weight: float = 1.0
    kind: Kind = "react"


def of_kind(kind: Kind, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Those of ``rows`` that are there for one task, in their order."""
    return tuple(row for row in rows if row.kind == kind)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why some rows of a data set cannot be used.

    ``rows`` is how many; ``lines`` the numbers (from 1) of the first few, ``example`` what stood in
    the first.
    """

    reason: str
    rows: int
    lines: tuple[int, ...]
    example: str = ""

    def __str__(self) -> str:
        lines = ", ".join(map(str, self.lines)) + ("..." if self.rows > len(self.lines) else "")
        where = f"{'line' if self.rows == 1 else 'lines'} {lines}"
        return f"{self.reason}{f': {self.example}' if self.example else ''} ({where})"


@dataclass(frozen=True, slots=True)
class RowSet:
    """One data set, read: its usable rows, why others are refused, and how many repeated another.

    ``understood`` says to people how it was read: its form and its columns.
    """

    name: str
    kind: Kind
    rows: Sequence[Row]
    refusals: tuple[Refusal, ...]
    repeated: int
    understood: str = ""

    def __str__(self) -> str:
        left_out = f"{self.repeated:,} repeated and {self.refused:,} refused ones are left out"
        return f"{self.name}: {len(self.rows):,} rows ({self.understood}); {left_out}."

    @property
    def refused(self) -> int:
        """How many rows cannot be used."""
        return sum(refusal.rows for refusal in self.refusals)

    @property
    def digest(self) -> str:
        """SHA-256 over the rows in order: the same data under another name has the same digest."""
        sha = hashlib.sha256()
        for row in self.rows:
            sha.update(f"{row.message}\t{' '.join(row.emojis)}\n".encode())
        return sha.hexdigest()


@dataclass(frozen=True, slots=True)
class Split:
    """Rows by purpose. ``validation`` and ``test`` are empty where there were too few rows."""

    train: Sequence[Row]
    validation: Sequence[Row]
    test: Sequence[Row]


# Below this many rows a twentieth of them says nothing, and training needs each one.
SMALLEST_TO_SPLIT = 400


def split(rows: Iterable[Row]) -> Split:
    """Split 90 : 5 : 5 by message, near copies (see ``near_copies``) on one side.

    A hash of the message's letters and digits decides, whatever else is in the data: what it holds
    back from training is always held back. Near copies of that are held back with it.
    """
    everything = rows if isinstance(rows, View) else tuple(rows)
    if len(everything) < SMALLEST_TO_SPLIT:
        return Split(train=everything, validation=(), test=())
    sides = _sides(Messages(everything))
    train, validation, test = (
        choose(everything, np.flatnonzero(sides == side)) for side in (_TRAIN, _VALIDATION, _TEST)
    )
    if not train:  # copies of one message, all on one side
        return Split(train=everything, validation=(), test=())
    return Split(train, validation, test)


class Messages(View[str]):
    """The messages of ``rows``, which may be too many to have them all at once."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def at(self, place: int) -> str:
        """The message of the row at ``place``."""
        return self._rows[place].message

    def __iter__(self) -> Iterator[str]:
        return (row.message for row in self._rows)


# In the order in which near copies draw each other.
_TRAIN, _VALIDATION, _TEST = 0, 1, 2


def _sides(messages: Sequence[str]) -> NDArray[np.int8]:
    """The side of each message."""
    own = np.fromiter((_own_side(message) for message in messages), np.int8, len(messages))
    family = families(messages)
    held = np.zeros(len(messages), np.int8)
    np.maximum.at(held, family, own)
    return np.asarray(held[family])


def _own_side(message: str) -> int:
    key = "".join(c for c in message.casefold() if c.isalnum()) or message
    bucket = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()) % 100
    return _TRAIN if bucket < 90 else _VALIDATION if bucket < 95 else _TEST

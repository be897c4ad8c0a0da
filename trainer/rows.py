"""The one normal form of training data: a message and the emojis that fit it, best first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

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
class Refused:
    """A row that cannot be used, and why; ``line`` counts from 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class RowSet:
    """One data set, read: its usable rows, the refused ones, and how many repeated another."""

    name: str
    kind: Kind
    rows: tuple[Row, ...]
    refused: tuple[Refused, ...]
    repeated: int

    @property
    def digest(self) -> str:
        """SHA-256 over the rows in order: the same data under another name has the same digest."""
        sha = hashlib.sha256()
        for row in self.rows:
            sha.update(f"{row.message}\t{' '.join(row.emojis)}\n".encode())
        return sha.hexdigest()

    def weighted(self, weight: float) -> RowSet:
        """The same set with every row's weight multiplied, and its name saying so."""
        if weight == 1:
            return self
        rows = tuple(replace(row, weight=row.weight * weight) for row in self.rows)
        return replace(self, name=f"{self.name}:{weight:g}", rows=rows)


@dataclass(frozen=True, slots=True)
class Split:
    """Rows by purpose. ``validation`` and ``test`` are empty where there were too few rows."""

    train: tuple[Row, ...]
    validation: tuple[Row, ...]
    test: tuple[Row, ...]


# Below this many rows a twentieth of them says nothing, and training needs each one.
SMALLEST_TO_SPLIT = 400


def split(rows: Iterable[Row]) -> Split:
    """Split 90 : 5 : 5 by a hash of the message's letters and digits alone.

    A message stays on its side whatever else is in the data, and copies that differ in case,
    punctuation or emojis stay together.
    """
    everything = tuple(rows)
    if len(everything) < SMALLEST_TO_SPLIT:
        return Split(train=everything, validation=(), test=())
    parts: dict[str, list[Row]] = {"train": [], "validation": [], "test": []}
    for row in everything:
        bucket = _bucket(row.message)
        part = "train" if bucket < 90 else "validation" if bucket < 95 else "test"
        parts[part].append(row)
    if not parts["train"]:  # copies of one message, all on one side
        return Split(train=everything, validation=(), test=())
    return Split(**{name: tuple(part) for name, part in parts.items()})


def _bucket(message: str) -> int:
    key = "".join(c for c in message.casefold() if c.isalnum()) or message
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()) % 100

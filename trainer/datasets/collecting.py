"""Records -> rows, one at a time: each is used, refused for a reason, or counted as repeated."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

import numpy as np

from emojifier.text import clean
from trainer.datasets.cells import QUIET, read_emojis, read_message
from trainer.datasets.columns import Record
from trainer.datasets.table import Refused, Unusable
from trainer.rows import Kind, Refusal, Row

# Lines that are named for each reason.
_LINES = 5
# Rows after which the digests of those seen are packed; so many take 5 MB as they are.
_NEW = 50_000
# Whatever else it holds, a message that begins like this holds a word.
_PLAIN = re.compile(r"\w+(?=[ ,!?]|$)")


class Reading:
    """One data set while it is read; the counts are whole once ``rows`` is read to its end."""

    def __init__(self, kind: Kind, records: Iterable[Record | Refused]) -> None:
        self._kind = kind
        self._records = records
        self._seen = Seen()
        self._refusals: dict[str, Refusal] = {}
        self.repeated = 0

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Why rows were refused so far, the commonest reason first."""
        return tuple(sorted(self._refusals.values(), key=lambda one: -one.rows))

    def rows(self) -> Iterator[Row]:
        """The rows that can be used, in their order, each message with the same emojis once."""
        for record in self._records:
            row = self._read(record)
            if isinstance(row, Refused):
                self._refuse(row)
            elif self._seen.add(_digest(row)):
                yield row
            else:
                self.repeated += 1

    def _read(self, record: Record | Refused) -> Row | Refused:
        if isinstance(record, Refused):
            return record
        line, message, cell = record
        try:
            return _row(self._kind, message, cell)
        except Unusable as error:
            return Refused(line, error.reason, error.example)

    def _refuse(self, one: Refused) -> None:
        known = self._refusals.get(one.reason, Refusal(one.reason, 0, (), one.example))
        lines = known.lines if len(known.lines) == _LINES else (*known.lines, one.line)
        self._refusals[one.reason] = Refusal(one.reason, known.rows + 1, lines, known.example)


class Seen:
    """A set of 64-bit numbers that takes eight bytes for each, once there are many."""

    def __init__(self) -> None:
        self._new: set[int] = set()
        self._sorted = np.empty(0, np.uint64)

    def add(self, number: int) -> bool:
        """Whether ``number`` was not there yet; it is from now on."""
        if number in self._new or self._has_sorted(np.uint64(number)):
            return False
        self._new.add(number)
        if len(self._new) == _NEW:
            new = np.fromiter(self._new, np.uint64, _NEW)
            self._new.clear()
            # Timsort: two runs, of which the first is in order already.
            self._sorted = np.sort(np.append(self._sorted, np.sort(new)), kind="stable")
        return True

    def _has_sorted(self, number: np.uint64) -> bool:
        at = self._sorted.searchsorted(number)
        return bool(at < len(self._sorted) and self._sorted[at] == number)


def _row(kind: Kind, message: object, cell: object) -> Row:
    text = read_message(message)
    emojis = read_emojis(cell)
    if not emojis and kind == "tell":
        raise Unusable(f"{QUIET} retells nothing: only reactions can be quiet")
    if emojis and not _PLAIN.match(text) and not clean(text):
        raise Unusable("the message holds nothing to read, such as a link alone")
    return Row(message=text, emojis=emojis, kind=kind)


def _digest(row: Row) -> int:
    """64 bits that stand for a row."""
    content = f"{row.message}\t{' '.join(row.emojis)}".encode()
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest())

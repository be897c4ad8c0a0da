"""Rows of large data sets: on the disk as Arrow, read a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from trainer.errors import OutputError
from trainer.rows import Row
from trainer.sequences import T, View, in_parts

# Data sets of more rows lie on the disk; so many take about 20 MB as objects, with their examples.
LARGE: Final = 5_000
# Records that lie in a file together: whoever wants one of them reads them all.
_TOGETHER: Final = 128

_ROWS: Final = pa.schema(
    {
        "message": pa.string(),
        "emojis": pa.list_(pa.string()),
        "weight": pa.float64(),
        "kind": pa.string(),
    }
)


class Stored(View[T]):
    """The records of an Arrow file, each made into an object when it is asked for.

    They are read and not mapped: what was read of a mapped file counts as the process's memory
    until the system wants it back.
    """

    def __init__(self, path: Path, make: Callable[[dict[str, Any]], T]) -> None:
        self._path, self._make = path, make
        self._reader = pa.ipc.open_file(pa.OSFile(str(path)))
        batches: int = self._reader.num_record_batches
        rest = len(self._reader.get_batch(batches - 1)) if batches else 0
        self._length = max(0, batches - 1) * _TOGETHER + rest

    def __len__(self) -> int:
        return self._length

    def __reduce__(self) -> tuple[Any, ...]:
        """Between processes the file's name is handed over, not what is in it."""
        return Stored, (self._path, self._make)

    def at(self, place: int) -> T:
        """The element at ``place``."""
        return self.take(np.array([place]))[0]

    def take(self, places: NDArray[np.int64]) -> list[T]:
        """The elements at ``places``, in that order."""
        found: dict[int, T] = {}
        for batch, here in groupby(np.sort(places).tolist(), key=lambda place: place // _TOGETHER):
            wanted = list(here)
            records = self._reader.get_batch(batch).take([at % _TOGETHER for at in wanted])
            found |= zip(wanted, map(self._make, records.to_pylist()), strict=True)
        return [found[place] for place in places.tolist()]


class Spool:
    """A ``folder`` for the rows of data sets that have more than ``limit`` of them."""

    def __init__(self, folder: Path, limit: int = LARGE) -> None:
        self._folder = folder
        self._limit = limit
        self._files = 0

    def keep(self, rows: Iterable[Row]) -> Sequence[Row]:
        """All ``rows``, read once: as a tuple where they are few. Raises ``OutputError``."""
        rows = iter(rows)
        first = tuple(islice(rows, self._limit + 1))
        if len(first) <= self._limit:
            return first
        path = self._folder / f"rows-{self._files}.arrow"
        self._files += 1
        write(path, _ROWS, map(_row_record, chain(first, rows)))
        return Stored(path, _row)


def write(path: Path, schema: pa.Schema, records: Iterable[Mapping[str, Any]]) -> None:
    """Write ``records`` as ``Stored`` reads them, a few at a time.

    Raises ``OutputError`` where the disk does not take them, and what ``records`` raises.
    """
    with ExitStack() as stack:
        with _refused(path):
            path.parent.mkdir(exist_ok=True)
            file = stack.enter_context(pa.OSFile(str(path), "wb"))
        writer = pa.ipc.new_file(file, schema)
        for some in in_parts(records, _TOGETHER):
            batch = pa.RecordBatch.from_pylist(some, schema=schema)
            with _refused(path):
                writer.write_batch(batch)
        with _refused(path):
            writer.close()


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"The rows are too many for memory, and {path.parent} cannot hold them "
            f"({error.strerror or error}): make room on that disk, or take another one (--output, "
            "and TMPDIR for data inspect)."
        ) from error


def _row_record(row: Row) -> dict[str, Any]:
    return {
        "message": row.message,
        "emojis": row.emojis,
        "weight": row.weight,
        "kind": row.kind,
    }


def _row(record: dict[str, Any]) -> Row:
    return Row(record["message"], tuple(record["emojis"]), record["weight"], record["kind"])

"""Rows and examples of large data sets: on the disk as Arrow, read a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from emojifier.encoding import Encoder
from trainer.bases import Start
from trainer.errors import OutputError
from trainer.examples import Example, make_examples
from trainer.rows import Row
from trainer.sequences import T, View, in_parts

# Data sets of more rows lie on the disk; so many take about 20 MB as objects, with their examples.
LARGE: Final = 10_000
# Records that lie in a file together: whoever wants one of them reads them all.
_TOGETHER: Final = 128
# Rows that are encoded at once.
_ENCODED: Final = 1_024

_ROWS: Final = pa.schema(
    {
        "message": pa.string(),
        "emojis": pa.list_(pa.string()),
        "weight": pa.float64(),
        "kind": pa.string(),
    }
)
_EXAMPLES: Final = pa.schema(
    {
        "kind": pa.string(),
        "input_ids": pa.list_(pa.int32()),
        "places": pa.list_(pa.list_(pa.int32())),
        "shares": pa.list_(pa.list_(pa.float64())),
        "weight": pa.float64(),
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
        _write(path, _ROWS, map(_row_record, chain(first, rows)))
        return Stored(path, _row)


def encoded(
    rows: Sequence[Row], encoder: Encoder, start: Start, folder: Path
) -> tuple[Sequence[Example], NDArray[np.int32]]:
    """Examples of ``rows`` and their lengths in tokens; those of a view come to lie in ``folder``.

    Raises ``OutputError``.
    """
    if not isinstance(rows, View):
        examples = make_examples(rows, encoder, start)
        return examples, np.fromiter((len(e["input_ids"]) for e in examples), np.int32)
    lengths = np.zeros(len(rows), np.int32)

    def records() -> Iterator[dict[str, Any]]:
        made = (make_examples(some, encoder, start) for some in in_parts(rows, _ENCODED))
        for place, example in enumerate(chain.from_iterable(made)):
            lengths[place] = len(example["input_ids"])
            yield _example_record(example)

    path = folder / "examples.arrow"
    _write(path, _EXAMPLES, records())
    return Stored(path, _example), lengths


def _write(path: Path, schema: pa.Schema, records: Iterable[Mapping[str, Any]]) -> None:
    """Raises ``OutputError`` where the disk does not take it, and what ``records`` raises."""
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
            f"({error.strerror or error}): make room, or choose another --output."
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


def _example_record(example: Example) -> dict[str, Any]:
    targets = example["targets"]
    return {
        "kind": example["kind"],
        "input_ids": example["input_ids"],
        "places": [list(target) for target in targets],
        "shares": [list(target.values()) for target in targets],
        "weight": example["weight"],
    }


def _example(record: dict[str, Any]) -> Example:
    targets = [
        dict(zip(places, shares, strict=True))
        for places, shares in zip(record["places"], record["shares"], strict=True)
    ]
    return Example(
        kind=record["kind"],
        input_ids=record["input_ids"],
        targets=targets,
        weight=record["weight"],
    )

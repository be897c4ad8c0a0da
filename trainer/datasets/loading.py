"""``load``: whatever names or holds a data set -> its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from trainer.datasets.collecting import Reading
from trainer.datasets.columns import GUESSED, Columns, understand
from trainer.datasets.files import find, open_table, read_text
from trainer.datasets.frames import read_dataset, read_frame
from trainer.datasets.hub_sets import parse, read_hub
from trainer.datasets.table import Table
from trainer.errors import DatasetError
from trainer.rows import Kind, Row, RowSet
from trainer.shipped import SHIPPED, open_shipped

if TYPE_CHECKING:
    import datasets as hub
    import pandas as pd

Source: TypeAlias = "str | Path | pd.DataFrame | hub.Dataset"


def load(
    dataset: Source,
    kind: Kind | None = None,
    columns: Columns = GUESSED,
    keep: Callable[[Iterable[Row]], Sequence[Row]] = tuple,
) -> RowSet:
    """Read a data set: a shipped name, a file or folder, a Hub id, or a table in memory.

    Files are CSV and TSV (with any usual delimiter), JSON Lines, Parquet, or Unicode's
    ``emoji-test.txt``. A string may end in ``:weight`` (``chat:0.5``), which scales its rows' part
    of the loss. ``columns`` are guessed where they are not said, and known of shipped sets;
    ``keep`` says where the rows are held while they are needed. Rows
    that cannot be used are counted in the result, never dropped in silence. Raises ``DatasetError``
    with one sentence where there is nothing to learn from.
    """
    name, weight = _weight(dataset) if isinstance(dataset, str) else ("", 1.0)
    try:
        with _opened(name if isinstance(dataset, str) else dataset) as (called, usual, table):
            understood, records = understand(table, GUESSED if name in SHIPPED else columns)
            reading = Reading(kind or usual, records)
            rows = keep(_weighted(weight, reading.rows()))
    except OSError as error:
        raise DatasetError(f"{name or dataset} cannot be read: {error.strerror}.") from error
    if not rows:
        first = reading.refusals[0] if reading.refusals else None
        raise DatasetError(f"{called} holds no row to learn from{f': {first}' if first else ''}.")
    called = called if weight == 1 else f"{called}:{weight:g}"
    return RowSet(called, kind or usual, rows, reading.refusals, reading.repeated, str(understood))


def _weighted(weight: float, rows: Iterable[Row]) -> Iterator[Row]:
    return iter(rows) if weight == 1 else (replace(row, weight=weight) for row in rows)


@contextmanager
def _opened(dataset: Source) -> Iterator[tuple[str, Kind, Table]]:
    """What a data set is called, which kind it usually is, and its table, to be read now."""
    if isinstance(dataset, str):
        shipped = SHIPPED.get(dataset)
        if shipped is not None:
            with open_shipped(dataset) as file:
                yield dataset, shipped.kind, read_text(dataset, file)
            return
        if not _exists(dataset) and (wanted := parse(dataset)):
            yield dataset, "react", read_hub(wanted)
            return
        dataset = Path(dataset)
    if isinstance(dataset, Path):
        path = find(dataset)
        with open_table(path) as table:
            yield str(path), "react", table
        return
    import pandas as pd

    if isinstance(dataset, pd.DataFrame):
        yield "table", "react", read_frame(dataset)
    else:
        yield "table", "react", read_dataset(dataset, "data set in memory")


def _weight(spec: str) -> tuple[str, float]:
    name, colon, tail = spec.rpartition(":")
    if not colon or _exists(spec):
        return spec, 1.0
    try:
        weight = float(tail)
    except ValueError:
        return spec, 1.0
    if not 0 < weight <= 100:
        raise DatasetError(f"The weight in {spec!r} must be above 0 and at most 100.")
    return name, weight


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # no file could have that name
        return False

"""Tables in memory: pandas, and data sets of the ``datasets`` library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from trainer.datasets.table import MAX_FIELD, Line, Table

if TYPE_CHECKING:
    import datasets as hub
    import pandas as pd


def read_frame(frame: pd.DataFrame) -> Table:
    """Read a pandas table; its columns must be named."""
    names = tuple(map(str, frame.columns))
    return Table("table in memory", names, _numbered(frame.itertuples(index=False, name=None)))


def read_dataset(rows: hub.Dataset | hub.IterableDataset, form: str) -> Table:
    """Read a data set of the ``datasets`` library; class labels count as their names.

    Of one that is streamed, whose columns nobody knows beforehand, the first row names them.
    """
    from datasets import ClassLabel

    iterator = iter(rows)
    first: Mapping[str, Any] | None = next(iterator, None)
    names = tuple(first or rows.column_names or ())
    features = rows.features or {}
    labels = {name: features[name] for name in names if isinstance(features.get(name), ClassLabel)}

    def lines() -> Iterator[list[object]]:
        for row in _after(first, iterator):
            yield [
                labels[name].int2str(row[name])
                if name in labels and isinstance(row[name], int) and row[name] >= 0
                else _cut(row.get(name))
                for name in names
            ]

    return Table(form, names, _numbered(lines()))


def _cut(value: Any) -> Any:
    """No more of a text than is needed to refuse it as too long."""
    return value[: MAX_FIELD + 1] if isinstance(value, str) else value


def _after(
    first: Mapping[str, Any] | None, rest: Iterator[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    if first is not None:
        yield first
        yield from rest


def _numbered(rows: Iterable[Any]) -> Iterator[Line]:
    yield from enumerate(rows, start=1)

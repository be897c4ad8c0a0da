"""Parquet, a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from trainer.datasets.table import MAX_COLUMNS, MAX_FIELD, TOO_LONG, Line, Refused, Table
from trainer.errors import DatasetError

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

MAGIC: Final = b"PAR1"
# Bounds on what a stranger's file may make us read at once.
_MAX_GROUP: Final = 2**30
_MAX_VALUES: Final = 20_000_000
_BATCH: Final = 1_000
# UTF-8 has no longer character.
_MOST_BYTES: Final = 4


def read_parquet(path: Path) -> Table:
    """Read a Parquet file; only columns of text, or of lists of text, are looked at.

    Raises ``DatasetError``, also on the way, where it is damaged or a part of it would fill the
    memory.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
        names = [field.name for field in schema if _is_text(field.type)]
        plain = [name for name in names if not pa.types.is_nested(schema.field(name).type)]
        # Dictionaries stay dictionaries: a long text that is repeated lies in memory once.
        file = pq.ParquetFile(path, read_dictionary=plain)
    except (pa.ArrowException, OSError) as error:
        raise DatasetError(f"{path} is no intact Parquet file.") from error
    _check(path, file, names)
    return Table("Parquet", tuple(names), _lines(path, file, names))


def _is_text(kind: Any) -> bool:
    import pyarrow.types as of

    if of.is_dictionary(kind):
        return _is_text(kind.value_type)
    if of.is_list(kind) or of.is_large_list(kind):
        return _is_text(kind.value_type)
    return bool(of.is_string(kind) or of.is_large_string(kind))


def _check(path: Path, file: ParquetFile, names: list[str]) -> None:
    """Refuse parts that are too large, before any is read; see ``_MAX_GROUP``."""
    for group in range(file.metadata.num_row_groups):
        parts = file.metadata.row_group(group)
        for at in range(parts.num_columns):
            part = parts.column(at)
            if part.path_in_schema.partition(".")[0] not in names:
                continue
            if part.total_uncompressed_size > _MAX_GROUP or part.num_values > _MAX_VALUES:
                raise DatasetError(
                    f"{path} has parts (row groups) that unpack to more than "
                    f"{_MAX_GROUP >> 20:,} MiB or {_MAX_VALUES:,} values: write it with smaller "
                    "row groups."
                )


def _lines(path: Path, file: ParquetFile, names: list[str]) -> Iterator[Line | Refused]:
    import pyarrow as pa

    number = 0
    try:
        with file:
            for batch in file.iter_batches(batch_size=_BATCH, columns=names):
                columns = [batch.column(name) for name in names]
                for at in range(batch.num_rows):
                    number += 1
                    cells = [column[at] for column in columns]
                    if any(map(_too_long, cells)):
                        yield Refused(number, TOO_LONG)
                    else:
                        yield number, [cell.as_py() for cell in cells]
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path} is damaged after row {number}.") from error


def _too_long(cell: Any) -> bool:
    """Whether a value is longer than any message, before it is unpacked from its dictionary."""
    import pyarrow as pa

    if isinstance(cell, pa.DictionaryScalar):
        cell = cell.value
    if not cell.is_valid:
        return False
    if isinstance(cell, pa.ListScalar):
        return len(cell) > MAX_COLUMNS or any(map(_too_long, cell))
    return bool(cell.as_buffer().size > _MOST_BYTES * MAX_FIELD)

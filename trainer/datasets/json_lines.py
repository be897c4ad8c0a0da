"""JSON Lines: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any, TextIO, TypeAlias

from trainer.datasets.table import LOOKED_AT, MAX_COLUMNS, MAX_ROW, Line, Refused, Table, shown
from trainer.errors import DatasetError

_Object: TypeAlias = tuple[int, Mapping[str, Any]]


def read_json_lines(name: str, file: TextIO) -> Table:
    """Read a file of JSON objects, one a line; their keys are the columns.

    Lines that are none are refused one by one. Raises ``DatasetError`` on the way where a line is
    too long to be one.
    """
    objects = _objects(name, file)
    looked_at = list(islice(objects, LOOKED_AT))
    keys = {key: None for one in looked_at if not isinstance(one, Refused) for key in one[1]}
    return Table("JSON Lines", tuple(keys), _lines(chain(looked_at, objects), tuple(keys)))


def _objects(name: str, file: TextIO) -> Iterator[_Object | Refused]:
    number = 0
    while line := file.readline(MAX_ROW + 1):
        number += 1
        if len(line) > MAX_ROW:
            raise DatasetError(f"{name} has a line {number} of more than {MAX_ROW:,} characters.")
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            yield Refused(number, "no JSON object", repr(shown(line.strip())))
        else:
            if isinstance(found, dict) and len(found) <= MAX_COLUMNS:
                yield number, found
            else:
                yield Refused(number, "no JSON object", repr(shown(line.strip())))


def _lines(objects: Iterator[_Object | Refused], keys: tuple[str, ...]) -> Iterator[Line | Refused]:
    for one in objects:
        if isinstance(one, Refused):
            yield one
        else:
            yield one[0], [one[1].get(key) for key in keys]

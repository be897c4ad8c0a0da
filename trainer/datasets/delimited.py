"""CSV, TSV and their relatives: which sign stands between cells, and whether they are quoted."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, Literal, TextIO

from trainer.datasets.table import MAX_COLUMNS, MAX_FIELD, MAX_ROW, TOO_LONG, Line, Refused, Table
from trainer.errors import DatasetError

_NAMES: Final = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}
# Lines that are looked at to find the delimiter.
_LOOKED_AT = 50
# A cell in quotes that holds doubled quotes: no program writes that but to quote.
_QUOTED = re.compile(r'(?:^|\t)"[^\t]*""[^\t]*"(?:\t|\r?$)', re.MULTILINE)
_ALL_QUOTED = re.compile(r'"[^"\t]*"(?:\t"[^"\t]*")+\r?\n')


def read_delimited(name: str, file: TextIO, beginning: str) -> Table:
    """Read a table whose delimiter ``beginning`` shows, and else the file's ``name``.

    Cells between tabs are taken as they are unless they are plainly quoted: messages hold quotes of
    their own. Raises ``DatasetError`` on the way, with a line, where the table is malformed.
    """
    delimiter = _delimiter(name, beginning)
    quoted = (
        delimiter != "\t" or bool(_QUOTED.search(beginning)) or bool(_ALL_QUOTED.match(beginning))
    )
    form = f"table with {_NAMES[delimiter]}" + (" and quotes" if quoted else "")
    return Table(form, None, _lines(name, file, delimiter, quoted=quoted))


def _delimiter(name: str, beginning: str) -> str:
    """The sign that cuts most lines into the same number of cells; the usual one where unclear."""
    usual = "," if name.endswith(".csv") or name == "emoji_df" else "\t"
    lines = beginning.splitlines()[: _LOOKED_AT + 1]
    lines = lines[:-1] if len(lines) > _LOOKED_AT else lines
    return max((usual, *_NAMES), key=lambda sign: (_regularity(lines, sign), sign == usual))


def _regularity(lines: list[str], sign: str) -> float:
    """The share of lines that ``sign`` cuts as it cuts the first, 0 where it cuts nothing."""
    csv.field_size_limit(MAX_FIELD)
    try:
        widths = Counter(
            len(cells)
            for cells in csv.reader(lines, delimiter=sign, quoting=_quoting(sign != "\t"))
        )
    except csv.Error:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
    return count / widths.total() if width > 1 else 0.0


def _quoting(quoted: bool) -> Literal[0, 3]:
    return csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE


class _Bounded:
    """A file's lines, none of which nor any row of which fills the memory."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.number = 0
        self.taken = 0  # characters since the last whole row

    def __iter__(self) -> Iterator[str]:
        while line := self._file.readline(MAX_ROW + 1):
            self.number += 1
            self.taken += len(line)
            if self.taken > MAX_ROW:
                raise csv.Error(f"a row of more than {MAX_ROW:,} characters")
            yield line


def _lines(name: str, file: TextIO, delimiter: str, *, quoted: bool) -> Iterator[Line | Refused]:
    csv.field_size_limit(MAX_FIELD)
    lines = _Bounded(file)
    begins = 1
    try:
        for cells in csv.reader(
            lines, delimiter=delimiter, quoting=_quoting(quoted), strict=quoted
        ):
            lines.taken = 0
            if len(cells) > MAX_COLUMNS:
                raise csv.Error(f"a row of more than {MAX_COLUMNS:,} cells")
            if cells:
                yield begins, cells
            begins = lines.number + 1
    except csv.Error as error:
        reason = str(error)
        if "field larger" in reason:
            reason = f"{TOO_LONG}, or a quote that never ends"
        raise DatasetError(f"{name} cannot be read at line {begins}: {reason}.") from error

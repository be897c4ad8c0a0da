"""Which column holds the messages and which the emojis: as told, by name, or by what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from statistics import fmean
from typing import Final, TypeAlias

from trainer.datasets.cells import QUIET, read_emojis
from trainer.datasets.table import LOOKED_AT, Line, Refused, Table, Unusable, shown
from trainer.errors import DatasetError

TEXT_COLUMNS: Final = ("message", "text", "sentence", "tweet", "comment", "content", "name")
EMOJI_COLUMNS: Final = ("emojis", "emoji", "reactions", "reaction")
# An emoji column may have its flaws, but most of its cells are emojis.
_MOST = 0.5

# Line number, message cell, emoji cell.
Record: TypeAlias = tuple[int, object, object]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns to read: names as in the header (in any case), or numbers from 1; None: guess."""

    text: str | None = None
    emoji: str | None = None


GUESSED: Final = Columns()


@dataclass(frozen=True, slots=True)
class Understood:
    """How a table is read: its form, and what its two columns are called, for people to check."""

    form: str
    text_column: str
    emoji_column: str

    def __str__(self) -> str:
        return f"{self.form}; messages: {self.text_column}, emojis: {self.emoji_column}"


def understand(table: Table, wanted: Columns) -> tuple[Understood, Iterator[Record | Refused]]:
    """Choose the two columns of a table, and read it as records.

    A first line that may be a header is one where it holds no emojis, and either known names or
    emojis below it. Raises ``DatasetError`` where a wanted column is missing, or none fits.
    """
    looked_at = list(islice(table.lines, LOOKED_AT))
    lines: Iterator[Line | Refused] = chain(looked_at, table.lines)
    cells = [line[1] for line in looked_at if not isinstance(line, Refused)]
    if table.names is None and not cells:
        return Understood(table.form, "-", "-"), _records(lines, 0, 0)
    names = [str(name).strip() for name in (table.names or cells[0])]
    body = cells if table.names else cells[1:]
    text, emoji = _choose(names, body or cells, wanted, may_be_bare=table.names is None)
    header = table.names is not None
    if not header and _is_header(names, emoji, text, body, wanted):
        lines = _without_first(lines)
        header = True
    said = [shown(names[at]) if header else f"column {at + 1}" for at in (text, emoji)]
    return Understood(table.form, *said), _records(lines, text, emoji)


def _choose(
    names: Sequence[str], body: Sequence[Sequence[object]], wanted: Columns, *, may_be_bare: bool
) -> tuple[int, int]:
    text = _place(names, wanted.text, TEXT_COLUMNS)
    emoji = _place(names, wanted.emoji, EMOJI_COLUMNS)
    emoji = _emoji_like(body, len(names), text) if emoji is None else emoji
    text = _text_like(body, len(names), emoji) if text is None else text
    if may_be_bare and len(names) == 2 and emoji is None:
        return (0, 1) if text is None else (text, 1 - text)
    if text is None or emoji is None or text == emoji:
        found = shown(", ".join(names)) or "nothing"
        raise DatasetError(
            f"A table needs a column of messages and a column of emojis, called for example "
            f"message and emojis; found: {found} (--text-column and --emoji-column say which)."
        )
    return text, emoji


def _place(names: Sequence[str], wanted: str | None, usual: Sequence[str]) -> int | None:
    lower = [name.lower() for name in names]
    if wanted is None:
        return next((lower.index(name) for name in usual if name in lower), None)
    if wanted.strip().lower() in lower:
        return lower.index(wanted.strip().lower())
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    raise DatasetError(f"There is no column {shown(wanted)!r}; found: {shown(', '.join(names))}.")


def _emoji_like(body: Sequence[Sequence[object]], width: int, text: int | None) -> int | None:
    """The column that holds the most emojis, if it mostly does."""
    shares = {
        at: fmean(_reads(cell) for cell in column)
        for at in range(width)
        if at != text
        and (column := _column(body, at))
        and any(_reads(cell) and str(cell).strip() != QUIET for cell in column)
    }
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] >= _MOST else None


def _text_like(body: Sequence[Sequence[object]], width: int, emoji: int | None) -> int | None:
    """The column with the longest text beside the emojis; it must have letters."""
    if emoji is None:
        return None
    letters = {
        at: fmean(sum(map(str.isalpha, cell)) for cell in column)
        for at in range(width)
        if at != emoji and (column := [cell for cell in _column(body, at) if isinstance(cell, str)])
    }
    best = max(letters, key=letters.__getitem__, default=None)
    return best if best is not None and letters[best] > 0 else None


def _is_header(
    names: Sequence[str],
    emoji: int,
    text: int,
    body: Sequence[Sequence[object]],
    wanted: Columns,
) -> bool:
    if _reads(names[emoji]):
        return False
    called = {wanted.text, wanted.emoji, *TEXT_COLUMNS, *EMOJI_COLUMNS}
    return bool({names[text].lower(), names[emoji].lower()} & called) or any(
        _reads(cell) for cell in _column(body, emoji)
    )


def _column(body: Sequence[Sequence[object]], at: int) -> list[object]:
    """What stands in one column, but for empty cells."""
    return [cells[at] for cells in body if at < len(cells) and cells[at] not in (None, "")]


def _reads(cell: object) -> bool:
    try:
        read_emojis(cell)
    except Unusable:
        return False
    return True


def _without_first(lines: Iterator[Line | Refused]) -> Iterator[Line | Refused]:
    """All but the first line that can be read."""
    header = True
    for line in lines:
        if header and not isinstance(line, Refused):
            header = False
        else:
            yield line


def _records(lines: Iterator[Line | Refused], text: int, emoji: int) -> Iterator[Record | Refused]:
    for line in lines:
        if isinstance(line, Refused):
            yield line
        else:
            number, cells = line
            padded = (*cells, *[""] * (max(text, emoji) + 1 - len(cells)))
            yield number, padded[text], padded[emoji]

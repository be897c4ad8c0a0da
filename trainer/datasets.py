"""Names and paths -> rows: the shipped sets, the classic Kaggle files, message/emojis tables."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeAlias

from emojifier.catalogue import Catalogue, catalogue
from emojifier.errors import UnknownEmoji
from emojifier.text import clean
from trainer.errors import DatasetError
from trainer.rows import Kind, Refused, Row, RowSet
from trainer.shipped import SHIPPED, open_shipped

if TYPE_CHECKING:
    from _csv import Reader

    import datasets as hub
    import pandas as pd

QUIET = "-"
TEXT_COLUMNS = ("message", "text", "sentence", "name")
EMOJI_COLUMNS = ("emojis", "emoji")

# One field of a table; longer ones are refused by the csv module.
_MAX_FIELD = 1_000_000
_MAX_PATH = 1_000
# How a line of Unicode's list ends before its comment; other .txt files are tables.
_EMOJI_TEST = re.compile(
    r"^[0-9A-F ]+; *(?:component|(?:fully|minimally|un)-?qualified)", re.MULTILINE
)
_SNIFFED = 8_192
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
_SKIN_TONE = " skin tone"

Record: TypeAlias = tuple[int, str, str]


def load(dataset: str | Path | pd.DataFrame | hub.Dataset, kind: Kind | None = None) -> RowSet:
    """Read a data set: a shipped name, a file or folder, a Hub id, or a table in memory.

    A string may end in ``:weight`` (``chat:0.5``), which scales its rows' part of the loss. Raises
    ``DatasetError`` with one sentence where there is nothing to learn from. Rows that cannot be
    used are listed in the result, never dropped in silence.
    """
    if isinstance(dataset, Path):
        return _load_file("react" if kind is None else kind, dataset)
    if not isinstance(dataset, str):
        return _collect("table", kind or "react", _frame_records(_as_frame(dataset)))
    name, weight = _weight(dataset)
    shipped = SHIPPED.get(name)
    if shipped is not None:
        with open_shipped(name) as file:
            rows = _collect(name, kind or shipped.kind, _records(name, file))
    elif _HUB_ID.fullmatch(name) and not _exists(name):
        rows = _collect(name, kind or "react", _frame_records(_from_hub(name)))
    else:
        rows = _load_file(kind or "react", Path(name))
    return rows.weighted(weight)


def _load_file(kind: Kind, given: Path) -> RowSet:
    try:
        path = _find(given)
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _collect(str(given), kind, _records(path.name, file))
    except UnicodeDecodeError:
        raise DatasetError(f"{given} is not UTF-8 text: save it as UTF-8 and try again.") from None
    except OSError as error:
        raise DatasetError(f"{given} cannot be read: {error.strerror}.") from error


def _from_hub(name: str) -> pd.DataFrame:
    import datasets as hub

    try:
        return _as_frame(hub.load_dataset(name, split="train"))
    except (OSError, ValueError, hub.exceptions.DatasetsError) as error:
        raise DatasetError(
            f"{name} is no file here, and could not be loaded from the Hugging Face Hub: check the "
            "name and the network, or give a file or a shipped set (python -m trainer data list)."
        ) from error


def _as_frame(table: pd.DataFrame | hub.Dataset) -> pd.DataFrame:
    import pandas as pd

    return table if isinstance(table, pd.DataFrame) else table.to_pandas()


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
    except OSError:  # no file could have that name
        return False


def _find(path: Path) -> Path:
    if len(str(path)) > _MAX_PATH:
        raise DatasetError("The data set's name is longer than any path.")
    if path.is_dir():
        for pattern in ("emoji_df.csv", "emoji-test*.txt"):
            found = sorted(path.glob(pattern))
            if found:
                return found[0]
        raise DatasetError(f"The folder {path} holds neither emoji_df.csv nor emoji-test.txt.")
    if not path.is_file():
        raise DatasetError(
            f"There is no data set {str(path)!r}: give a file, a folder with emoji_df.csv, or one "
            f"of the shipped sets ({', '.join(SHIPPED)})."
        )
    return path


def _records(name: str, file: TextIO) -> Iterator[Record]:
    """Line number, message and emoji cell of each row, whatever the file's form."""
    beginning = file.read(_SNIFFED)
    file.seek(0)
    if _EMOJI_TEST.search(beginning):
        yield from _emoji_test(file)
    elif name.endswith(".csv") or name == "emoji_df":
        yield from _table(name, csv.reader(file, strict=True))
    else:
        yield from _table(name, csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _emoji_test(file: Iterable[str]) -> Iterator[Record]:
    """Unicode's own list: ``1F600 ; fully-qualified # 😀 E1.0 grinning face``."""
    for number, line in enumerate(file, start=1):
        fields, _, comment = line.partition("#")
        if fields.rpartition(";")[2].strip() == "fully-qualified":
            emoji, _, name = (*comment.split(maxsplit=2), "", "", "")[:3]
            yield number, name.strip(), emoji


def _table(name: str, reader: Reader) -> Iterator[Record]:
    csv.field_size_limit(_MAX_FIELD)
    columns: tuple[int, int] | None = None
    begins = 1
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if columns is None:
                text, emojis, header = _columns(cells)
                columns = text, emojis
                if header:
                    continue
            if cells:
                text, emojis = columns
                padded = [*cells, *[""] * (max(columns) + 1 - len(cells))]
                yield line, padded[text], padded[emojis]
    except csv.Error as error:
        raise DatasetError(f"{name} cannot be read at line {begins}: {error}.") from error


def _columns(cells: list[str]) -> tuple[int, int, bool]:
    """Where message and emojis stand, and whether these cells are a header at all."""
    names = [cell.strip().lower() for cell in cells]
    text = next((names.index(n) for n in TEXT_COLUMNS if n in names), None)
    emojis = next((names.index(n) for n in EMOJI_COLUMNS if n in names), None)
    if text is not None and emojis is not None:
        return text, emojis, True
    if len(cells) == 2:
        return 0, 1, False
    raise DatasetError(
        f"A table needs a column {' or '.join(TEXT_COLUMNS)} and a column "
        f"{' or '.join(EMOJI_COLUMNS)}; found: {', '.join(names)[:200] or 'nothing'}."
    )


def _frame_records(frame: pd.DataFrame) -> Iterator[Record]:
    text, emojis, header = _columns([str(column) for column in frame.columns])
    if not header:
        raise DatasetError("The table's columns must be named, for example message and emojis.")
    pairs = zip(frame.iloc[:, text], frame.iloc[:, emojis], strict=True)
    for number, (message, cell) in enumerate(pairs, start=1):
        yield number, _text(message), _text(cell)


def _text(cell: object) -> str:
    """A cell as text; what is no text at all (None, NaN, a number) is as good as empty."""
    return cell if isinstance(cell, str) else ""


def _collect(name: str, kind: Kind, records: Iterable[Record]) -> RowSet:
    emojis = catalogue()
    rows: dict[tuple[str, tuple[str, ...]], Row] = {}
    refused: list[Refused] = []
    count = 0
    for line, message, cell in records:
        count += 1
        try:
            row = _row(kind, message, cell, emojis)
        except (UnknownEmoji, DatasetError) as error:
            refused.append(Refused(line, str(error)))
        else:
            rows.setdefault((row.message, row.emojis), row)
    if not rows:
        reason = f"; the first of {count} rows: {refused[0].reason}" if refused else ""
        raise DatasetError(f"{name} holds no row to learn from{reason}")
    return RowSet(
        name=name,
        kind=kind,
        rows=tuple(rows.values()),
        refused=tuple(refused),
        repeated=count - len(rows) - len(refused),
    )


def _row(kind: Kind, message: str, cell: str, emojis: Catalogue) -> Row:
    text = _without_skin_tone(message.strip())
    if not text:
        raise DatasetError("the message is empty")
    if not cell.strip():
        raise DatasetError(f"no emojis (write {QUIET} where no reaction is wanted)")
    if cell.strip() == QUIET:
        if kind == "tell":
            raise DatasetError(f"{QUIET} retells nothing: only reactions can be quiet")
        return Row(message=text, emojis=())
    if not clean(text):
        raise DatasetError("the message holds nothing to read, such as a link alone")
    return Row(message=text, emojis=tuple(dict.fromkeys(emojis.split(cell))), kind=kind)


def _without_skin_tone(name: str) -> str:
    """``waving hand: light skin tone`` -> ``waving hand``: tones are applied, never predicted."""
    if not name.endswith(_SKIN_TONE):
        return name
    head, _, tail = name.partition(": ")
    kept = [part for part in tail.split(", ") if not part.endswith(_SKIN_TONE)]
    return f"{head}: {', '.join(kept)}" if kept else head

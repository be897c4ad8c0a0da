"""The rows that are asked about: which data set and language each is of, and what to learn from."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

from trainer.datasets import GUESSED, TEXT_COLUMNS, Columns, load
from trainer.errors import DatasetError
from trainer.rows import Kind, Row, RowSet, split
from trainer.shipped import SHIPPED, open_shipped

Held = Literal["test", "validation", "all"]
SERIOUS = "serious"
_LANGUAGE_COLUMNS = ("lang", "language")


@dataclass(frozen=True, slots=True)
class Asked:
    """One row, the data set that it is of, and its language where the data set names one."""

    row: Row
    data_set: str
    language: str | None = None

    @property
    def serious(self) -> bool:
        """Whether it is of the shipped set of people in trouble, and so to be judged for tact."""
        return self.data_set.partition(":")[0] == SERIOUS


@dataclass(frozen=True, slots=True)
class Questions:
    """``react`` and ``tell`` are asked; baselines learn from ``train``, of both kinds."""

    react: tuple[Asked, ...]
    tell: tuple[Asked, ...]
    train: tuple[Row, ...]


def gather(
    datasets: Sequence[str], held: Held, kind: Kind | None = None, columns: Columns = GUESSED
) -> Questions:
    """Read data sets as ``fine-tune`` takes them, and keep the rows of one split.

    No message is asked twice about the same emojis, whichever sets hold it. Raises
    ``DatasetError``, also where a set is too small to have that split.
    """
    asked: dict[Kind, dict[tuple[str, tuple[str, ...]], Asked]] = {"react": {}, "tell": {}}
    train: list[Row] = []
    for dataset in datasets:
        found = load(dataset, kind, columns)
        languages = _languages(dataset)
        for row in _held(found, held):
            one = Asked(row, found.name, languages.get(row.message))
            asked[found.kind].setdefault((row.message, row.emojis), one)
        train += split(found.rows).train
    return Questions(tuple(asked["react"].values()), tuple(asked["tell"].values()), tuple(train))


def _held(found: RowSet, held: Held) -> Sequence[Row]:
    if held == "all":
        return found.rows
    parts = split(found.rows)
    rows = parts.test if held == "test" else parts.validation
    if not rows:
        raise DatasetError(
            f"{found.name} has only {len(found.rows):,} rows, too few to hold some back for "
            f"{held}: use --split all, with rows that no model was trained on."
        )
    return rows


def _languages(dataset: str) -> Mapping[str, str]:
    """The language of each message, where the table has a column for it."""
    name = dataset if Path(dataset).exists() else dataset.partition(":")[0]
    if name in SHIPPED:
        with open_shipped(name) as file:
            return _by_message(_tsv(file))
    path = Path(name)
    if path.suffix not in {".tsv", ".csv"} or not path.is_file():
        return {}
    # Whatever else is wrong with the file was said when its rows were read.
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return _by_message(csv.DictReader(file) if path.suffix == ".csv" else _tsv(file))


def _tsv(file: TextIO) -> csv.DictReader[str]:
    return csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _by_message(table: csv.DictReader[str]) -> dict[str, str]:
    columns = {column.strip().lower(): column for column in table.fieldnames or ()}
    text = next((columns[name] for name in TEXT_COLUMNS if name in columns), None)
    language = next((columns[name] for name in _LANGUAGE_COLUMNS if name in columns), None)
    if text is None or language is None:
        return {}
    return {(line[text] or "").strip(): line[language].strip() for line in table if line[language]}

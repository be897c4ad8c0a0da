"""Files and folders -> tables: which file of a folder is meant, and which form a file has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from trainer.datasets.delimited import read_delimited
from trainer.datasets.emoji_test import is_emoji_test, read_emoji_test
from trainer.datasets.encodings import open_text
from trainer.datasets.json_lines import read_json_lines
from trainer.datasets.parquet import MAGIC, read_parquet
from trainer.datasets.table import Table
from trainer.errors import DatasetError
from trainer.shipped import SHIPPED

_MAX_PATH = 1_000
_SNIFFED = 65_536
# What a folder is looked through for, the classic Kaggle files first.
_CLASSIC: Final = ("emoji_df.csv", "emoji-test*.txt")
_TABLES: Final = ("*.csv", "*.tsv", "*.jsonl", "*.ndjson", "*.parquet")
# An object, or the beginning of a list of them.
_JSON: Final = re.compile(r"\s*(\[\s*)?\{")


def find(given: Path) -> Path:
    """The file that is meant: itself, or the one in a folder that can be read as a data set.

    Of the classic Kaggle folder that is ``emoji_df.csv``, else ``emoji-test.txt``; whatever else
    lies there, such as images, does not matter. Raises ``DatasetError``.
    """
    if len(str(given)) > _MAX_PATH:
        raise DatasetError("The data set's name is longer than any path.")
    if given.is_dir():
        return _inside(given)
    if given.is_file():
        return given
    if given.exists():
        raise DatasetError(f"{given} is no file with data.")
    raise DatasetError(
        f"There is no data set {str(given)!r}: give a file, a folder with emoji_df.csv, or one "
        f"of the shipped sets ({', '.join(SHIPPED)})."
    )


def _inside(folder: Path) -> Path:
    for pattern in _CLASSIC:
        if found := sorted(folder.glob(pattern)):
            return _kept_inside(folder, found[-1])
    found = sorted(path for pattern in _TABLES for path in folder.glob(pattern) if path.is_file())
    if len(found) == 1:
        return _kept_inside(folder, found[0])
    if found:
        raise DatasetError(
            f"The folder {folder} holds {len(found)} tables: give those that you mean, such as "
            f"--dataset {found[0]}."
        )
    raise DatasetError(f"The folder {folder} holds neither emoji_df.csv nor emoji-test.txt.")


def _kept_inside(folder: Path, path: Path) -> Path:
    """A folder from a stranger must not make us read another file than its own."""
    if folder.resolve() not in path.resolve().parents:
        raise DatasetError(f"{path} is a link to a file outside its folder: give that file itself.")
    return path


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a file as a table: Parquet by its first bytes, text forms by their name and beginning.

    Raises ``DatasetError``, also while the table is read.
    """
    with path.open("rb") as file:
        magic = file.read(len(MAGIC))
    if magic == MAGIC:
        yield read_parquet(path)
        return
    with open_text(path) as text:
        yield read_text(path.name, text)


def read_text(name: str, file: TextIO) -> Table:
    """Read an open text file, whose ``name`` decides where its content does not."""
    beginning = file.read(_SNIFFED)
    file.seek(0)
    if is_emoji_test(beginning):
        return read_emoji_test(file)
    if _JSON.match(beginning) or name.endswith((".jsonl", ".ndjson")):
        if beginning.lstrip().startswith("["):
            raise DatasetError(
                f"{name} is one JSON list: write one object a line, as JSON Lines "
                f"(jq -c '.[]' {name})."
            )
        return read_json_lines(name, file)
    return read_delimited(name, file, beginning)

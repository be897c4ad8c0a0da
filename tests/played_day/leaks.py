"""Finds pieces of messages where none may be: in log lines, and in the store's columns."""

from __future__ import annotations

import json
import logging
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final

# So many words in a row, or characters where a language writes without spaces, are a piece.
_WORDS: Final = 4
_CHARACTERS: Final = 8
_WORD: Final = re.compile(r"\w+")


class Leaks(logging.Handler):
    """Listens to every log line and remembers those that hold a piece of a known text."""

    def __init__(self, texts: Iterable[str]) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []
        self.lines = 0
        self._pieces = {piece for text in texts for piece in pieces(text)}

    def emit(self, record: logging.LogRecord) -> None:
        """Look at everything that a formatter could write: the message, its fields, a traceback."""
        self.lines += 1
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self._look("log", f"{record.getMessage()} {vars(record)} {trace}")

    def look_into(self, database: Path) -> int:
        """Look at every column of every row of a SQLite file; returns how many rows there are."""
        rows = 0
        with sqlite3.connect(database) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (table,) in tables.fetchall():
                for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - its own names
                    rows += 1
                    self._look(f"table {table}", json.dumps(row, ensure_ascii=False, default=str))
        connection.close()
        return rows

    def _look(self, where: str, line: str) -> None:
        if not self._pieces.isdisjoint(pieces(line)):
            self.found.append(f"{where}: {line}")


def pieces(text: str) -> set[str]:
    """What counts as a piece of a text: some words of it in a row."""
    words = _WORD.findall(text.casefold())
    found = {" ".join(words[at : at + _WORDS]) for at in range(len(words) - _WORDS + 1)}
    for word in words:
        if len(word) >= _CHARACTERS and not word.isascii():
            found |= {word[at : at + _CHARACTERS] for at in range(len(word) - _CHARACTERS + 1)}
    return found

"""The detector of leaks finds what it is there to find."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.played_day.leaks import Leaks

SECRET: Final = "I have told nobody but you about the new job"
JAPANESE: Final = "来週から新しい仕事を始めるんだけど"


@pytest.fixture
def leaks() -> Leaks:
    return Leaks([SECRET, JAPANESE])


@pytest.fixture
def logger(leaks: Leaks) -> Iterator[logging.Logger]:
    logger = logging.getLogger("tests.played_day.leaks")
    logger.addHandler(leaks)
    yield logger
    logger.removeHandler(leaks)


def test_a_piece_in_the_sentence_is_found(leaks: Leaks, logger: logging.Logger) -> None:
    logger.warning("cannot react to %r", "told nobody but you")

    assert len(leaks.found) == 1


def test_a_piece_in_a_field_is_found(leaks: Leaks, logger: logging.Logger) -> None:
    logger.warning("judged", extra={"message_text": JAPANESE[:10]})

    assert len(leaks.found) == 1


def test_a_piece_in_a_traceback_is_found(leaks: Leaks, logger: logging.Logger) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        logger.exception("it failed")

    assert len(leaks.found) == 1


def test_what_is_no_piece_of_a_message_is_none(leaks: Leaks, logger: logging.Logger) -> None:
    logger.warning("connected to Discord", extra={"guilds": 3, "job": "new"})

    assert (leaks.lines, leaks.found) == (1, [])


def test_a_piece_in_a_column_is_found(leaks: Leaks, tmp_path: Path) -> None:
    database = tmp_path / "store.db"
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE counts (day TEXT, what TEXT)")
    connection.execute("INSERT INTO counts VALUES ('2026-01-01', 'reacted')")
    connection.execute("INSERT INTO counts VALUES ('2026-01-01', ?)", (SECRET[:30],))
    connection.commit()
    connection.close()

    assert leaks.look_into(database) == 2
    assert len(leaks.found) == 1

"""Logging: one line an event, fields included, tokens hidden, other packages calm."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator

import pytest

from bot.observability.logging import HIDDEN, set_up_logging

OWN = logging.getLogger("bot.example")
FOREIGN = logging.getLogger("somebody.else")
TOKEN = 'MTIz."abc".def'


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "bot", "emojifier")}
    handlers = root.handlers[:]
    yield
    root.handlers[:] = handlers
    logging.captureWarnings(False)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def _fail_with_token() -> None:
    try:
        raise ValueError(f"Bot {TOKEN} is wrong")
    except ValueError:
        OWN.exception("refused")


def test_text_lines_carry_time_level_logger_message_and_fields(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logging()
    OWN.info("answered", extra={"texts": 3, "model": "mojibot 1 (3f9a…)", "guild": None})

    line = capsys.readouterr().err
    assert line.endswith(
        'Z INFO bot.example answered texts=3 model="mojibot 1 (3f9a…)" guild=None\n'
    )


def test_json_lines_are_one_object_each_also_with_a_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logging(style="json")
    OWN.info("answered\ntwice", extra={"texts": 3, "level": "forged", "odd": {1, 2}})
    _fail_with_token()

    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["level"], first["logger"], first["message"], first["texts"]) == (
        *("INFO", "bot.example", "answered\ntwice"),
        3,
    )
    assert "ValueError" in second["traceback"]


def test_field_cannot_break_a_text_line_in_two(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging()
    OWN.info("answered", extra={"reason": "a\nb\x1b[31m\u2028c"})

    assert capsys.readouterr().err.splitlines()[0].endswith(r'reason="a\nb\u001b[31m\u2028c"')


@pytest.mark.parametrize("style", ["text", "json"])
def test_token_is_hidden_in_messages_fields_and_tracebacks(
    capsys: pytest.CaptureFixture[str], style: str
) -> None:
    set_up_logging(style="json" if style == "json" else "text", secrets=(TOKEN,))
    OWN.info("login with %s", TOKEN, extra={"token": TOKEN})
    FOREIGN.warning("Authorization: Bot %s", TOKEN)
    _fail_with_token()

    shown = capsys.readouterr().err
    assert "abc" not in shown
    assert shown.count(HIDDEN) >= 4


def test_other_packages_are_heard_from_warnings_on_even_while_we_debug(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logging(level="DEBUG")
    OWN.debug("ours")
    FOREIGN.info("whole events")
    FOREIGN.warning("theirs")

    shown = capsys.readouterr().err
    assert "ours" in shown
    assert "theirs" in shown
    assert "whole events" not in shown


def test_level_counts_for_everybody_where_it_is_higher_than_warning(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logging(level="ERROR")
    OWN.warning("ours")
    FOREIGN.warning("theirs")

    assert capsys.readouterr().err == ""


def test_python_warnings_become_log_lines(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn("old and tired", stacklevel=1)

    assert "WARNING py.warnings" in capsys.readouterr().err

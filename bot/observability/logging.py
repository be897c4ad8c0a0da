"""Logs for people or for machines, on standard error: ids, lengths and timings, never a token.

The fields given as ``extra`` are part of every line. Other packages are heard from warnings on.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, Final, Literal

OWN: Final = ("bot", "emojifier")
HIDDEN: Final = "[hidden]"

_STANDARD: Final = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "color"}


def set_up_logging(
    *, level: str = "INFO", style: Literal["text", "json"] = "text", secrets: Collection[str] = ()
) -> None:
    """Send all logging of this process to standard error, once; call before anything logs.

    ``level`` is for this project's loggers only. ``secrets`` never appear, wherever they come from.
    """
    handler = logging.StreamHandler()
    formatter = JsonFormatter() if style == "json" else TextFormatter()
    handler.setFormatter(Redacting(formatter, secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    for name in OWN:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(True)


class TextFormatter(logging.Formatter):
    """``2026-01-02T03:04:05Z INFO bot.web.app answered texts=3``; tracebacks on their own lines."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the traceback where there is one."""
        fields = [f"{name}={_shown(value)}" for name, value in _extra(record).items()]
        head = (_time(record), record.levelname, record.name, record.getMessage(), *fields)
        trace = _traceback(self, record)
        return " ".join(head) + (f"\n{trace}" if trace else "")


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, the extra fields, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the message holds."""
        line: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in _extra(record).items() if name not in line}
        if trace := _traceback(self, record):
            line["traceback"] = trace
        return json.dumps(line, ensure_ascii=False, default=str)


class Redacting(logging.Formatter):
    """Another formatter's lines without any of ``secrets``, also where a traceback shows them."""

    def __init__(self, formatter: logging.Formatter, secrets: Collection[str]) -> None:
        super().__init__()
        self._formatter = formatter
        spellings = {s for secret in secrets for s in (secret, json.dumps(secret)[1:-1])}
        # Longest first: a secret may be a part of another one.
        self._secrets = sorted(spellings - {""}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Format with the other formatter, then hide."""
        line = self._formatter.format(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line


def _extra(record: logging.LogRecord) -> Mapping[str, Any]:
    return {k: v for k, v in record.__dict__.items() if k not in _STANDARD}


def _shown(value: object) -> str:
    text = str(value)
    if text and text.isprintable() and " " not in text:
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    parts = [formatter.formatException(record.exc_info)] if record.exc_info else []
    if record.stack_info:
        parts.append(formatter.formatStack(record.stack_info))
    return "\n".join(parts)

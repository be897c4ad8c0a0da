"""Unicode's own list of emojis, ``emoji-test.txt``, of any version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TextIO

from trainer.datasets.table import Line, Refused, Table

# How a line begins, up to its comment; Emoji 11 and before name the statuses otherwise.
_LINE: Final = re.compile(
    r"^(?P<points>[0-9A-F]{2,6}(?: [0-9A-F]{2,6})*) *; *"
    r"(?P<status>component|(?:(?:fully|minimally|un|non-fully)-?)qualified) *(?:#(?P<comment>.*))?",
    re.MULTILINE,
)
# The emoji itself, since 12.1 the version in which it came, and its name.
_COMMENT: Final = re.compile(r"\S+(?:\s+E\d+\.\d+)?\s+(?P<name>(?!E\d+\.\d+$)\S.*)")
_MAX_LINE = 10_000


def is_emoji_test(beginning: str) -> bool:
    """Whether a text is such a list; other .txt files are tables."""
    return _LINE.search(beginning) is not None


def read_emoji_test(file: TextIO) -> Table:
    """Read the fully-qualified emojis of a list and their names.

    A line is ``1F600 ; fully-qualified # 😀 E1.0 grinning face``; Emoji 12.0 has no ``E1.0``.
    """
    return Table("Unicode's emoji-test.txt", ("emoji", "name"), _lines(file))


def _lines(file: TextIO) -> Iterator[Line | Refused]:
    number = 0
    while line := file.readline(_MAX_LINE):
        number += 1
        found = _LINE.match(line)
        if found and found["status"] == "fully-qualified":
            comment = _COMMENT.match((found["comment"] or "").strip())
            yield number, (_emoji(found["points"]), comment["name"] if comment else "")


def _emoji(points: str) -> str:
    numbers = [int(point, 16) for point in points.split()]
    return "".join(chr(number) for number in numbers if number < 0x110000)

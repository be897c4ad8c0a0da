"""Pieces of text that every platform writes: beginnings of long texts, and shares as bars."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from emojifier.catalogue import catalogue

_LINES: Final = 6
_MORE: Final = "…"
_BAR: Final = 5
# Control characters, and those that turn the direction of the rest of the message around.
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_JOINER: Final = "\u200d"


def shortened(text: str, limit: int, whole: re.Pattern[str]) -> str:
    """The first ``limit`` characters without blank lines, on six lines at most.

    Cuts no emoji and no letter apart, and nothing that matches ``whole``.
    """
    lines = [" ".join(_UNSEEN.sub("", line).split()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    tidy = "\n".join([*lines[: _LINES - 1], " ".join(lines[_LINES - 1 :])]).rstrip("\n")
    if len(tidy) <= limit:
        return tidy
    return tidy[: _boundary(tidy, limit - len(_MORE), whole)].rstrip() + _MORE


def bar(share: float) -> str:
    """A share from 0 to 1, drawn: ``▇▇▇▁▁``."""
    filled = round(share * _BAR)
    return "▇" * filled + "▁" * (_BAR - filled)


def _boundary(text: str, at: int, whole: re.Pattern[str]) -> int:
    """The last place up to ``at`` where a text can be cut between two visible characters."""
    emojis = ((start, end) for start, end, _ in catalogue().find(text))
    units = (match.span() for match in whole.finditer(text))
    for start, end in (*emojis, *units):
        if start < at < end:
            return start
    while at > 0 and (_continues(text[at]) or text[at - 1] == _JOINER):
        at -= 1
    return at


def _continues(char: str) -> bool:
    return char == _JOINER or unicodedata.category(char).startswith("M")

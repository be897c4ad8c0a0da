"""A message quotes what it answers; ``unquote`` reads it back, so that nothing need be stored."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

from bot.features import wording

# How much of a text is quoted: enough to know it again, and to ask the model once more.
QUOTED: Final = 300
_MARK: Final = "> "

CUSTOM_EMOJI: Final = re.compile(r"<a?:\w{2,32}:\d{15,20}>", re.ASCII)
# What Discord gives a meaning: anywhere, or (quotes, headings, lists) where a line begins. The
# colon of an address too: inside a link it would show the backslashes.
_SPECIAL: Final = re.compile(
    rf"({CUSTOM_EMOJI.pattern})|[\\*_~`|<@\[]|:(?=//)|^[>#+-]|^(\d+)(?=\.\s)", re.MULTILINE
)
# Discord's own rule: a backslash before what is neither a letter, a digit nor a blank.
_ESCAPED: Final = re.compile(r"\\([^0-9A-Za-z\s])")


def quote(text: str) -> str:
    """The beginning of ``text`` as a quote: shown as it was written, and calling nobody.

    At most ``QUOTED`` characters on six lines; escaping at most doubles the characters.
    """
    return "\n".join(f"{_MARK}{escape(line)}" for line in shortened(text).split("\n"))


def unquote(content: str) -> str:
    """The text that a message quotes: exactly ``shortened(text)`` of what ``quote`` was given."""
    lines = takewhile(lambda line: line.startswith(_MARK), content.split("\n"))
    return "\n".join(_ESCAPED.sub(r"\1", line.removeprefix(_MARK)) for line in lines)


def escape(text: str) -> str:
    """``text`` so that Discord shows its characters, markup and mentions as plain text.

    Custom emojis are still drawn.
    """

    def escaped(match: re.Match[str]) -> str:
        custom, number = match.groups()
        return custom or (f"{number}\\" if number else f"\\{match[0]}")

    return _SPECIAL.sub(escaped, text)


def shortened(text: str, limit: int = QUOTED) -> str:
    """The first ``limit`` characters without blank lines; cuts no emoji and no letter apart."""
    return wording.shortened(text, limit, CUSTOM_EMOJI)


def plain(text: str, limit: int) -> str:
    """One line of at most ``limit`` characters, shown as it is; escaping at most doubles it."""
    return escape(" ".join(shortened(text, limit).split()))

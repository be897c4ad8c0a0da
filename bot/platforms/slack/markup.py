"""Slack's mrkdwn: texts of the bot in it, and what people wrote as nothing but text."""

from __future__ import annotations

import re
from typing import Final

from bot.features.wording import shortened

# Short codes and Slack's own markup, which make no sense in part.
WHOLE: Final = re.compile(r":[\w+'-]{1,100}(?:::skin-tone-[2-6])?:|<[^<>\s]{1,200}>")
# "Escaping text" in Slack's documentation: with these three no link and no mention can begin.
_ESCAPES: Final = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
# Slack marks up only what stands apart; in Japanese a break of no width sets it apart.
_BOLD: Final = re.compile(r"(?P<before>(?<=[^\s!-~]))?\*\*(.+?)\*\*(?P<after>(?=[^\s!-~]))?")
_BREAK: Final = "\u200b"
_HEADING: Final = re.compile(r"^#{1,3} (.+)$", re.MULTILINE)
_SMALL: Final = re.compile(r"^-# ", re.MULTILINE)


def escape(text: str) -> str:
    """What somebody wrote, as mrkdwn that shows it and calls nobody."""
    return text.translate(_ESCAPES)


def plain(text: str, limit: int) -> str:
    """One line of at most ``limit`` characters of what somebody wrote, shown as it is."""
    return escape(" ".join(shortened(text, limit, WHOLE).split()))


def unescape(text: str) -> str:
    """What somebody wrote, as it was before Slack escaped it."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def mrkdwn(markdown: str) -> str:
    """A text of the bot's own, which all platforms share and which is Markdown, as mrkdwn."""
    text = _HEADING.sub(r"*\1*", _SMALL.sub("", markdown))
    return _BOLD.sub(_bold, text)


def _bold(match: re.Match[str]) -> str:
    before, after = (_BREAK if match[side] is not None else "" for side in ("before", "after"))
    return f"{before}*{match[2]}*{after}"

"""Discord's Markdown -> HTML, as its clients draw it; as much of it as the bot writes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Final

Name = Callable[[str], str]

_FENCE: Final = re.compile(r"```(?:\w+\n)?\n?(.*?)```", re.DOTALL)
_HEADING: Final = re.compile(r"(#{1,3}|-#) (.*)")
_ESCAPED: Final = re.compile(r"\\([^0-9A-Za-z\s])")
# Private-use characters stand for escaped ones until the markup around them is read.
_HIDDEN: Final = 0xE000
_INLINE: Final = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<b>\1</b>"),
    (re.compile(r"(?<!\w)_(.+?)_(?!\w)"), r"<i>\1</i>"),
    (re.compile(r"\*(.+?)\*"), r"<i>\1</i>"),
    (re.compile(r"~~(.+?)~~"), r"<s>\1</s>"),
    (re.compile(r"`(.+?)`"), r"<code>\1</code>"),
    (re.compile(r"\[(.+?)\]\((?:&lt;)?(https?://.+?)(?:&gt;)?\)"), r"<a>\1</a>"),
)
_MENTION: Final = re.compile(r"&lt;(@&amp;|@|#)(\d+)&gt;")
_MESSAGE_LINK: Final = re.compile(r"https://discord\.com/channels/\d+/(\d+)/\d+")
_LINK: Final = re.compile(r"(?<![\w\"'>])https?://[^\s<]+")
_CUSTOM: Final = re.compile(r"&lt;a?:(\w+):\d+&gt;")


def rendered(text: str, name: Name) -> str:
    """HTML of a message's text; ``name`` finds what a mentioned id is called."""
    parts = _FENCE.split(text)
    return "".join(
        f"<pre>{html.escape(part)}</pre>" if at % 2 else "".join(_lines(part.strip("\n"), name))
        for at, part in enumerate(parts)
        if part
    )


def _lines(text: str, name: Name) -> Iterator[str]:
    for line in text.split("\n"):
        heading = _HEADING.fullmatch(line)
        if heading is not None:
            kind = "sub" if heading[1] == "-#" else f"h{len(heading[1])}"
            yield f'<div class="{kind}">{_inline(heading[2], name)}</div>'
        elif line.startswith("> "):
            yield f'<div class="quote">{_inline(line[2:], name)}</div>'
        elif line.startswith(("- ", "• ", "* ")):
            yield f'<div class="bullet">• {_inline(line[2:], name)}</div>'
        else:
            yield f"<div>{_inline(line, name) or '&nbsp;'}</div>"


def _inline(line: str, name: Name) -> str:
    hidden = _ESCAPED.sub(lambda match: chr(_HIDDEN + ord(match[1])), line)
    shown = html.escape(hidden, quote=False)
    for pattern, replacement in _INLINE:
        shown = pattern.sub(replacement, shown)
    shown = _MENTION.sub(
        lambda match: f'<span class="mention">{match[1][0]}{html.escape(name(match[2]))}</span>',
        shown,
    )
    shown = _MESSAGE_LINK.sub(
        lambda match: f'<span class="mention">#{html.escape(name(match[1]))} › 💬</span>', shown
    )
    shown = _CUSTOM.sub(r'<span class="custom">\1</span>', shown)
    shown = _LINK.sub(lambda match: f"<a>{match[0]}</a>", shown)
    return "".join(
        html.escape(chr(ord(c) - _HIDDEN)) if _HIDDEN <= ord(c) < _HIDDEN + 0x80 else c
        for c in shown
    )

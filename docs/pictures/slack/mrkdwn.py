"""Slack's mrkdwn -> HTML, as its clients draw it; as much of it as the bot writes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Final

from bot.platforms.slack.names import emoji_of
from emojifier.tones import MODIFIERS

# What a user's or channel's id is called.
Name = Callable[[str], str]

_FENCE: Final = re.compile(r"```\n?(.*?)```", re.DOTALL)
_MARKUP: Final = re.compile(r"<([@#]|https?://)([^>|]+)(?:\|([^>]*))?>")
_INLINE: Final = (
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])"), r"<b>\1</b>"),
    (re.compile(r"(?<!\w)_([^_\n]+)_(?!\w)"), r"<i>\1</i>"),
    (re.compile(r"(?<!\w)~([^~\n]+)~(?!\w)"), r"<s>\1</s>"),
)
_SHORT: Final = re.compile(r":([\w+'-]+)(?:::skin-tone-([2-6]))?:")
_TONES: Final = tuple(MODIFIERS.values())


def rendered(text: str, name: Name) -> str:
    """HTML of a text in mrkdwn, in which what people wrote is escaped already."""
    parts = _FENCE.split(text)
    return "".join(
        f"<pre>{part.strip()}</pre>" if at % 2 else "".join(_lines(part.strip("\n"), name))
        for at, part in enumerate(parts)
        if part
    )


def plain(text: str) -> str:
    """HTML of a text without markup, in which short codes are drawn."""
    return with_emojis(html.escape(text))


def with_emojis(text: str) -> str:
    """Short codes replaced by what they stand for; a workspace's own emoji by a label."""
    return _SHORT.sub(lambda found: _drawn(found[0], found[1], found[2]), text)


def _drawn(code: str, name: str, tone: str | None) -> str:
    emoji = emoji_of(name)
    if emoji is not None:
        return emoji + (_TONES[int(tone) - 2] if tone else "")
    return f'<span class="custom">{name}</span>' if name[0].isalpha() else code


def _lines(text: str, name: Name) -> Iterator[str]:
    for line in text.split("\n"):
        quote = line.startswith(("> ", "&gt; "))
        words = line.partition(" ")[2] if quote else line
        kind = ' class="quote"' if quote else ' class="bullet"' if line.startswith("• ") else ""
        yield f"<div{kind}>{_inline(words, name) or '&nbsp;'}</div>"


def _inline(line: str, name: Name) -> str:
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        """Markup stands aside until the words around it are drawn."""
        kind, what, label = found[1], found[2], found[3]
        if kind.startswith("http"):
            kept.append(f"<a>{label or kind + what}</a>")
        else:
            kept.append(f'<span class="mention">{kind}{html.escape(name(what))}</span>')
        return f"\0{len(kept) - 1}\0"

    shown = _MARKUP.sub(keep, line)
    for pattern, replacement in _INLINE:
        shown = pattern.sub(replacement, shown)
    shown = with_emojis(shown)
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], shown)

"""Sentences about what was typed."""

from __future__ import annotations

from discord.utils import escape_markdown, escape_mentions

from bot.features.settings.emojis import Typed
from bot.localisation import text
from bot.platforms.discord.panels.press import Press

_NAMED = 10
_LENGTH = 40


def unknown(press: Press, typed: Typed) -> str | None:
    """Names what is no emoji, or None where everything is one."""
    if not typed.unknown:
        return None
    pieces = ", ".join(
        escape_markdown(escape_mentions(piece[:_LENGTH])) for piece in typed.unknown[:_NAMED]
    )
    return text(press.locale, "house-rules-unknown", pieces=pieces)

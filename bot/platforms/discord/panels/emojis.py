"""The server's own emojis: those that exist, and how one is written in a message."""

from __future__ import annotations

import discord

from bot.features.candidates import CustomEmoji
from bot.platforms.discord.reacting.customs import usable


def customs_of(guild: discord.Guild | None) -> tuple[CustomEmoji, ...]:
    """The server's own emojis that the bot may use; none where it is no member."""
    return () if guild is None else usable(guild)


def markup(custom: CustomEmoji) -> str:
    """How Discord writes an emoji of a server."""
    return f"<{'a' if custom.animated else ''}:{custom.name}:{custom.id}>"

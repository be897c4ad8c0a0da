"""The emojis that a guild's people drew, as features see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.features.candidates import CustomEmoji


@dataclass(frozen=True, slots=True)
class _Known:
    emojis: Sequence[discord.Emoji]
    customs: tuple[CustomEmoji, ...]


class Customs:
    """Follows discord.py's cache, and gives the same tuple again while nothing changes."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}

    def of(self, guild: discord.Guild) -> tuple[CustomEmoji, ...]:
        """The guild's own emojis that the bot may use."""
        known = self._known.get(guild.id)
        if known is None or known.emojis is not guild.emojis:
            known = _Known(guild.emojis, usable(guild))
            self._known[guild.id] = known
        return known.customs

    def changed(self, guild: int) -> None:
        """Roles changed in a guild, on which the use of an emoji may depend."""
        self._known.pop(guild, None)


def usable(guild: discord.Guild) -> tuple[CustomEmoji, ...]:
    """The guild's own emojis that are available, and that the bot's roles may use."""
    return tuple(
        CustomEmoji(str(emoji.id), emoji.name, emoji.animated)
        for emoji in guild.emojis
        if emoji.is_usable()
    )

"""Which part of a server a panel is about: a channel, a category or everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import Interaction

from bot.localisation import Locale, text
from bot.store.records import EVERYWHERE, category_scope, channel_scope

PANEL: Final = "autoreact"


@dataclass(frozen=True, slots=True)
class Here:
    """The channel that the panel is open in (a thread's parent), and its category."""

    channel: str
    name: str
    category: str | None = None

    @property
    def scopes(self) -> tuple[str, ...]:
        """From the narrowest to the widest."""
        categories = () if self.category is None else (category_scope(self.category),)
        return (channel_scope(self.channel), *categories, EVERYWHERE)


def here(interaction: Interaction[Any]) -> Here:
    """Where somebody is; raises ``LookupError`` outside of a server's channels."""
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        if channel.parent is None:
            return Here(str(channel.parent_id), channel.name)
        channel = channel.parent
    if channel is None or isinstance(channel, discord.DMChannel | discord.GroupChannel):
        raise LookupError("not in a server's channel")
    category = channel.category_id
    return Here(str(channel.id), channel.name, None if category is None else str(category))


def mention(locale: Locale, scope: str) -> str:
    """A scope as people read it in a message."""
    if scope == EVERYWHERE:
        return text(locale, "autoreact-everywhere")
    return f"<#{identifier(scope)}>"


def identifier(scope: str) -> int:
    """The channel or category of a scope that is one."""
    return int(scope.partition(":")[2])


def category_of(interaction: Interaction[Any], scope: str) -> str | None:
    """The category of a channel's scope, where the bot can see it."""
    kind, _, channel_id = scope.partition(":")
    if kind != "channel" or interaction.guild is None:
        return None
    channel = interaction.guild.get_channel(int(channel_id))
    if channel is None or channel.category_id is None:
        return None
    return str(channel.category_id)

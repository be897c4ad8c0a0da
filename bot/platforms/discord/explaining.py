"""What people read of an error, and what the log says of who met it."""

from __future__ import annotations

from typing import Any, Final

import discord

from bot.features import explaining
from bot.localisation import text
from bot.platforms.discord.localisation import reader

# "JSON Error Codes" in Discord's documentation.
UNKNOWN_MESSAGE: Final = 10008


def explain(error: BaseException, interaction: discord.Interaction[Any]) -> str:
    """As ``bot.features.explaining`` does, with a sentence for messages that are gone."""
    locale = reader(interaction)
    if isinstance(error, discord.HTTPException) and error.code == UNKNOWN_MESSAGE:
        return text(locale, "answers-message-gone")
    return explaining.explain(error, locale, **ids(interaction))


def ids(interaction: discord.Interaction[Any]) -> dict[str, Any]:
    """What the log says of an interaction: numbers and names, nothing that anybody wrote."""
    return {
        "interaction": interaction.id,
        "guild": interaction.guild_id,
        "command": _command(interaction),
        "deferred": interaction.response.type
        in {
            discord.InteractionResponseType.deferred_channel_message,
            discord.InteractionResponseType.deferred_message_update,
        },
    }


def _command(interaction: discord.Interaction[Any]) -> str | None:
    if interaction.command is not None:
        return interaction.command.qualified_name
    # Of a button or a select the name, without what its id holds besides.
    data: Any = interaction.data or {}
    return ":".join(data.get("custom_id", "").split(":")[:2]) or None

"""What people read of an error, in their language; what nobody foresaw gets a reference."""

from __future__ import annotations

import logging
import secrets
from typing import Any, Final

import discord

from bot.features.explaining import sentence
from bot.localisation import text
from bot.platforms.discord.localisation import reader

log = logging.getLogger(__name__)

# "JSON Error Codes" in Discord's documentation.
UNKNOWN_MESSAGE: Final = 10008


def explain(error: BaseException, interaction: discord.Interaction[Any]) -> str:
    """What a user may read of an error: a sentence where one was made for it, else a reference.

    The reference stands in the log, beside the traceback.
    """
    locale = reader(interaction)
    if (told := sentence(error, locale)) is not None:
        return told
    if isinstance(error, discord.HTTPException) and error.code == UNKNOWN_MESSAGE:
        return text(locale, "answers-message-gone")
    reference = secrets.token_hex(4)
    log.error("a command failed", exc_info=error, extra=ids(interaction) | {"reference": reference})
    return text(locale, "answers-unexpected", reference=reference)


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

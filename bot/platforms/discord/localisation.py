"""Names and descriptions of commands in the language of whoever looks at them."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.localisation import Locale, closest, text


def localised(message: str) -> app_commands.locale_str:
    """A name or description by its Fluent id; Discord gets it in every language there is.

    Raises ``KeyError`` for an id that English does not have.
    """
    return app_commands.locale_str(text("en", message), message=message)


def reader(interaction: discord.Interaction[Any]) -> Locale:
    """The language of whoever uses a command or presses a button."""
    return closest(interaction.locale.value)


class FluentTranslator(app_commands.Translator):
    """Looks up what ``localised`` made; in languages that are not there it stays English."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The string in that language, or None."""
        del context
        message, language = string.extras.get("message"), closest(locale.value)
        if message is None or language == "en":
            return None
        return text(language, message)

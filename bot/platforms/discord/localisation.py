"""Names and descriptions of commands in the language of whoever looks at them."""

from __future__ import annotations

from discord import Locale, app_commands

from bot.platforms.discord.texts import TRANSLATIONS


class TableTranslator(app_commands.Translator):
    """Looks strings up in ``texts.TRANSLATIONS``; what is not there stays English."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The string in that language, or None."""
        del context
        return TRANSLATIONS.get(string.message, {}).get(locale)

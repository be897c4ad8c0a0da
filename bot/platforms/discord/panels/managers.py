"""Panels for whoever manages a server, asked at each press: Discord's own check can be lifted."""

from __future__ import annotations

from bot.features.settings.altering import TooMuch
from bot.localisation import text
from bot.platforms.discord.panels.press import Answer, Handler, Press


def for_managers(handler: Handler) -> Handler:
    """``handler`` for those with Manage Server; others get a sentence."""

    async def checked(press: Press) -> Answer:
        if press.interaction.guild_id is None:
            return text(press.locale, "panel-servers-only")
        if not press.interaction.permissions.manage_guild:
            return text(press.locale, "panel-managers-only")
        try:
            return await handler(press)
        except TooMuch:
            return text(press.locale, "panel-too-much")

    return checked

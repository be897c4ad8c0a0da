"""The bot's token, out of the settings."""

from __future__ import annotations

from bot.platforms.discord.errors import TokenMissing
from bot.settings import Settings


def token(settings: Settings) -> str:
    """The token that logs in; raises ``TokenMissing``."""
    if settings.discord_token is None:
        raise TokenMissing
    return settings.discord_token.get_secret_value()

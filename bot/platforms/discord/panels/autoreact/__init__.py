"""``/autoreact``: where, how and when the bot reacts by itself."""

from bot.platforms.discord.panels.autoreact.handling import opened, press
from bot.platforms.discord.panels.autoreact.scope import PANEL

__all__ = ["PANEL", "opened", "press"]

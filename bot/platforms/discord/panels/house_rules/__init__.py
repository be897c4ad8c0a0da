"""``/house-rules``: what may come out on a server, and what always does."""

from bot.platforms.discord.panels.house_rules.handling import opened, press
from bot.platforms.discord.panels.house_rules.panel import PANEL

__all__ = ["PANEL", "opened", "press"]

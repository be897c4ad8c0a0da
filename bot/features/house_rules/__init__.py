"""What may come out on a server, and how it is dressed."""

from bot.features.house_rules.naming import named
from bot.features.house_rules.permitting import dressed, permitted
from bot.features.house_rules.presets import Preset, preset

__all__ = ["Preset", "dressed", "named", "permitted", "preset"]

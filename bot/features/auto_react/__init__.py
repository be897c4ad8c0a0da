"""Reactions that nobody asked for: rarely, well, and nothing in doubt."""

from bot.features.auto_react.reactor import AutoReactor
from bot.features.auto_react.verdict import Reason, Verdict

__all__ = ["AutoReactor", "Reason", "Verdict"]

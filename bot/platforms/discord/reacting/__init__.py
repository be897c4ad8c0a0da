"""Reacting unasked: messages in, reactions out, and the author's ❌ that takes them away.

What is wanted is decided by ``bot.features.auto_react``; here it is only asked and sent.
"""

from bot.platforms.discord.reacting.reacting import Reacting

__all__ = ["Reacting"]

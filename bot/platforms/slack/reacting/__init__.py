"""Reacting unasked: messages in, reactions out, and the shortcut that takes them away.

What is wanted is decided by ``bot.features.auto_react``; here it is only asked and sent.
"""

from bot.platforms.slack.reacting.listening import register

__all__ = ["register"]

"""The server's own emojis take part, found by the words of their names."""

from bot.features.custom_emojis.blending import blend

__all__ = ["blend"]

"""Emojis for a text: ``/emojify`` with its buttons, and two entries of a message's own menu.

Nothing is stored for a button: it works from its own ``custom_id`` and the message it hangs on.
"""

from bot.platforms.discord.emojify.command import emojify
from bot.platforms.discord.emojify.menus import AddSelect, emojify_message, suggest_emojis
from bot.platforms.discord.emojify.view import AnswerButton, PickSelect

__all__ = [
    "AddSelect",
    "AnswerButton",
    "PickSelect",
    "emojify",
    "emojify_message",
    "suggest_emojis",
]

"""Emojis for a text: ``/emojify``, shortcuts, mentions and direct messages.

Nothing is stored for a button: what it needs stands in its own value.
"""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.platforms.slack.emojify import buttons, command, shortcuts, talking
from bot.platforms.slack.services import SlackServices


def register(app: AsyncApp, services: SlackServices) -> None:
    """Listen for everything that asks for emojis."""
    for part in (command, buttons, shortcuts, talking):
        part.register(app, services)

"""``/emoji-retrain``: from a file in a modal to a model that answers, for the bot's operators."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.platforms.slack.retraining import asking, pressing
from bot.platforms.slack.services import SlackServices


def register(app: AsyncApp, services: SlackServices) -> None:
    """Listen for the command, its modal, and the buttons that come after."""
    for part in (asking, pressing):
        part.register(app, services)

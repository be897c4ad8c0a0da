"""``/emoji-model``: which model answers and how it is doing, to the asker alone."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.platforms.slack.services import SlackServices


def register(app: AsyncApp, services: SlackServices) -> None:
    """Listen for the command."""
    del app, services

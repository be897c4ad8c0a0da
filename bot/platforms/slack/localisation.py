"""The language of whoever is answered."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from bot.localisation import Locale
from bot.platforms.slack.services import SlackServices


async def reader(services: SlackServices, client: AsyncWebClient, user: str) -> Locale:
    """The language that a user chose in Slack; English where that is not known. Never raises."""
    return (await services.people.get(client, user)).locale

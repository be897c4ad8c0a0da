"""Who may change what: a workspace's admins and owners, and whoever made a channel."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.calling import Undelivered
from bot.platforms.slack.services import SlackServices


async def is_admin(services: SlackServices, client: AsyncWebClient, user: str) -> bool:
    """Whether a user administers (or owns) the workspace; no, where Slack does not say."""
    return (await services.people.get(client, user)).admin


async def is_operator(services: SlackServices, client: AsyncWebClient, user: str) -> bool:
    """Whether a user operates the bot: one of those named, else an owner of the workspace."""
    if services.operators:
        return user in services.operators
    return (await services.people.get(client, user)).owner


async def made_channel(client: AsyncWebClient, user: str, channel: str) -> bool:
    """Whether a user created a channel; no, where Slack does not say."""
    try:
        response = await client.conversations_info(channel=channel)
    except Undelivered:
        return False
    return (response.get("channel") or {}).get("creator") == user

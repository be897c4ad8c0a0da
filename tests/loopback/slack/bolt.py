"""The unmodified slack_bolt against a loopback Slack, for as long as a test needs it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack.server import SlackServer

# Seconds; how soon the SDK notices that a connection broke without a word.
_PING_INTERVAL = 0.2


def web_client(slack: SlackServer, *, token: str | None = None) -> AsyncWebClient:
    """The SDK's client, without retries of its own."""
    return AsyncWebClient(token or slack.bot_token, slack.api_url, retry_handlers=[])


@asynccontextmanager
async def socket_mode(app: AsyncApp, slack: SlackServer) -> AsyncIterator[AsyncSocketModeHandler]:
    """The app is connected, once; several of them make several connections."""
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=_PING_INTERVAL)
    before = slack.sockets.opened
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.sockets.until_opened(before + 1)
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]

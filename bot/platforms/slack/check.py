"""What ``python -m bot check`` says of Slack: whether it takes the tokens, and what they allow."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Final

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platforms.slack.calling import Undelivered, code_of, refuses
from bot.platforms.slack.client import make_client
from bot.platforms.slack.credentials import credentials
from bot.platforms.slack.errors import AppTokenRefused, TokenRefused, Unreachable
from bot.settings import Settings

# A name, whether it is as it should be, and a sentence.
Line = tuple[str, bool, str]

# As in manifest.yaml.
SCOPES: Final = frozenset(
    {"app_mentions:read", "channels:read", "chat:write", "commands", "emoji:read"}
    | {"groups:read", "im:history", "reactions:write", "users:read"}
)
FILES: Final = frozenset({"files:read", "files:write"})
# As in manifest-auto-reactions.yaml; a bot that does not react by itself does without.
READING: Final = frozenset({"channels:history", "groups:history"})
# Seconds for a greeting.
_GREETING: Final = 10.0


async def check_slack(settings: Settings, base_url: str | None = None) -> list[Line]:
    """A line for the token, its scopes, and the way of events. Raises ``TokenMissing``."""
    given = credentials(settings)
    client = make_client(given.bot_token, base_url)
    try:
        told = await client.auth_test()
    except Undelivered as error:
        refusal = TokenRefused(code_of(error)) if refuses(error) else Unreachable()
        return [("slack", False, str(refusal))]
    lines = [
        ("slack", True, f"logged in to {told.get('team')} as {told.get('user')}"),
        *_scopes(told, retraining=settings.retrain_enabled),
    ]
    if given.app_token is None:
        where = f"requests to /slack/events, port {settings.http_port}, from wherever Slack reaches"
        return [*lines, ("events", True, where)]
    return [*lines, await _socket_mode(client, given.app_token)]


def _scopes(told: AsyncSlackResponse, *, retraining: bool) -> Iterator[Line]:
    """Slack names the token's scopes in a header of every answer."""
    header = next((v for k, v in told.headers.items() if k.lower() == "x-oauth-scopes"), None)
    if header is None:
        return
    scopes = {scope.strip() for scope in str(header).split(",")}
    missing = (SCOPES | (FILES if retraining else frozenset())) - scopes
    if missing:
        names = ", ".join(sorted(missing))
        yield (
            "scopes",
            False,
            f"{names} missing: update the app from manifest.yaml, and install it again",
        )
    elif scopes >= READING:
        yield ("scopes", True, "commands, and reactions by itself where a channel wants them")
    else:
        yield (
            "scopes",
            True,
            "commands only; manifest-auto-reactions.yaml lets it react by itself",
        )


async def _socket_mode(client: AsyncWebClient, app_token: str) -> Line:
    """Opens a connection and closes it again; Slack's greeting says how many there are."""
    try:
        opened = await client.apps_connections_open(app_token=app_token)
        async with (
            asyncio.timeout(_GREETING),
            aiohttp.ClientSession() as session,
            session.ws_connect(opened["url"]) as socket,
        ):
            others = int(json.loads(await socket.receive_str()).get("num_connections", 1)) - 1
    except (*Undelivered, ValueError, TypeError) as error:
        refusal = AppTokenRefused(code_of(error)) if refuses(error) else Unreachable()
        return ("events", False, str(refusal))
    if others:
        return (
            "events",
            True,
            f"Socket Mode, with {others} connections open already: unless that is this bot, "
            "another one has its tokens, and each gets a part of the events",
        )
    return ("events", True, "Socket Mode")

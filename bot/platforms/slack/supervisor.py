"""Keeps the bot on Slack, until it is told to stop or the workspace has thrown it out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.backoff import Backoff
from bot.platforms.slack.app import make_app
from bot.platforms.slack.calling import Undelivered, code_of, refuses
from bot.platforms.slack.client import make_client
from bot.platforms.slack.credentials import Credentials, credentials
from bot.platforms.slack.errors import SlackError, TokenMissing, TokenRefused
from bot.platforms.slack.http import Door
from bot.platforms.slack.receiving import Receiver
from bot.platforms.slack.services import SlackServices, Workspace
from bot.platforms.slack.sockets import Sockets
from bot.settings import Settings
from bot.store.records import SLACK

log = logging.getLogger(__name__)

# Seconds for answers under way, once to end and once to be told.
GRACE: Final = 0.5

Sleep = Callable[[float], Awaitable[None]]


async def run(
    settings: Settings,
    services: SlackServices,
    *,
    door: Door | None = None,
    base_url: str | None = None,
    sleep: Sleep = asyncio.sleep,
) -> None:
    """Answer on Slack until cancelled, or until the app is uninstalled; then returns.

    Without an app-level token events come through ``door``. Raises a ``SlackError`` where Slack
    refuses the tokens at the start. Where it does so later, the log says why, and this returns as
    well; everything else is tried again after a while.
    ``sleep`` waits that while.
    """
    # At DEBUG slack_sdk logs whole requests: what people wrote, and tokens.
    logging.getLogger("slack_sdk").setLevel(logging.ERROR)
    given = credentials(settings)
    client = make_client(given.bot_token, base_url)
    services = replace(services, workspace=await workspace_of(client, sleep))
    await _arrive(services)
    receiver = Receiver(make_app(services, client), services.seen, services.acknowledgements)
    receiving = asyncio.create_task(_receive(given, client, receiver, door, sleep))
    gone = asyncio.create_task(services.gone.wait())
    try:
        await asyncio.wait({receiving, gone}, return_when=asyncio.FIRST_COMPLETED)
        if gone.done():
            log.warning("the app is no longer installed in the workspace: Slack is left alone")
        else:
            await receiving
    finally:
        gone.cancel()
        receiver.close()
        await services.tasks.aclose(GRACE)
        await services.retraining.aclose()
        receiving.cancel()
        with suppress(asyncio.CancelledError, SlackError):
            await receiving


async def workspace_of(client: AsyncWebClient, sleep: Sleep = asyncio.sleep) -> Workspace:
    """Where the app is installed; waits for a Slack that is away. Raises ``TokenRefused``."""
    backoff = Backoff()
    while True:
        try:
            told = await client.auth_test()
        except Undelivered as error:
            if refuses(error):
                raise TokenRefused(code_of(error)) from error
            log.warning("Slack does not answer", extra={"error": code_of(error)})
        else:
            return Workspace(
                team=told["team_id"],
                bot_user=told["user_id"],
                bot=told.get("bot_id", ""),
                url=told.get("url", ""),
                scopes=_scopes(told.headers),
            )
        await sleep(backoff.after(0))


def _scopes(headers: Mapping[str, str]) -> frozenset[str]:
    """What the token may do, as every answer of Slack's says."""
    named = next((v for k, v in headers.items() if k.lower() == "x-oauth-scopes"), "")
    return frozenset(scope.strip() for scope in named.split(",") if scope.strip())


async def _arrive(services: SlackServices) -> None:
    """A deployment has one workspace: whichever was there before is left."""
    for server in await services.store.known(SLACK) - {services.server}:
        await services.store.left(server)
    await services.store.joined(services.server)


async def _receive(
    given: Credentials, client: AsyncWebClient, receiver: Receiver, door: Door | None, sleep: Sleep
) -> None:
    if given.app_token is not None:
        sockets = Sockets(client, given.app_token, receiver.receive, sleep=sleep)
        try:
            await sockets.run()
        except SlackError as error:
            if not sockets.worked:
                raise
            log.error("Slack is left alone: %s", error)
    elif door is not None:
        async with door.opened(receiver):
            log.info("waiting for Slack's requests")
            await asyncio.Event().wait()
    else:
        raise TokenMissing

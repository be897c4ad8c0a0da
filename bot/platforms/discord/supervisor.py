"""Keeps the bot connected: a new client after every failure, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

import aiohttp
import discord

from bot.platforms.backoff import Backoff
from bot.platforms.discord import credentials
from bot.platforms.discord.answering import PATIENCE
from bot.platforms.discord.client import MojibotClient, ShardedClient
from bot.platforms.discord.errors import (
    ConnectionRefused,
    DiscordError,
    IntentsRefused,
    TokenRefused,
)
from bot.platforms.discord.services import Services
from bot.platforms.discord.sharding import Shards, shards
from bot.settings import Settings

log = logging.getLogger(__name__)

REFUSED_CONTENT: Final = (
    "Discord does not let the bot read messages, so it goes on without reacting by itself: turn on "
    "the Message Content Intent, under Bot in the developer portal, and start again, or set "
    "DISCORD_MESSAGE_CONTENT=false"
)
# Close codes after which Discord forbids to connect again ("Gateway Close Event Codes" in its
# documentation). The last ones are about sharding and the API's version.
_TOKEN: Final = frozenset({4004})
_INTENTS: Final = frozenset({4013, 4014})
_OTHERS: Final = frozenset({4010, 4011, 4012})


async def run(
    settings: Settings,
    services: Services,
    *,
    patience: float = PATIENCE,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Answer on Discord until cancelled; then disconnect within 2 seconds.

    Raises a ``DiscordError`` where only the operator can help; everything else is logged, and
    tried again after a while. ``sleep`` waits that while.
    """
    # At DEBUG discord.py logs whole events and requests: what people wrote, and tokens.
    library = logging.getLogger("discord")
    library.setLevel(max(logging.INFO, library.getEffectiveLevel()))
    token = credentials.token(settings)
    backoff = Backoff()
    clock = asyncio.get_running_loop().time
    message_content = settings.discord_message_content
    while True:
        began = clock()
        try:
            divided = await shards(settings, token)
            client = _client(services, divided, message_content, patience)
            await _stay(client, token, alone=divided is None)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            verdict = _verdict(error)
            if message_content and isinstance(verdict, IntentsRefused):
                message_content = False
                log.warning(REFUSED_CONTENT)
            elif verdict is not None:
                raise verdict from error
            else:
                log.warning(
                    "the connection to Discord failed", extra={"error": type(error).__name__}
                )
        except Exception:
            # discord.py ends at an event that it cannot read.
            log.exception("the Discord client ended")
        wait = backoff.after(clock() - began)
        log.info("connecting to Discord again", extra={"seconds": round(wait, 1)})
        await sleep(wait)


def _client(
    services: Services, divided: Shards | None, message_content: bool, patience: float
) -> MojibotClient:
    if divided is None:
        return MojibotClient(services, message_content=message_content, patience=patience)
    return ShardedClient(
        services,
        message_content=message_content,
        patience=patience,
        shard_count=divided.count,
        shard_ids=divided.numbers,
    )


async def _stay(client: MojibotClient, token: str, *, alone: bool) -> None:
    """Be connected until the connection breaks, or one of several that cannot be had again."""
    try:
        # A single connection without discord.py's own reconnecting: where a first one fails, it
        # ends with an AttributeError (Rapptz/discord.py#10520), and its waits cannot be tested.
        # Broken sessions are resumed all the same. Among several, one that breaks must not take
        # the others with it.
        await client.start(token, reconnect=not alone)
    finally:
        await _close(client)


async def _close(client: MojibotClient) -> None:
    """Close to the end, however often this task is told to stop: half closed, it would leak."""
    if client.is_closed():
        return
    closing = asyncio.create_task(client.close())
    try:
        await asyncio.shield(closing)
    except asyncio.CancelledError:
        await closing
        raise


def _verdict(error: Exception) -> DiscordError | None:
    """What only the operator can mend; None where trying again may help."""
    if isinstance(error, discord.LoginFailure):
        return TokenRefused()
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return IntentsRefused()
    if isinstance(error, discord.ConnectionClosed):
        if error.code in _TOKEN:
            return TokenRefused()
        if error.code in _INTENTS:
            return IntentsRefused()
        if error.code in _OTHERS:
            return ConnectionRefused(error.code)
    return None

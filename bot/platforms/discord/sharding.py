"""Into how many connections Discord's guilds are divided, and which of them are this process's."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.platforms.discord.client import INTENTS
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Shards:
    """``count`` of all processes together; ``numbers`` of this one, or None for all of them."""

    count: int
    numbers: list[int] | None = None


async def shards(settings: Settings, token: str) -> Shards | None:
    """The shards that the settings ask for, else that Discord recommends; None: no sharding.

    Raises what discord.py raises where Discord cannot be asked.
    """
    if settings.shard_count is not None:
        return Shards(settings.shard_count, list(settings.shard_ids) or None)
    async with discord.Client(intents=INTENTS) as asking:
        await asking.login(token)
        recommended, _, _ = await asking.http.get_bot_gateway()
    return Shards(recommended) if recommended > 1 else None

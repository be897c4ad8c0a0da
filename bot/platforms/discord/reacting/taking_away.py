"""The author's own ❌ takes the bot's reactions away, and makes these emojis rarer there."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

import aiohttp
import discord

from bot.features.privacy import not_this_one
from bot.platforms.discord.reacting.access import Channel
from bot.platforms.discord.reacting.incoming import server_of
from bot.platforms.discord.reacting.spelling import as_partial, base_of
from bot.platforms.discord.services import Services
from bot.store.errors import StoreUnavailable

log = logging.getLogger(__name__)

REMEMBERED: Final = 5_000
# Where the bot reacted before its last start is looked up, under messages of so many seconds
# before it, and for so many people at once.
LOOKED_UP_WITHIN: Final = 86_400.0
LOOKED_UP_AT_ONCE: Final = 5


class TakingAway:
    """Knows where the bot reacted lately, so that most ❌ cost no look at the message."""

    def __init__(self, services: Services, *, me: Callable[[], int]) -> None:
        """``me`` is the bot's own user id."""
        self._services = services
        self._me = me
        self._reacted: OrderedDict[int, tuple[discord.PartialEmoji, ...]] = OrderedDict()
        self._looking_up = 0
        self._since = services.clock()

    def reacted(self, message: int, sent: Sequence[discord.PartialEmoji]) -> None:
        """The bot put these under a message, unasked or because somebody chose them."""
        self._reacted[message] = (*self._reacted.get(message, ()), *sent)
        if len(self._reacted) > REMEMBERED:
            self._reacted.popitem(last=False)

    async def no(self, message: discord.PartialMessage, channel: Channel) -> None:
        """The message's author wants none of the bot's reactions under it; raises nothing."""
        try:
            emojis = self._reacted.pop(message.id, ()) or await self._look_up(message)
            for emoji in emojis:
                await message.remove_reaction(emoji, discord.Object(self._me()))
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.info("a reaction was not taken away", extra={"error": type(error).__name__})
            return
        try:
            for emoji in emojis:
                await self._lower(channel, emoji)
        except StoreUnavailable as error:
            log.warning("an emoji was not made rarer", extra={"reason": error.reason})
        if emojis:
            log.info("taken away", extra={"message_id": message.id, "reactions": len(emojis)})

    async def _look_up(self, message: discord.PartialMessage) -> tuple[discord.PartialEmoji, ...]:
        """The bot's reactions under a message from before the start; else there are none."""
        age = self._since - message.created_at.timestamp()
        if not 0 <= age < LOOKED_UP_WITHIN or self._looking_up >= LOOKED_UP_AT_ONCE:
            return ()
        self._looking_up += 1
        try:
            found = await message.fetch()
        finally:
            self._looking_up -= 1
        return tuple(as_partial(reaction.emoji) for reaction in found.reactions if reaction.me)

    async def _lower(self, channel: Channel, emoji: discord.PartialEmoji) -> None:
        home = channel.parent_id if isinstance(channel, discord.Thread) else channel.id
        services = self._services
        await not_this_one(
            services.store,
            services.auto_reactor,
            server_of(channel.guild),
            str(home),
            base_of(emoji),
        )

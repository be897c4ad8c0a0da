"""Puts reactions under a message: soon or not at all."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Sequence
from enum import Enum, auto
from typing import Final

import aiohttp
import discord

from bot.features.candidates import Candidate
from bot.platforms.discord.breaker import Breaker
from bot.platforms.discord.reacting.access import Access, Channel
from bot.platforms.discord.reacting.spelling import drawn, joined

log = logging.getLogger(__name__)

# Seconds after which a reaction has missed its moment, rate limits included.
SOON: Final = 3.0
# Discord's limit for different emojis under one message.
DISTINCT: Final = 20


class Outcome(Enum):
    """What became of one reaction."""

    SENT = auto()
    GONE = auto()
    UNKNOWN_EMOJI = auto()
    FULL = auto()
    BLOCKED = auto()
    FORBIDDEN = auto()
    LATE = auto()
    FAILED = auto()


# "JSON Error Codes" in Discord's documentation.
_OUTCOMES: Final = {
    10003: Outcome.GONE,
    10008: Outcome.GONE,
    10014: Outcome.UNKNOWN_EMOJI,
    30010: Outcome.FULL,
    50001: Outcome.FORBIDDEN,
    50013: Outcome.FORBIDDEN,
    90001: Outcome.BLOCKED,
}


async def react(
    message: discord.Message | discord.PartialMessage, emoji: discord.PartialEmoji
) -> Outcome:
    """Put one reaction there; raises nothing of Discord's."""
    try:
        await message.add_reaction(emoji)
    except discord.HTTPException as error:
        refusal = Outcome.FORBIDDEN if error.status == 403 else Outcome.FAILED
        outcome = _OUTCOMES.get(error.code, refusal)
        reason: dict[str, object] = {"status": error.status, "code": error.code}
    except (aiohttp.ClientError, OSError) as error:
        outcome, reason = Outcome.FAILED, {"error": type(error).__name__}
    else:
        return Outcome.SENT
    where = {"channel": message.channel.id, "message_id": message.id}
    log.info("a reaction was refused", extra=where | reason)
    return outcome


class Sending:
    """Sends what was decided, and remembers in ``access`` what Discord refuses."""

    def __init__(self, access: Access, breaker: Breaker) -> None:
        self._access = access
        self._breaker = breaker
        self._left_behind: set[asyncio.Task[Outcome]] = set()

    async def send(
        self,
        message: discord.Message,
        channel: Channel,
        candidates: Sequence[Candidate],
        *,
        most: int,
        there: Collection[discord.PartialEmoji],
    ) -> tuple[list[discord.PartialEmoji], Outcome]:
        """Put up to ``most`` of the candidates under the message, the first ones if possible.

        ``there`` are the reactions under it already; they may grow meanwhile. Returns what was
        sent, and what became of the last one.
        """
        deadline = asyncio.get_running_loop().time() + SOON
        sent: list[discord.PartialEmoji] = []
        outcome = Outcome.LATE
        for candidate in candidates:
            if self._breaker.tripped:
                return sent, Outcome.LATE
            if not self._access.may_react(channel, message.author.id):
                return sent, Outcome.FORBIDDEN  # as others found out while this was judged
            emoji = joined(drawn(candidate), there)
            if emoji not in there and len(there) >= DISTINCT:
                outcome = Outcome.FULL
                continue
            outcome = await self._send(message, emoji, deadline)
            if outcome is Outcome.SENT:
                sent.append(emoji)
            elif outcome is not Outcome.UNKNOWN_EMOJI:
                self._learn(outcome, channel, message.author.id)
                break
            if len(sent) == most:
                break
        return sent, outcome

    async def _send(
        self, message: discord.Message, emoji: discord.PartialEmoji, deadline: float
    ) -> Outcome:
        sending = asyncio.create_task(react(message, emoji))
        try:
            async with asyncio.timeout_at(deadline):
                return await asyncio.shield(sending)
        except TimeoutError:
            return Outcome.LATE
        finally:
            self._give_up(sending)

    def _give_up(self, sending: asyncio.Task[Outcome]) -> None:
        """Cancel a request that did not end; but discord.py's wait for the global limit, cancelled,
        would make every later request of the client wait for ever.
        """
        if self._breaker.everything_waits and not sending.done():
            self._left_behind.add(sending)
            sending.add_done_callback(self._left_behind.discard)
        else:
            sending.cancel()

    def _learn(self, outcome: Outcome, channel: Channel, author: int) -> None:
        if outcome is Outcome.FORBIDDEN:
            self._access.refused(channel)
        elif outcome is Outcome.BLOCKED:
            self._access.blocked(author)

"""From a message to the reactions under it: cheap refusals first, and only so many at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Any, Final

import discord

from bot.features.incoming import IncomingMessage
from bot.platforms.discord.reacting.access import Access, Channel
from bot.platforms.discord.reacting.customs import Customs
from bot.platforms.discord.reacting.incoming import incoming, person
from bot.platforms.discord.reacting.sending import Outcome, Sending
from bot.platforms.discord.reacting.taking_away import TakingAway
from bot.platforms.discord.services import Services

log = logging.getLogger(__name__)

# So many messages are judged and reacted to at once; what comes then is left alone.
MOST: Final = 200
NO: Final = "❌"


@dataclass(eq=False, slots=True)
class _UnderWay:
    """A message from its judgement to its last reaction; ``there`` are the reactions under it."""

    task: asyncio.Task[Any]
    seen: IncomingMessage
    decided: bool = False
    there: list[discord.PartialEmoji] = field(default_factory=list)


class Reacting:
    """What happens to the messages of servers, for the client's events to call."""

    def __init__(self, services: Services, *, me: Callable[[], int]) -> None:
        """``me`` is the bot's own user id, which is known once it has logged in."""
        self._store = services.store
        self._reactor = services.auto_reactor
        self._watchers = services.watchers
        self._me = me
        self._access = Access()
        self._customs = Customs()
        self._sending = Sending(self._access, services.breaker)
        self._taking_away = TakingAway(services, me=me)
        self._under_way: dict[int, _UnderWay] = {}

    async def created(self, message: discord.Message) -> None:
        """Somebody wrote something."""
        if message.author.id == self._me() or self._store.opted_out(person(message.author.id)):
            return
        seen = incoming(message)
        if seen is None:
            return
        self._watchers.saw(seen)
        if await self._wanted(seen):
            await self._judge(message, seen)

    async def edited(self, message: discord.Message) -> None:
        """An edit is judged in the place of what is being judged; later ones are left alone."""
        self._watchers.edited(str(message.id), message.content)
        under_way = self._under_way.get(message.id)
        # A link's preview is an edit too, by nobody.
        if under_way is None or under_way.decided or message.edited_at is None:
            return
        under_way.task.cancel()
        self._reactor.forget(under_way.seen.id)
        # Roles do not come along with an edit.
        await self._judge(message, replace(under_way.seen, text=message.content))

    def deleted(self, messages: Collection[int]) -> None:
        """Messages are gone; whatever was under way for them stops."""
        self._watchers.deleted([str(message) for message in messages])
        for message in messages:
            if under_way := self._under_way.get(message):
                under_way.task.cancel()

    async def reaction_added(
        self, payload: discord.RawReactionActionEvent, channel: Channel
    ) -> None:
        """Somebody reacted; the author's own ❌ takes the bot's reactions away."""
        if under_way := self._under_way.get(payload.message_id):
            under_way.there.append(payload.emoji)
        if payload.emoji.name == NO and payload.user_id == payload.message_author_id:
            if under_way is not None:
                await asyncio.wait({under_way.task})
            message = discord.PartialMessage(channel=channel, id=payload.message_id)
            await self._taking_away.no(message, channel)

    def reacted(self, message: int, emoji: discord.PartialEmoji) -> None:
        """The bot reacted because somebody asked it to; the author may not like that either."""
        self._taking_away.reacted(message, (emoji,))

    def changed(self, guild: int) -> None:
        """Roles, channels or the bot's own membership changed in a guild."""
        self._access.changed(guild)
        self._customs.changed(guild)

    async def _wanted(self, seen: IncomingMessage) -> bool:
        settings = await self._store.settings(seen.server)
        rules = settings.rules_for(seen.parent or seen.channel, seen.category)
        return (rules is not None and rules.enabled) or bool(settings.house_rules.fixed)

    async def _judge(self, message: discord.Message, seen: IncomingMessage) -> None:
        channel, task = message.channel, asyncio.current_task()
        assert isinstance(channel, Channel)  # noqa: S101 - what ``incoming`` lets through
        assert task is not None  # noqa: S101 - a coroutine runs in a task
        if not self._access.may_react(channel, message.author.id):
            return
        if len(self._under_way) >= MOST:
            self._store.count(seen.server, "auto_react.dropped")
            return
        under_way = _UnderWay(task, seen)
        self._under_way[message.id] = under_way
        try:
            await self._react(message, channel, under_way)
        finally:
            if self._under_way.get(message.id) is under_way:
                del self._under_way[message.id]

    async def _react(
        self, message: discord.Message, channel: Channel, under_way: _UnderWay
    ) -> None:
        seen = under_way.seen
        verdict = await self._reactor.react(seen, self._customs.of(channel.guild))
        under_way.decided = True
        if not verdict.reactions:
            return
        sent, outcome = await self._sending.send(
            message,
            channel,
            (*verdict.reactions, *verdict.spares),
            most=len(verdict.reactions),
            there=under_way.there,
        )
        if sent:
            self._taking_away.reacted(message.id, sent)
        if outcome is Outcome.LATE:
            self._store.count(seen.server, "auto_react.dropped")
        log.info(
            "reacted" if sent else "a reaction was dropped",
            extra={
                "guild": seen.server.server,
                "message_id": message.id,
                "reactions": len(sent),
                "outcome": outcome.name.lower(),
            },
        )

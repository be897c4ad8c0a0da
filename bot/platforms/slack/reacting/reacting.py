"""From a message to the reactions under it: cheap refusals first, and only so many at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.features.incoming import IncomingMessage
from bot.platforms.slack.reacting.incoming import incoming, message_id, read_text
from bot.platforms.slack.reacting.sending import Outcome, Sending, Target, impatient, names_of
from bot.platforms.slack.reacting.taking_away import Sent
from bot.platforms.slack.services import SlackServices
from bot.store.memory import Recent

log = logging.getLogger(__name__)

# So many messages are judged and reacted to at once; what comes then is left alone.
MOST: Final = 200
# Deletions that are remembered: events come over several connections, in no order.
_DELETED: Final = 1_000


@dataclass(eq=False, slots=True)
class _UnderWay:
    """A message from its judgement to its last reaction."""

    task: asyncio.Task[Any]
    seen: IncomingMessage
    target: Target
    decided: bool = False


class Reacting:
    """What happens to the messages of channels, for the listeners to call."""

    def __init__(self, services: SlackServices, sent: Sent) -> None:
        """``sent`` gets what the bot reacted with."""
        self._services = services
        self._sent = sent
        self._under_way: dict[str, _UnderWay] = {}
        self._gone: Recent[str, bool] = Recent(_DELETED)

    async def message(self, client: AsyncWebClient, event: Mapping[str, Any]) -> None:
        """Any ``message`` event of a channel."""
        match event.get("subtype"):
            case "message_changed":
                await self._edited(client, event)
            case "message_deleted":
                self._deleted(event)
            case _:
                await self._created(client, event)

    async def _created(self, client: AsyncWebClient, event: Mapping[str, Any]) -> None:
        standard = (await self._services.emojis.known(client)).standard
        seen = incoming(event, self._services, standard)
        if seen is None or self._gone.get(seen.id) or self._services.store.opted_out(seen.author):
            return
        self._services.watchers.saw(seen)
        if await self._wanted(seen):
            await self._judge(client, seen, Target(event["channel"], event["ts"]))

    async def _edited(self, client: AsyncWebClient, event: Mapping[str, Any]) -> None:
        """An edit is judged in the place of what is being judged; later ones are left alone."""
        message = event.get("message") or {}
        identifier = message_id(str(event.get("channel")), str(message.get("ts")))
        text = read_text(message, self._services.emojis.standard)
        self._services.watchers.edited(identifier, text)
        under_way = self._under_way.get(identifier)
        # A link's preview is an edit too, by nobody.
        if under_way is None or under_way.decided or "edited" not in message:
            return
        under_way.task.cancel()
        self._services.auto_reactor.forget(identifier)
        await self._judge(client, replace(under_way.seen, text=text), under_way.target)

    def _deleted(self, event: Mapping[str, Any]) -> None:
        """A message is gone; whatever was under way for it stops."""
        identifier = message_id(str(event.get("channel")), str(event.get("deleted_ts")))
        self._gone.put(identifier, True)
        self._services.watchers.deleted([identifier])
        if under_way := self._under_way.get(identifier):
            under_way.task.cancel()

    async def _wanted(self, seen: IncomingMessage) -> bool:
        settings = await self._services.store.settings(seen.server)
        rules = settings.rules_for(seen.parent or seen.channel, None)
        return (rules is not None and rules.enabled) or bool(settings.house_rules.fixed)

    async def _judge(self, client: AsyncWebClient, seen: IncomingMessage, target: Target) -> None:
        if not self._services.access.may_react(target.channel):
            return
        if len(self._under_way) >= MOST:
            self._services.store.count(seen.server, "auto_react.dropped")
            return
        # A task of its own: an edit breaks it off, and not the delivery that it came with.
        task = asyncio.create_task(self._react(client, seen, target))
        under_way = _UnderWay(task, seen, target)
        self._under_way[seen.id] = under_way
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
            if self._under_way.get(seen.id) is under_way:
                del self._under_way[seen.id]
        if not task.cancelled():
            task.result()

    async def _react(self, client: AsyncWebClient, seen: IncomingMessage, target: Target) -> None:
        services = self._services
        verdict = await services.auto_reactor.react(seen, services.emojis.current)
        if (under_way := self._under_way.get(seen.id)) is not None:
            under_way.decided = True
        if not verdict.reactions:
            return
        sent, outcome = await Sending(impatient(client), services.access).send(
            target, (*verdict.reactions, *verdict.spares), most=len(verdict.reactions)
        )
        self._sent.add(seen.id, names_of(sent))
        if not sent:
            late = outcome in {Outcome.LATE, Outcome.LIMITED}
            services.store.count(seen.server, f"auto_react.{'dropped' if late else 'refused'}")
        log.info(
            "reacted" if sent else "a reaction was dropped",
            extra={
                "workspace": seen.server.server,
                "channel": target.channel,
                "stamp": target.stamp,
                "reactions": len(sent),
                "outcome": outcome.name.lower(),
            },
        )

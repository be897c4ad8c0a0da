"""Which events lead to reactions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.features.settings.altering import altered
from bot.features.settings.house_rules import renamed
from bot.localisation import text
from bot.platforms.slack.answering import Reply, answer, to_asker
from bot.platforms.slack.calling import Undelivered
from bot.platforms.slack.events import is_in_channel
from bot.platforms.slack.localisation import reader
from bot.platforms.slack.reacting.reacting import Reacting
from bot.platforms.slack.reacting.taking_away import Sent, take_away
from bot.platforms.slack.services import SlackServices
from bot.store.errors import StoreUnavailable

# The shortcut on a message, as the manifest names it.
TAKE_AWAY: Final = "take_away"


def register(app: AsyncApp, services: SlackServices) -> None:
    """Listen to messages of channels, to the workspace's emojis, and to the shortcut."""
    sent = Sent()
    reacting = Reacting(services, sent)

    @app.middleware
    async def keep_up(client: AsyncWebClient, next_: Callable[[], Awaitable[None]]) -> None:
        services.emojis.refresh(client)
        await next_()

    @app.event("message", matchers=[_in_channel])
    async def message(
        body: Mapping[str, Any], event: Mapping[str, Any], client: AsyncWebClient
    ) -> None:
        services.work(body, reacting.message(client, event))

    @app.event("emoji_changed")
    async def emoji_changed(body: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        services.work(body, _follow(services, event))

    @app.event("member_joined_channel")
    async def joined(event: Mapping[str, Any]) -> None:
        if event.get("user") == services.workspace.bot_user:
            services.access.invited(str(event.get("channel")))

    @app.message_shortcut(TAKE_AWAY)
    async def wanted_away(
        ack: AsyncAck,
        body: Mapping[str, Any],
        shortcut: Mapping[str, Any],
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()
        services.work(body, _say(services, client, sent, shortcut, respond))


async def _follow(services: SlackServices, event: Mapping[str, Any]) -> None:
    """An emoji that is called differently keeps what managers have set for it."""
    await services.emojis.changed(event)
    match event:
        case {"subtype": "rename", "old_name": str(old), "new_name": str(new)}:
            own = (await services.store.settings(services.server)).custom_emojis
            if old in own.words or old in own.forbidden:
                with suppress(StoreUnavailable):  # the store has logged it
                    await services.store.change(
                        services.server,
                        lambda s: altered(s, custom_emojis=renamed(s.custom_emojis, old, new)),
                    )


async def _in_channel(event: Mapping[str, Any]) -> bool:
    return is_in_channel(event)


async def _say(
    services: SlackServices,
    client: AsyncWebClient,
    sent: Sent,
    shortcut: Mapping[str, Any],
    respond: AsyncRespond,
) -> None:
    locale = await reader(services, client, str(shortcut["user"]["id"]))

    async def reply() -> Reply:
        try:
            return Reply(await take_away(services, client, sent, shortcut))
        except Undelivered:
            return Reply(text(locale, "slack-home-not-taken-away"))

    await answer(reply(), to_asker(respond), locale, shortcut=TAKE_AWAY)

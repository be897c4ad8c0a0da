"""Being spoken to: a mention in a channel or thread, and direct messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.localisation import Locale, text
from bot.platforms.slack.answering import Reply, answer, in_private, in_thread
from bot.platforms.slack.calling import Undelivered
from bot.platforms.slack.emojify.asking import ask, writer_of
from bot.platforms.slack.emojify.blocks import answered, asked
from bot.platforms.slack.emojify.buttons import PUBLIC
from bot.platforms.slack.emojify.command import COMMAND
from bot.platforms.slack.emojify.state import kept
from bot.platforms.slack.events import WRITTEN
from bot.platforms.slack.localisation import reader
from bot.platforms.slack.services import SlackServices


def register(app: AsyncApp, services: SlackServices) -> None:
    """Listen for both."""

    @app.event("app_mention")
    async def mentioned(
        body: dict[str, Any], event: dict[str, Any], client: AsyncWebClient
    ) -> None:
        if _is_new(event, services):
            services.work(body, _in_channel(services, event, client))

    @app.event("message", matchers=[_direct])
    async def told(body: dict[str, Any], event: dict[str, Any], client: AsyncWebClient) -> None:
        if _is_new(event, services):
            services.work(body, _in_conversation(services, event, client))


async def _direct(event: Mapping[str, Any]) -> bool:
    return event.get("channel_type") == "im"


def _is_new(event: Mapping[str, Any], services: SlackServices) -> bool:
    """Whether somebody wrote it just now: a mention that comes of an edit is none."""
    return _from_a_person(event, services) and not event.get("edited")


def _from_a_person(message: Mapping[str, Any], services: SlackServices) -> bool:
    """Whether somebody wrote it: no bot, no notice, and not this bot itself."""
    return bool(
        message.get("user")
        and message["user"] != services.workspace.bot_user
        and not message.get("bot_id")
        and message.get("subtype") in WRITTEN
    )


async def _in_channel(
    services: SlackServices, event: Mapping[str, Any], client: AsyncWebClient
) -> None:
    """Answer in the thread; a mention alone there asks about the message that began it."""
    channel, stamp, thread = event["channel"], event["ts"], event.get("thread_ts")
    asker = writer_of(event)
    locale = await reader(services, client, asker.user)
    words = without_mention(event.get("text") or "", services.workspace.bot_user)

    async def reply() -> Reply:
        if words:
            return await _answered(services, event, words, locale)
        parent = await _parent(client, channel, thread) if thread else None
        if parent is None or not _from_a_person(parent, services):
            return Reply(text(locale, "slack-mention-help", command=COMMAND))
        author = writer_of(parent)
        if services.store.opted_out(services.person(author.user, author.team)):
            return Reply(text(locale, "emojify-opted-out"))
        return await _answered(services, event, parent.get("text") or "", locale)

    await answer(
        reply(),
        in_thread(client, channel, thread or stamp),
        locale,
        apologise=in_private(client, channel, asker.user, thread),
        channel=channel,
    )


async def _in_conversation(
    services: SlackServices, event: Mapping[str, Any], client: AsyncWebClient
) -> None:
    """Answer whatever is said to the bot alone."""
    locale = await reader(services, client, event["user"])
    words = without_mention(event.get("text") or "", services.workspace.bot_user)

    async def reply() -> Reply:
        if not words:
            return Reply(text(locale, "slack-help", command=COMMAND))
        return await _answered(services, event, words, locale)

    say = in_thread(client, event["channel"], event.get("thread_ts"))
    await answer(reply(), say, locale, channel=event["channel"])


async def _answered(
    services: SlackServices, event: Mapping[str, Any], words: str, locale: Locale
) -> Reply:
    found = await ask(services, writer_of(event), words)
    asking = asked(event["user"], kept(words), found, page=0)
    return answered(asking, locale, PUBLIC, quote=False)


async def _parent(client: AsyncWebClient, channel: str, thread: str) -> Mapping[str, Any] | None:
    """The message that began a thread; None where the bot's scopes do not let it look."""
    try:
        told = await client.conversations_replies(
            channel=channel, ts=thread, limit=1, inclusive=True
        )
    except Undelivered:
        return None
    return next(iter(told.get("messages") or ()), None)


def without_mention(words: str, bot: str) -> str:
    """What is said besides the bot's name."""
    return re.sub(rf"<@{re.escape(bot)}(?:\|[^>]*)?>", " ", words).strip()

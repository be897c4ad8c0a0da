"""How people are answered once Slack has its acknowledgement: always, and each way in one place."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.features.explaining import explain
from bot.localisation import Locale, text
from bot.platforms.slack.calling import Undelivered, code_of
from bot.platforms.slack.client import make_webhook
from bot.platforms.slack.markup import escape

log = logging.getLogger(__name__)

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """A message: ``text`` is all of it without ``blocks``, and else what a notification says."""

    text: str
    blocks: Sequence[Block] = ()


Say = Callable[[Reply], Awaitable[None]]


class NotTaken(Exception):
    """Slack did not take an answer to a ``response_url``."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"HTTP {status}")


async def answer(
    work: Awaitable[Reply | None],
    say: Say,
    locale: Locale,
    *,
    apologise: Say | None = None,
    **ids: Any,
) -> None:
    """Say what ``work`` returns, or ``apologise`` with a sentence that tells why there is nothing.

    Where it returns None, nothing is left to say. ``ids`` are for the log. Raises nothing
    but ``CancelledError``, and has then told that too.
    """
    sorry, working = apologise or say, asyncio.ensure_future(work)
    try:
        await asyncio.wait({working})
    except asyncio.CancelledError:
        working.cancel()
        await _deliver(sorry, Reply(text(locale, "answers-interrupted")), ids)
        raise
    if error := working.exception():
        # A sentence may name what somebody called a file.
        await _deliver(sorry, Reply(escape(explain(error, locale, **ids))), ids)
    elif (reply := working.result()) is not None:
        await _deliver(say, reply, ids)


async def _deliver(say: Say, reply: Reply, ids: Mapping[str, Any]) -> None:
    try:
        await say(reply)
    except (*Undelivered, NotTaken) as error:
        log.warning("an answer was not delivered", extra={**ids, "error": code_of(error)})


def to_asker(respond: AsyncRespond, *, replace: bool = False) -> Say:
    """To whoever asked alone, wherever that was; ``replace`` puts it in the old message's place."""

    async def say(reply: Reply) -> None:
        await respond_at(
            respond.response_url, reply, response_type="ephemeral", replace_original=replace
        )

    return say


def in_its_place(respond: AsyncRespond) -> Say:
    """In the place of the message under which somebody pressed, for whoever sees that."""

    async def say(reply: Reply) -> None:
        await respond_at(respond.response_url, reply, replace_original=True)

    return say


def to_all(respond: AsyncRespond) -> Say:
    """To everybody in the conversation where somebody asked, be the bot there or not."""

    async def say(reply: Reply) -> None:
        await respond_at(
            respond.response_url, reply, response_type="in_channel", replace_original=False
        )

    return say


def in_thread(client: AsyncWebClient, channel: str, thread: str | None) -> Say:
    """As the bot, in a conversation that it is part of; ``thread`` is the first message there."""

    async def say(reply: Reply) -> None:
        await client.chat_postMessage(
            channel=channel,
            thread_ts=thread,
            text=reply.text,
            blocks=[*reply.blocks] or None,
            unfurl_links=False,
            unfurl_media=False,
            link_names=False,
            parse="none",
        )

    return say


def in_private(client: AsyncWebClient, channel: str, user: str, thread: str | None) -> Say:
    """To one person in a conversation that the bot is part of."""

    async def say(reply: Reply) -> None:
        await client.chat_postEphemeral(
            channel=channel,
            user=user,
            thread_ts=thread,
            text=reply.text,
            blocks=[*reply.blocks] or None,
            link_names=False,
            parse="none",
        )

    return say


async def respond_at(url: str | None, reply: Reply, **how: Any) -> None:
    """Answer at a ``response_url``, and ``how`` (``response_type`` and the like).

    Raises ``NotTaken``, or what ``Undelivered`` names.
    """
    await _send(url, text=reply.text, blocks=[*reply.blocks], **how)


async def take_back(respond: AsyncRespond) -> None:
    """Delete the message under which somebody pressed. Raises as ``respond_at`` does."""
    await _send(respond.response_url, delete_original=True)


async def _send(url: str | None, **message: Any) -> None:
    webhook = make_webhook(url or "")
    response = await webhook.send(unfurl_links=False, unfurl_media=False, **message)
    if response.status_code != 200:
        raise NotTaken(response.status_code)

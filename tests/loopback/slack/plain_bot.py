"""A bot for the tests of the loopback Slack: it acknowledges, and the tests do the rest."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from tests.loopback.slack.bolt import socket_mode, web_client
from tests.loopback.slack.deliveries import Delivery
from tests.loopback.slack.objects import Json
from tests.loopback.slack.server import SlackServer


class PlainBot:
    """Acknowledges everything, with ``answer`` where a view is sent; keeps what came."""

    def __init__(self, slack: SlackServer) -> None:
        self.client = web_client(slack)
        self.app = AsyncApp(client=self.client)
        self.answer: Json = {}
        self.sent: list[Json] = []
        self.closed: list[Json] = []
        self._slack = slack
        self.app.shortcut("open")(self._nothing)
        self.app.command("/open")(self._nothing)
        self.app.action("press")(self._nothing)
        self.app.view("form")(self._sent)
        self.app.view_closed("form")(self._closed)
        self.app.event("message")(self._nothing)

    async def _nothing(self, ack: Any) -> None:
        await ack()

    async def _sent(self, ack: Any, view: Json, body: Json) -> None:
        self.sent.append({**view["state"]["values"], "urls": body["response_urls"]})
        await ack(**self.answer)

    async def _closed(self, ack: Any, view: Json) -> None:
        self.closed.append(view)
        await ack()

    async def open(self, view: Json) -> str:
        """Ada uses the shortcut, and the bot opens a modal; returns its id."""
        asked = await self._slack.shortcut("ada", "open")
        opened = await self.client.views_open(trigger_id=trigger(asked), view=view)
        return str(opened["view"]["id"])

    async def push(self, view: Json) -> None:
        """Ada uses the shortcut, and the bot opens a modal on top of the one that is there."""
        asked = await self._slack.shortcut("ada", "open")
        await self.client.views_push(trigger_id=trigger(asked), view=view)


@asynccontextmanager
async def plain_bot(slack: SlackServer) -> AsyncIterator[PlainBot]:
    """Such a bot, connected."""
    bot = PlainBot(slack)
    async with socket_mode(bot.app, slack):
        yield bot


def trigger(asked: Delivery) -> str:
    """The trigger id that came with something somebody did."""
    return str(asked.payload["trigger_id"])


async def refused(call: Awaitable[Any]) -> Json:
    """The answer to a call that must not succeed."""
    with pytest.raises(SlackApiError) as refusal:
        await call
    answer = refusal.value.response.data
    assert isinstance(answer, dict)
    return answer


async def error_of(call: Awaitable[Any]) -> str:
    """The error code of a call that must not succeed."""
    return str((await refused(call))["error"])


def plain(text: str) -> Json:
    """A ``plain_text`` object."""
    return {"type": "plain_text", "text": text}


def section(text: str = "hello", **more: Any) -> Json:
    """A section with markup."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def actions(*elements: Json) -> Json:
    """A row of elements."""
    return {"type": "actions", "elements": list(elements)}


def button(text: str = "Reroll", **more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": plain(text), **more}


def option(text: str = "One", value: str = "1") -> Json:
    """An option of a select."""
    return {"text": plain(text), "value": value}


def field(name: str, **element: Any) -> Json:
    """An input of that block and action id, labelled so with a capital."""
    element = {"type": "plain_text_input", "action_id": name, **element}
    return {"type": "input", "block_id": name, "label": plain(name.title()), "element": element}


def modal(*blocks: Json, **more: Any) -> Json:
    """A modal, with one field where nothing else is said."""
    title, submit = plain("A modal"), plain("Send")
    view = {"type": "modal", "callback_id": "form", "title": title, "submit": submit, **more}
    return {**view, "blocks": list(blocks) or [field("name")]}

"""The loopback Slack over HTTP: requests signed like Slack's, to the unmodified slack_bolt."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from tests.loopback.slack import SlackServer
from tests.loopback.slack.bolt import web_client
from tests.loopback.slack.http_mode import HttpMode, letter

Json = dict[str, Any]


@dataclass(slots=True)
class Site:
    """An app behind a request URL; it answers ``status`` instead where that is set."""

    slack: SlackServer
    http: HttpMode = field(init=False)
    heard: list[Json] = field(default_factory=list)
    retries: list[tuple[str | None, str | None]] = field(default_factory=list)
    status: int | None = None


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with SlackServer() as slack:
        app = AsyncApp(client=web_client(slack), signing_secret=slack.signing_secret)
        there = Site(slack)

        @app.event("message")
        async def hear(event: Json) -> None:
            there.heard.append(event)

        @app.command("/emojify")
        async def answer(ack: Any, command: Json) -> None:
            await ack(f"{command['text']}!")

        @app.shortcut("form")
        async def open_form(ack: Any, client: Any, shortcut: Json) -> None:
            await ack()
            text = {"type": "plain_text", "text": "Form"}
            divider = [{"type": "divider"}]
            view = {"type": "modal", "title": text, "submit": text, "blocks": divider}
            await client.views_open(trigger_id=shortcut["trigger_id"], view=view)

        async def receive(request: web.Request) -> web.Response:
            headers = request.headers
            retry = headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")
            there.retries.append(retry)
            if there.status is not None:
                return web.Response(status=there.status)
            return await to_aiohttp_response(
                await app.async_dispatch(await to_bolt_request(request))
            )

        application = web.Application()
        application.router.add_post("/slack/events", receive)
        async with TestServer(application) as server:
            there.http = slack.use_http(str(server.make_url("/slack/events")))
            yield there


async def test_an_event_arrives_signed(site: Site) -> None:
    await site.slack.say("ada", "general", "hello")
    await site.slack.until_settled()

    assert [event["text"] for event in site.heard] == ["hello"]


async def test_the_answer_to_a_command_is_the_response(site: Site) -> None:
    await site.slack.command("ada", "/emojify", "hello")

    [answer] = site.slack.shown("ada", "general")
    assert (answer.text, answer.ephemeral) == ("hello!", True)


async def test_a_shortcut_arrives_as_a_form(site: Site) -> None:
    await site.slack.shortcut("ada", "form")

    assert (await site.slack.until_modal("ada")).title == "Form"


async def test_a_failure_is_tried_again_with_number_and_reason(site: Site) -> None:
    site.status = 500
    await site.slack.say("ada", "general", "hello")
    await site.slack.wait_for(lambda: site.slack.deliveries.all[0].retry_reason)

    site.status = None
    await site.slack.redeliver()
    await site.slack.until_settled()

    assert site.retries == [(None, None), ("1", "http_error")]
    assert len(site.heard) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"secret": "somebody else's"}, {"timestamp": time.time() - 600}],
    ids=["signature", "timestamp"],
)
async def test_what_is_not_signed_right_and_now_is_refused_by_bolt(site: Site, wrong: Any) -> None:
    post = await site.slack.say("ada", "general", "hello")
    await site.slack.until_settled()

    reply = await site.http.post(letter(post.deliveries[0], **wrong))

    assert reply.status == 401
    assert len(site.heard) == 1


async def test_the_same_letter_can_be_sent_again_to_try_a_replay(site: Site) -> None:
    await site.slack.say("ada", "general", "hello")
    await site.slack.until_settled()

    reply = await site.http.post(site.http.letters[0])

    assert reply.status == 200  # bolt alone lets it in for five minutes
    await site.slack.wait_for(lambda: len(site.heard) == 2)
    assert site.heard[0] == site.heard[1]


async def test_an_app_that_is_too_slow_counts_as_silent(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.loopback.slack.http_mode.ACK_WITHIN", 0.05)
    waiting = asyncio.Event()

    async def never(_: web.Request) -> web.Response:
        await waiting.wait()
        return web.Response()

    application = web.Application()
    application.router.add_post("/", never)
    async with TestServer(application) as server:
        site.http.url = str(server.make_url("/"))
        await site.slack.say("ada", "general", "hello")
        await site.slack.wait_for(lambda: site.slack.deliveries.all[0].retry_reason)
        waiting.set()

    assert site.slack.deliveries.unacknowledged[0].retry_reason == "http_timeout"

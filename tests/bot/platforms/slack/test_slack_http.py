"""HTTP instead of Socket Mode: signed requests, each let in once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from bot.inference import Worker
from bot.platforms.slack.http import Door
from bot.platforms.slack.services import make_slack_services
from bot.platforms.slack.supervisor import run
from bot.settings import load_settings
from bot.store.face import Store
from bot.web.app import make_app
from bot.web.requests import MAX_BODY
from bot.web.server import Server
from tests.bot.fakes import FakeLoader, Gate
from tests.bot.platforms.slack.conftest import no_wait
from tests.loopback.slack import SlackServer
from tests.loopback.slack.http_mode import HttpMode, Letter, letter, signature

WORDS = "we got the house!"


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
async def http(slack: SlackServer, store: Store, gate: Gate) -> AsyncIterator[HttpMode]:
    """A bot on its own web server, which Slack knows by its request URL."""
    settings = load_settings(
        {
            "SLACK_BOT_TOKEN": SlackServer.bot_token,
            "SLACK_SIGNING_SECRET": SlackServer.signing_secret,
        }
    )
    worker = Worker(FakeLoader(gate=gate))
    worker.start()
    door = Door(SlackServer.signing_secret)
    server = Server(make_app(worker, loopback=True, signed=door.routes()), "127.0.0.1", 0)
    address = await server.start()
    services = make_slack_services(settings, worker, store)
    bot = asyncio.create_task(
        run(settings, services, door=door, base_url=slack.api_url, sleep=no_wait)
    )
    http = slack.use_http(f"{address}slack/events")
    await slack.wait_for(lambda: door._receiver)
    yield http
    bot.cancel()
    with suppress(asyncio.CancelledError):
        await bot
    await server.aclose()
    await worker.aclose()


@pytest.mark.usefixtures("http")
async def test_commands_events_and_buttons_are_answered_over_http(slack: SlackServer) -> None:
    await slack.tell("ada", WORDS)
    await slack.until_shown("ada", None, ":tada:")
    await slack.command("ada", "/emojify", WORDS)
    await slack.until_shown("ada", "general", "Post")
    await slack.press("ada", "Post", channel="general")
    await slack.until_shown("grace", "general", ":tada:")

    assert slack.late_acks == []


@pytest.mark.usefixtures("http")
async def test_slack_is_acknowledged_before_the_model_has_answered(
    slack: SlackServer, gate: Gate
) -> None:
    gate.close()
    delivery = await slack.command("ada", "/emojify", WORDS)
    assert delivery.acknowledged
    gate.open()
    await slack.until_shown("ada", "general", ":tada:")


async def test_the_same_request_again_is_refused(slack: SlackServer, http: HttpMode) -> None:
    await slack.tell("ada", WORDS)
    await slack.until_shown("ada", None, ":tada:")

    assert (await http.post(http.letters[0])).status == 401


async def test_an_event_that_is_sent_again_is_acknowledged_and_not_answered_twice(
    slack: SlackServer, http: HttpMode
) -> None:
    post = await slack.tell("ada", WORDS)
    await slack.until_shown("ada", None, ":tada:")
    again = letter(post.deliveries[0], timestamp=slack.clock.now() + 1)

    assert (await http.post(again)).status == 200
    await slack.command("ada", "/emojify", WORDS)
    await slack.until_shown("ada", "general", ":tada:")
    assert len(slack.recorder.to("chat.postMessage")) == 1


async def test_what_slack_did_not_sign_just_now_is_refused(
    slack: SlackServer, http: HttpMode
) -> None:
    post = await slack.tell("ada", WORDS)
    delivery = post.deliveries[0]
    genuine = letter(delivery)
    unsigned = {"Content-Type": "application/json"}
    forged = [
        letter(delivery, secret="another-secret-of-somebody"),
        letter(delivery, timestamp=slack.clock.now() - 301),
        letter(delivery, timestamp=slack.clock.now() + 301),
        replace(genuine, body=genuine.body.replace("house", "horse")),
        Letter(genuine.body, unsigned),
        Letter(genuine.body, {**genuine.headers, "X-Slack-Request-Timestamp": "soon"}),
        Letter("{", {**genuine.headers}),
        Letter(genuine.body, {**genuine.headers, "X-Slack-Signature": "v0=ä"}),
    ]

    assert [(await http.post(one)).status for one in forged] == [401] * len(forged)


@pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")
async def test_a_body_beyond_all_bounds_is_refused(slack: SlackServer, http: HttpMode) -> None:
    post = await slack.tell("ada", WORDS)
    huge = replace(letter(post.deliveries[0]), body="x" * (MAX_BODY + 1))

    assert (await http.post(huge)).status == 413


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
async def test_what_is_signed_but_makes_no_sense_is_refused(http: HttpMode, kind: str) -> None:
    body = "{payload=[" if kind == "application/json" else "payload=%7B"
    stamp = str(int(time.time()))
    signed = signature(SlackServer.signing_secret, stamp, body)
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signed}

    reply = await http.post(Letter(body, {**headers, "Content-Type": kind}))

    assert reply.status == 400


async def test_a_body_that_is_no_text_is_refused(http: HttpMode) -> None:
    headers = {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": "v0=0"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(http.url, data=b"\xff\xfe\x00{", headers=headers) as reply,
    ):
        assert reply.status == 401


async def test_a_request_that_fails_is_told_so_at_once_and_may_come_again(
    slack: SlackServer, http: HttpMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> BoltResponse:
        monkeypatch.undo()
        raise RuntimeError("a mistake of somebody's")

    monkeypatch.setattr(AsyncApp, "async_dispatch", broken)
    post = await slack.tell("ada", WORDS)
    await slack.wait_for(lambda: post.deliveries[0].retry_reason)
    assert post.deliveries[0].retry_reason == "http_error"

    assert (await http.post(http.letters[0])).status == 200
    await slack.until_shown("ada", None, ":tada:")


async def test_slacks_check_of_the_address_is_answered(slack: SlackServer, http: HttpMode) -> None:
    post = await slack.tell("ada", WORDS)
    delivery = replace(
        post.deliveries[0], payload={"type": "url_verification", "challenge": "3eZbrw1aB"}
    )

    reply = await http.post(letter(delivery))

    assert (reply.status, "3eZbrw1aB" in reply.text) == (200, True)


async def test_requests_come_through_a_tunnel_under_any_name(
    slack: SlackServer, http: HttpMode
) -> None:
    post = await slack.tell("ada", WORDS)
    through = letter(post.deliveries[0], timestamp=slack.clock.now() + 1)

    reply = await http.post(replace(through, headers={**through.headers, "Host": "bot.example"}))

    assert reply.status == 200


async def test_a_bot_that_is_not_ready_yet_asks_slack_to_come_back() -> None:
    worker = Worker(FakeLoader())
    door = Door(SlackServer.signing_secret)
    server = Server(make_app(worker, loopback=True, signed=door.routes()), "127.0.0.1", 0)
    address = await server.start()
    async with SlackServer() as slack:
        http = slack.use_http(f"{address}slack/events")
        post = await slack.tell("ada", WORDS)
        reply = await http.post(letter(post.deliveries[0]))
    await server.aclose()

    assert reply.status == 503

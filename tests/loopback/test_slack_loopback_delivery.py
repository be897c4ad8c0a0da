"""Socket Mode of the loopback Slack: nothing is lost between connections, nothing is sent twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from tests.loopback.slack import SlackServer
from tests.loopback.slack.bolt import socket_mode, web_client
from tests.loopback.slack.deliveries import NotDelivered

Json = dict[str, Any]


class Listener:
    """An app that keeps what it hears; it acknowledges only while ``open`` is set."""

    def __init__(self, slack: SlackServer) -> None:
        self.heard: list[str] = []
        self.attempts: list[str] = []
        self.open = asyncio.Event()
        self.open.set()
        self.app = AsyncApp(client=web_client(slack), process_before_response=True)
        self.app.event("message")(self._hear)

    async def _hear(self, event: Json, request: Any) -> None:
        self.heard.append(event["text"])
        self.attempts.append(request.headers.get("x-slack-retry-num", ["0"])[0])
        await self.open.wait()


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as slack:
        yield slack


async def test_each_envelope_goes_to_exactly_one_of_several_connections(
    slack: SlackServer,
) -> None:
    first, second = Listener(slack), Listener(slack)
    async with socket_mode(first.app, slack), socket_mode(second.app, slack):
        for number in range(6):
            await slack.say("ada", "general", f"message {number}")
        await slack.until_settled()

    assert sorted(first.heard + second.heard) == [f"message {number}" for number in range(6)]
    assert len(first.heard) == len(second.heard) == 3


async def test_hello_says_how_many_connections_there_are(slack: SlackServer) -> None:
    greetings: list[Json] = []

    async def listen(_: Any, message: Json, __: Any) -> None:
        if message.get("type") == "hello":
            greetings.append(message)

    one, another = Listener(slack).app, Listener(slack).app
    async with socket_mode(one, slack), socket_mode(another, slack) as handler:
        handler.client.message_listeners.append(listen)
        await slack.sockets.disconnect("warning", slack.sockets.connections[1])
        await slack.wait_for(lambda: greetings)

    [greeting] = greetings
    assert greeting["connection_info"] == {"app_id": slack.world.app_id}
    assert greeting["num_connections"] == 2


async def test_what_is_not_acknowledged_comes_again_and_says_so(slack: SlackServer) -> None:
    listener = Listener(slack)
    listener.open.clear()
    async with socket_mode(listener.app, slack):
        post = await slack.say("ada", "general", "hello")
        for attempt in (1, 2, 3):
            [again] = await slack.redeliver()
            assert (again.event_id, again.retry_attempt) == (post.deliveries[0].event_id, attempt)
        assert await slack.redeliver() == []  # after three retries Slack gives up
        listener.open.set()
        await slack.until_settled()
        await slack.wait_for(lambda: len(listener.attempts) == 4)

    assert listener.attempts == ["0", "1", "2", "3"]
    [connection] = slack.sockets.past
    assert [e["retry_reason"] for e in connection.envelopes] == ["", *["timeout"] * 3]


async def test_what_happens_while_nobody_listens_reaches_the_next_connection(
    slack: SlackServer,
) -> None:
    await slack.say("ada", "general", "is anybody there?")
    listener = Listener(slack)

    async with socket_mode(listener.app, slack):
        assert listener.heard == []
        await slack.redeliver()
        await slack.until_settled()

    assert (listener.heard, listener.attempts) == (["is anybody there?"], ["1"])


async def test_an_acknowledged_event_may_come_again_all_the_same(slack: SlackServer) -> None:
    listener = Listener(slack)
    async with socket_mode(listener.app, slack):
        post = await slack.say("ada", "general", "hello")
        await slack.until_settled()
        await slack.deliveries.repeat(post.deliveries[0])
        await slack.wait_for(lambda: len(listener.heard) == 2)

    first, second = slack.sockets.past[0].envelopes
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["envelope_id"] != second["envelope_id"]


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_the_app_comes_back_when_slack_asks_it_to(slack: SlackServer, reason: str) -> None:
    listener = Listener(slack)
    async with socket_mode(listener.app, slack):
        await slack.sockets.disconnect(reason)
        await slack.sockets.until_opened(2)
        await slack.wait_for(lambda: len(slack.sockets.connections) == 1)
        await slack.say("ada", "general", "still there?")
        await slack.until_settled()

    assert listener.heard == ["still there?"]


async def test_the_app_comes_back_after_the_connection_broke(slack: SlackServer) -> None:
    listener = Listener(slack)
    listener.open.clear()
    async with socket_mode(listener.app, slack):
        await slack.say("ada", "general", "hello")
        await slack.wait_for(lambda: listener.heard)
        slack.sockets.cut()
        await slack.sockets.until_opened(2)
        listener.open.set()
        await slack.redeliver()
        await slack.until_settled()

    assert listener.attempts == ["0", "1"]


async def test_nobody_comes_back_after_the_link_was_disabled(slack: SlackServer) -> None:
    async with socket_mode(Listener(slack).app, slack):
        await slack.sockets.disconnect("link_disabled")
        await slack.wait_for(lambda: len(slack.recorder.to("apps.connections.open")) >= 2)

    assert slack.recorder.to("apps.connections.open")[1].error == "forbidden_team"
    assert slack.sockets.opened == 1


async def test_a_command_without_anybody_who_listens_fails_for_its_person(
    slack: SlackServer,
) -> None:
    with pytest.raises(NotDelivered):
        await slack.command("ada", "/emojify", "hello")


async def test_an_event_that_was_not_subscribed_to_is_not_sent(slack: SlackServer) -> None:
    slack.events.subscriptions.remove("message.channels")

    post = await slack.say("ada", "general", "hello @mojibot")

    assert [d.payload["event"]["type"] for d in post.deliveries] == ["app_mention"]


async def test_a_channel_is_heard_only_by_its_members(slack: SlackServer) -> None:
    slack.world.channel("secret", creator="ada", with_bot=False, is_private=True)

    assert (await slack.say("ada", "secret", "hello")).deliveries == ()
    await slack.join("mojibot", "secret")
    [delivery] = (await slack.say("ada", "secret", "hello")).deliveries
    assert delivery.payload["event"]["channel_type"] == "group"


async def test_no_more_than_ten_connections_are_taken(slack: SlackServer) -> None:
    opened = web_client(slack, token=slack.app_token)
    async with aiohttp.ClientSession() as session, AsyncExitStack() as sockets:

        async def connect() -> Json:
            url = (await opened.api_call("apps.connections.open"))["url"]
            socket = await sockets.enter_async_context(session.ws_connect(url))
            greeting: Json = await socket.receive_json()
            return greeting

        greetings = [await connect() for _ in range(11)]

    assert [greeting.get("num_connections") for greeting in greetings[:10]] == [*range(1, 11)]
    assert greetings[10]["reason"] == "too_many_websockets"


async def test_an_address_opens_one_connection_only(slack: SlackServer) -> None:
    opened = web_client(slack, token=slack.app_token)
    url = (await opened.api_call("apps.connections.open"))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)

"""Answers to what people do in the loopback Slack: response URLs and acknowledgements."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.loopback.slack import SlackServer, faults
from tests.loopback.slack.plain_bot import PlainBot, actions, button, plain_bot


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as slack:
        yield slack


@pytest.fixture
async def bot(slack: SlackServer) -> AsyncIterator[PlainBot]:
    async with plain_bot(slack) as bot:
        yield bot


@pytest.mark.usefixtures("bot")
async def test_an_ephemeral_message_is_not_sent_along_and_can_be_replaced(
    slack: SlackServer,
) -> None:
    asked = await slack.command("ada", "/open")
    blocks = [actions(button(action_id="press"))]
    await AsyncWebhookClient(asked.payload["response_url"]).send(text="one", blocks=blocks)

    pressed = await slack.press("ada", "Reroll")
    again = AsyncWebhookClient(pressed.payload["response_url"])
    assert "message" not in pressed.payload
    assert pressed.payload["container"]["is_ephemeral"]
    await again.send(text="two", replace_original=True)
    assert [message.text for message in slack.shown("ada", "general")] == ["two"]
    await again.send(delete_original=True)
    assert slack.shown("ada", "general") == []


@pytest.mark.usefixtures("bot")
async def test_a_response_url_works_five_times_in_half_an_hour(
    slack: SlackServer,
) -> None:
    urls = [
        AsyncWebhookClient((await slack.command("ada", "/open")).payload["response_url"])
        for _ in range(2)
    ]

    answers = [(await urls[0].send(text=f"{n}", response_type="in_channel")) for n in range(6)]
    slack.clock.advance(30 * 60)
    expired = await urls[1].send(text="late")

    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert (answers[5].body, expired.body) == ("used_url", "expired_url")
    assert len(slack.shown("grace", "general")) == 5


async def test_a_slow_acknowledgement_is_noticed(
    slack: SlackServer, bot: PlainBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.loopback.slack.deliveries.ACK_WITHIN", 0.01)
    gate = asyncio.Event()

    @bot.app.command("/slow")
    async def slow(ack: Any) -> None:
        await gate.wait()
        await ack()

    asyncio.get_running_loop().call_later(0.05, gate.set)
    asked = await slack.command("ada", "/slow")

    assert slack.late_acks == [asked]


@pytest.mark.usefixtures("bot")
async def test_an_answer_can_fail_like_a_call(slack: SlackServer) -> None:
    asked = await slack.command("ada", "/open")
    url = AsyncWebhookClient(asked.payload["response_url"], retry_handlers=[])
    for fault in (faults.RateLimited(7), faults.Broken(), "expired_url"):
        slack.faults.fail("response_url", fault)

    answers = [await url.send(text=str(number)) for number in range(4)]

    assert [answer.status_code for answer in answers] == [429, 503, 404, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert [message.text for message in slack.shown("ada", "general")] == ["3"]


@pytest.mark.usefixtures("bot")
async def test_an_answer_of_another_shape_is_a_violation(slack: SlackServer) -> None:
    asked = await slack.command("ada", "/open")
    url = AsyncWebhookClient(asked.payload["response_url"])

    answer = await url.send_dict({"text": "hello", "surprise": 1})

    assert (answer.status_code, answer.body) == (400, "invalid_payload")
    assert slack.recorder.forgive() == ["response_url: an answer has no ['surprise']"]

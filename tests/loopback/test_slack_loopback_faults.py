"""What a test can let go wrong in the loopback Slack, and its rate limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack import SlackServer, faults
from tests.loopback.slack.bolt import web_client


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as slack:
        yield slack


@pytest.fixture
def client(slack: SlackServer) -> AsyncWebClient:
    return web_client(slack)


async def test_an_error_comes_as_often_as_it_was_asked_for(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    post = await slack.say("ada", "general", "hello")
    slack.faults.fail("reactions.add", "thread_locked", times=2)

    for _ in range(2):
        with pytest.raises(SlackApiError, match="thread_locked"):
            await client.reactions_add(channel=post.channel, timestamp=post.ts, name="wave")
    assert post.reactions == {}
    await client.reactions_add(channel=post.channel, timestamp=post.ts, name="wave")

    assert post.own_reactions == ["wave"]
    errors = [call.error for call in slack.recorder.to("reactions.add")]
    assert errors == ["thread_locked", "thread_locked", None]


def test_an_error_that_the_method_never_answers_cannot_be_injected() -> None:
    slack = SlackServer()

    slack.faults.fail("reactions.add", "not_in_channel")
    with pytest.raises(LookupError, match="never answers view_too_large"):
        slack.faults.fail("reactions.add", "view_too_large")
    with pytest.raises(LookupError):
        slack.faults.fail("reactions.ad", "invalid_name")


async def test_the_sdk_waits_as_long_as_it_is_told_to(slack: SlackServer) -> None:
    client = web_client(slack)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    slack.faults.fail("auth.test", faults.RateLimited(retry_after=0))

    await client.auth_test()

    assert [call.error for call in slack.recorder.to("auth.test")] == ["ratelimited", None]


async def test_a_server_error_is_no_json(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.faults.fail("auth.test", faults.Broken(502))

    with pytest.raises(SlackApiError) as broken:
        await client.auth_test()

    assert broken.value.response.status_code == 502


async def test_a_connection_that_is_cut_did_nothing(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    post = await slack.say("ada", "general", "hello")
    slack.faults.fail("reactions.add", faults.Cut())

    with pytest.raises(aiohttp.ClientError):
        await client.reactions_add(channel=post.channel, timestamp=post.ts, name="wave")

    assert post.reactions == {}


async def test_a_slow_answer_comes_when_the_test_says_so(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    post = await slack.say("ada", "general", "hello")
    slow = faults.Slow()
    slack.faults.fail("reactions.add", slow)

    asked = asyncio.create_task(
        client.reactions_add(channel=post.channel, timestamp=post.ts, name="wave")
    )
    await slack.until_reacted(post)
    assert not asked.done()
    slow.until.set()

    assert (await asked)["ok"]


async def test_a_tier_is_so_many_calls_a_minute(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.limits.on = True
    for _ in range(20):
        await client.emoji_list()

    with pytest.raises(SlackApiError, match="ratelimited") as limited:
        await client.emoji_list()
    assert limited.value.response.status_code == 429
    slack.clock.advance(int(limited.value.response.headers["Retry-After"]))

    await client.emoji_list()


async def test_messages_are_counted_for_each_channel_apart(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.limits.on = True
    slack.limits.calls["chat.postMessage"] = 1
    general, memes = (slack.world.channel(name).id for name in ("general", "memes"))

    await client.chat_postMessage(channel=general, text="one")
    await client.chat_postMessage(channel=memes, text="two")
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.chat_postMessage(channel=general, text="three")

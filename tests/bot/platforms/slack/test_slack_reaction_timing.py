"""Messages that come again, late, edited or deleted, and the reactions to them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.features.auto_react.reactor import LATE
from bot.store.face import Store
from bot.store.records import EVERYWHERE, ServerKey
from tests.bot.fakes import FakeLoader, Gate
from tests.bot.platforms.slack.conftest import Running, StartSlack
from tests.bot.reacting import REACTS, set_rules, sure
from tests.loopback.slack import SlackServer
from tests.loopback.slack.writing import Post


@pytest.fixture(autouse=True)
async def _everywhere(store: Store, workspace: ServerKey) -> None:
    await set_rules(store, workspace, {EVERYWHERE: REACTS})


@asynccontextmanager
async def judging(
    slack: SlackServer, start_slack: StartSlack, text: str
) -> AsyncIterator[tuple[Post, Gate, Running]]:
    """A bot in the middle of judging a message, held by a gate."""
    gate = Gate(is_open=False)
    async with start_slack(FakeLoader(sure(gate=gate))) as bot:
        post = await slack.say("ada", "general", text)
        assert await asyncio.to_thread(gate.reached.wait, 10)
        try:
            yield post, gate, bot
        finally:
            gate.open()


async def test_a_redelivered_message_is_reacted_to_once(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack(FakeLoader(sure())) as bot:
        post = await slack.say("ada", "general", "we won")
        await slack.until_reacted(post)
        await slack.deliveries.repeat(post.deliveries[0])
        await slack.until_reacted(await slack.say("ada", "general", "pizza tonight"))
        await bot.services.tasks.settle()

    assert [call.arguments["name"] for call in slack.recorder.to("reactions.add")] == [
        "trophy",
        "pizza",
    ]


async def test_an_edit_is_judged_in_the_place_of_what_was_written_first(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with judging(slack, start_slack, "so tired") as (post, gate, _):
        await slack.edit(post, "pizza tonight")
        await slack.until_settled()
        gate.open()
        assert await slack.until_reacted(post) == ["pizza"]


async def test_a_deleted_message_is_left_alone(slack: SlackServer, start_slack: StartSlack) -> None:
    async with judging(slack, start_slack, "so tired") as (post, gate, bot):
        await slack.delete(post)
        await slack.until_settled()
        gate.open()
        await bot.services.tasks.settle()
    assert slack.recorder.to("reactions.add") == []


async def test_a_message_that_comes_late_is_left_alone(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    await slack.say("ada", "general", "so tired")  # nobody listens yet
    slack.clock.advance(LATE + 1)
    model = sure()
    async with start_slack(FakeLoader(model)) as bot:
        assert len(await slack.redeliver()) == 1
        await slack.until_settled()
        await bot.services.tasks.settle()
        await slack.until_reacted(await slack.say("ada", "general", "we won"))
    assert [text for call in model.calls for text in call.texts] == ["we won"]


async def test_a_message_whose_deletion_came_first_is_left_alone(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    post = await slack.say("ada", "general", "so tired")  # nobody listens yet
    model = sure()
    async with start_slack(FakeLoader(model)) as bot:
        await slack.delete(post)
        await slack.wait_for(lambda: slack.deliveries.all[-1].acknowledged)
        await bot.services.tasks.settle()
        await slack.redeliver()
        await slack.until_settled()
        await bot.services.tasks.settle()
    assert model.calls == []

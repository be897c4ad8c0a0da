"""Slack sends events again, and several times: each is answered once, whatever restarts."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from bot.platforms.slack.emojify import talking
from bot.platforms.slack.seen import delivery_of
from bot.store.store import DatabaseStore, open_store
from tests.bot.fakes import FakeLoader, Gate
from tests.bot.platforms.slack.conftest import StartSlack
from tests.loopback.slack import SlackServer
from tests.loopback.slack.deliveries import Kind
from tests.loopback.slack.faults import RateLimited

WORDS = "we got the house!"


async def test_an_event_that_comes_several_times_is_answered_once(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    gate = Gate(is_open=False)
    async with start_slack(FakeLoader(gate=gate)) as bot:
        post = await slack.tell("ada", WORDS)
        for _ in range(3):
            await slack.deliveries.repeat(post.deliveries[0])
        gate.open()
        await slack.until_shown("ada", None, ":tada:")
        await slack.deliveries.repeat(post.deliveries[0])
        await slack.until_settled()
        await bot.services.tasks.settle()

    assert len(slack.recorder.to("chat.postMessage")) == 1


async def test_a_message_that_comes_under_another_id_is_answered_once(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack() as bot:
        post = await slack.tell("ada", WORDS)
        await slack.until_shown("ada", None, ":tada:")
        await slack.deliveries.deliver(
            Kind.EVENT, post.deliveries[0].payload | {"event_id": "EvANOTHER"}
        )
        await slack.until_settled()
        await bot.services.tasks.settle()

    assert len(slack.recorder.to("chat.postMessage")) == 1


async def test_a_request_that_no_listener_could_take_is_taken_when_it_comes_again(
    slack: SlackServer, start_slack: StartSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> BoltResponse:
        monkeypatch.undo()
        raise RuntimeError("a mistake of somebody's")

    async with start_slack():
        monkeypatch.setattr(AsyncApp, "async_dispatch", broken)
        post = await slack.tell("ada", WORDS)
        await slack.wait_for(lambda: AsyncApp.async_dispatch is not broken)
        assert not post.deliveries[0].acknowledged
        await slack.redeliver()
        await slack.until_shown("ada", None, ":tada:")


async def test_commands_and_presses_that_come_twice_are_answered_once(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack() as bot:
        command = await slack.command("ada", "/emojify", WORDS)
        await slack.until_shown("ada", "general", "Why?")
        press = await slack.press("ada", "Why?")
        await slack.until_shown("ada", "general", "Why these?")
        for delivery in (command, press):
            await slack.deliveries.repeat(delivery)
        await slack.tell("ada", WORDS)
        await slack.until_shown("ada", None, ":tada:")
        await bot.services.tasks.settle()

    assert len(slack.shown("ada", "general")) == 2


@pytest.mark.parametrize("method", ["chat.postMessage", "response_url"])
async def test_a_slack_that_is_busy_is_waited_for_as_long_as_it_says(
    slack: SlackServer, start_slack: StartSlack, method: str
) -> None:
    slack.faults.fail(method, RateLimited(1))
    async with start_slack():
        if method == "response_url":
            await slack.command("ada", "/emojify", WORDS)
            await slack.until_shown("ada", "general", ":tada:")
        else:
            await slack.tell("ada", WORDS)
            await slack.until_shown("ada", None, ":tada:")

    limited, answered = slack.recorder.to(method)
    assert answered.at - limited.at >= 1


async def test_nobody_waits_for_a_slack_that_is_busy_for_long(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    slack.faults.fail("chat.postMessage", RateLimited(3_600))
    async with start_slack() as bot:
        await slack.tell("ada", WORDS)
        await slack.until_settled()
        await bot.services.tasks.settle()

    assert [call.error for call in slack.recorder.to("chat.postMessage")] == ["ratelimited"]


async def test_what_was_answered_before_a_restart_is_not_answered_again(
    slack: SlackServer, start_slack: StartSlack, tmp_path: Path
) -> None:
    for posts in (1, 1):
        store = await _reopened(tmp_path, slack.clock.now)
        async with start_slack(store=store) as bot:
            if not slack.deliveries.all:
                await slack.tell("ada", WORDS)
            else:
                await slack.deliveries.repeat(slack.deliveries.all[0])
            await slack.redeliver()
            await slack.until_settled()
            await slack.until_shown("ada", None, ":tada:")
            await bot.services.tasks.settle()
        await store.aclose()
        assert len(slack.recorder.to("chat.postMessage")) == posts


async def test_what_the_last_process_died_over_is_answered_by_the_next(
    slack: SlackServer, start_slack: StartSlack, tmp_path: Path
) -> None:
    before = await _reopened(tmp_path, slack.clock.now)
    post = await slack.tell("ada", WORDS)
    delivery = delivery_of(post.deliveries[0].payload)
    assert delivery is not None
    assert await before.deliveries.claim("slack", delivery)
    await before.aclose()

    store = await _reopened(tmp_path, slack.clock.now)
    async with start_slack(store=store):
        await slack.redeliver()
        await slack.until_shown("ada", None, ":tada:")
    await store.aclose()


async def test_a_database_that_is_away_keeps_nobody_from_an_answer(
    slack: SlackServer, start_slack: StartSlack, tmp_path: Path
) -> None:
    file = tmp_path / "broken.db"
    file.write_text("no database at all" * 100)
    store = await open_store(f"sqlite:///{file}")
    async with start_slack(store=store) as bot:
        post = await slack.tell("ada", WORDS)
        await slack.until_shown("ada", None, ":tada:")
        await slack.deliveries.repeat(post.deliveries[0])
        await slack.until_settled()
        await bot.services.tasks.settle()
    await store.aclose()

    assert len(slack.recorder.to("chat.postMessage")) == 1
    assert slack.late_acks == []


async def test_a_database_that_hangs_keeps_nobody_from_the_acknowledgement(
    slack: SlackServer, start_slack: StartSlack, tmp_path: Path
) -> None:
    store = await _reopened(tmp_path, slack.clock.now)
    with closing(sqlite3.connect(tmp_path / "events.db", isolation_level=None)) as another:
        another.execute("BEGIN EXCLUSIVE")
        async with start_slack(store=store) as bot:
            for person in ("ada", "grace", "alan"):
                await slack.tell(person, WORDS)
            command = await slack.command("ada", "/emojify", WORDS)
            await slack.until_shown("ada", "general", ":tada:")
            await slack.until_settled()
            await bot.services.tasks.settle()
        another.execute("ROLLBACK")
    await store.aclose()

    assert command.acknowledged
    assert slack.late_acks == []
    assert len(slack.recorder.to("chat.postMessage")) == 3


async def test_what_nobody_listens_for_is_acknowledged(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack():
        event = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "team_join"}}
        await slack.deliveries.deliver(Kind.EVENT, event)
        await slack.until_settled()

    assert slack.late_acks == []


async def test_work_that_fails_is_logged_with_its_traceback_and_without_what_was_written(
    slack: SlackServer,
    start_slack: StartSlack,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(talking, "without_mention", broken)
    async with start_slack() as bot:
        await slack.tell("ada", WORDS)
        await slack.until_settled()
        await bot.services.tasks.settle()

    (record,) = (r for r in caplog.records if r.getMessage() == "work for Slack failed")
    assert record.exc_info is not None
    assert WORDS not in caplog.text


async def test_many_who_ask_at_once_are_each_answered_once(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    people = [f"person{n}" for n in range(40)]
    async with start_slack() as bot:
        await asyncio.gather(*(slack.tell(person, WORDS) for person in people))
        for person in people:
            await slack.until_shown(person, None, ":tada:")
        await slack.until_settled()
        await bot.services.tasks.settle()

    assert len(slack.recorder.to("chat.postMessage")) == len(people)
    assert slack.late_acks == []


async def _reopened(folder: Path, clock: Callable[[], float]) -> DatabaseStore:
    return await open_store(f"sqlite:///{folder / 'events.db'}", clock=clock)

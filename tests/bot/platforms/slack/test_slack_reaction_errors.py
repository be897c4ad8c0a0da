"""Reactions that Slack refuses: nobody notices, and nobody keeps asking."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.platforms.slack.access import FAULTS, PAUSE, REFUSED_FOR, Access
from bot.platforms.slack.reacting.sending import SOON
from bot.store.face import Store
from bot.store.records import EVERYWHERE, ServerKey
from tests.bot.fakes import FakeLoader
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.reacting import REACTS, set_rules, sure
from tests.loopback.slack import SlackServer
from tests.loopback.slack.faults import Broken, Cut, RateLimited, Slow


@pytest.fixture(autouse=True)
async def _everywhere(store: Store, workspace: ServerKey) -> None:
    await set_rules(store, workspace, {EVERYWHERE: REACTS})


@pytest.mark.parametrize(
    "error",
    [
        "account_inactive",
        "already_reacted",
        "channel_not_found",
        "fatal_error",
        "invalid_name",
        "is_archived",
        "message_not_found",
        "no_permission",
        "not_in_channel",
        "not_reactable",
        "ratelimited",
        "service_unavailable",
        "thread_locked",
        "token_revoked",
        "too_many_emoji",
        "too_many_reactions",
    ],
)
async def test_every_refusal_is_survived_in_silence(
    slack: SlackServer, start_slack: StartSlack, caplog: pytest.LogCaptureFixture, error: str
) -> None:
    slack.faults.fail("reactions.add", error)
    async with start_slack(FakeLoader(sure())) as bot:
        await slack.say("ada", "general", "we won")
        await slack.wait_for(lambda: slack.recorder.to("reactions.add"))
        await bot.services.tasks.settle()
    assert "Traceback" not in caplog.text
    assert "we won" not in caplog.text
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("fault", [Cut(), Broken()])
async def test_an_unreachable_slack_is_survived_in_silence(
    slack: SlackServer, start_slack: StartSlack, fault: Cut | Broken
) -> None:
    slack.faults.fail("reactions.add", fault)
    async with start_slack(FakeLoader(sure())) as bot:
        await slack.say("ada", "general", "we won")
        await slack.wait_for(lambda: slack.recorder.to("reactions.add"))
        await bot.services.tasks.settle()
        post = await slack.say("ada", "general", "pizza tonight")
        assert await slack.until_reacted(post) == ["pizza"]


async def test_an_emoji_that_slack_does_not_know_is_named_in_the_log(
    slack: SlackServer, start_slack: StartSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.faults.fail("reactions.add", "invalid_name")
    with caplog.at_level(logging.WARNING, logger="bot"):
        async with start_slack(FakeLoader(sure())) as bot:
            await slack.say("ada", "general", "we won")
            await slack.wait_for(lambda: slack.recorder.to("reactions.add"))
            await bot.services.tasks.settle()
    [said] = [r for r in caplog.records if r.getMessage() == "Slack does not know an emoji"]
    assert vars(said)["emoji"] == "trophy"


async def test_a_short_wait_is_waited_for(slack: SlackServer, start_slack: StartSlack) -> None:
    slack.faults.fail("reactions.add", RateLimited(1))
    async with start_slack(FakeLoader(sure())):
        post = await slack.say("ada", "general", "we won")
        assert await slack.until_reacted(post) == ["trophy"]
    assert len(slack.recorder.to("reactions.add")) == 2


async def test_a_long_wait_is_not_waited_for_and_nothing_is_asked_meanwhile(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    slack.faults.fail("reactions.add", RateLimited(30))
    async with start_slack(FakeLoader(sure())) as bot:
        first = await slack.say("ada", "general", "we won")
        await slack.wait_for(lambda: slack.recorder.to("reactions.add"))
        await bot.services.tasks.settle()
        second = await slack.say("ada", "general", "pizza tonight")
        await slack.until_settled()
        await bot.services.tasks.settle()
    assert (first.own_reactions, second.own_reactions) == ([], [])
    assert len(slack.recorder.to("reactions.add")) == 1


async def test_a_channel_that_takes_no_reactions_is_left_alone(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    slack.faults.fail("reactions.add", "not_in_channel")
    model = sure()
    async with start_slack(FakeLoader(model)) as bot:
        await slack.say("ada", "general", "we won")
        await slack.wait_for(lambda: slack.recorder.to("reactions.add"))
        await bot.services.tasks.settle()
        await slack.say("ada", "general", "so tired")
        await slack.until_settled()
        await bot.services.tasks.settle()
        await slack.join("mojibot", "general")
        await slack.until_settled()
        await bot.services.tasks.settle()
        post = await slack.say("ada", "general", "pizza tonight")
        assert await slack.until_reacted(post) == ["pizza"]
    assert [text for call in model.calls for text in call.texts] == ["we won", "pizza tonight"]


async def test_a_missing_scope_is_said_once_with_what_to_do(
    slack: SlackServer, start_slack: StartSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.tokens.scopes -= {"reactions:write"}
    async with start_slack(FakeLoader(sure())) as bot:
        for text in ("we won", "so tired"):
            await slack.say("ada", "general", text)
            await slack.until_settled()
            await bot.services.tasks.settle()
    assert slack.recorder.forgive() == ["reactions.add: the scope reactions:write was not given"]
    said = [r.getMessage() for r in caplog.records if "reactions:write" in r.getMessage()]
    assert len(said) == 1
    assert "install the app into the workspace again" in said[0]


async def test_a_slow_slack_holds_nothing_up(
    slack: SlackServer, start_slack: StartSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.reacting.sending.SOON", 0.2)
    slow = Slow()
    slack.faults.fail("reactions.add", slow)
    async with start_slack(FakeLoader(sure())) as bot:
        await slack.say("ada", "general", "we won")
        await slack.wait_for(lambda: slack.recorder.to("reactions.add"))
        async with asyncio.timeout(SOON):
            await bot.services.tasks.settle()
        slow.until.set()
        post = await slack.say("ada", "general", "pizza tonight")
        assert await slack.until_reacted(post) == ["pizza"]


@pytest.mark.parametrize(
    ("fault", "counted"),
    [("message_not_found", "auto_react.refused"), (RateLimited(30), "auto_react.dropped")],
)
async def test_what_never_came_is_counted(
    slack: SlackServer,
    store: Store,
    start_slack: StartSlack,
    monkeypatch: pytest.MonkeyPatch,
    fault: str | RateLimited,
    counted: str,
) -> None:
    counts: list[str] = []
    monkeypatch.setattr(store, "count", lambda _, what: counts.append(what))
    slack.faults.fail("reactions.add", fault)
    async with start_slack(FakeLoader(sure())) as bot:
        await slack.say("ada", "general", "we won")
        await slack.wait_for(lambda: slack.recorder.to("reactions.add"))
        await bot.services.tasks.settle()
    assert counts == ["auto_react.reacted", counted]


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_faults_in_a_row_make_a_pause() -> None:
    clock = _Clock()
    access = Access(clock)
    for _ in range(FAULTS - 1):
        access.failed()
    access.worked()
    for _ in range(FAULTS - 1):
        access.failed()
    assert access.may_react("C1")
    access.failed()
    assert not access.may_react("C1")
    clock.now += PAUSE
    assert access.may_react("C1")


def test_a_refusal_is_forgotten_after_a_while() -> None:
    clock = _Clock()
    access = Access(clock)
    access.refused("C1")
    assert (access.may_react("C1"), access.may_react("C2")) == (False, True)
    clock.now += REFUSED_FOR
    assert access.may_react("C1")

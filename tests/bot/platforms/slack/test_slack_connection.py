"""Socket Mode: connections that come and go, tokens that are refused, and what must not be lost."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.inference import Worker
from bot.platforms.slack.errors import AppTokenRefused, SlackError, TokenRefused
from bot.platforms.slack.services import make_slack_services
from bot.platforms.slack.supervisor import run
from bot.settings import Settings, load_settings
from bot.store.face import Store
from tests.bot.fakes import FakeLoader, FakeModel, Gate
from tests.bot.platforms.slack.conftest import StartSlack, no_wait
from tests.loopback.slack import SlackServer
from tests.loopback.slack.faults import Broken, Cut, RateLimited

WORDS = "we got the house!"


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_connection_that_ends_soon_goes_only_when_the_next_one_is_there(
    slack: SlackServer, start_slack: StartSlack, reason: str
) -> None:
    async with start_slack():
        first = slack.sockets.connections[0]
        await slack.sockets.disconnect(reason, first)
        await slack.sockets.until_opened(3)
        assert len(slack.sockets.connections) == 3
        await slack.tell("grace", WORDS)
        await slack.until_shown("grace", None, ":tada:")
        await slack.wait_for(lambda: first not in slack.sockets.connections)
        assert len(slack.sockets.connections) == 2
        await slack.tell("ada", WORDS)
        await slack.until_shown("ada", None, ":tada:")


async def test_what_is_being_answered_when_a_connection_is_renewed_is_acknowledged_and_answered(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    gate = Gate(is_open=False)
    async with start_slack(FakeLoader(gate=gate)) as bot:
        for _ in range(4):
            await slack.tell("ada", WORDS)
        old = list(slack.sockets.connections)
        await slack.sockets.disconnect("refresh_requested")
        await slack.sockets.until_opened(4)
        await slack.sockets.close(*old)
        gate.open()
        await slack.until_shown("ada", None, ":tada:", times=4)
        await slack.until_settled()
        assert await slack.redeliver() == []
        await bot.services.tasks.settle()

    assert len(slack.recorder.to("chat.postMessage")) == 4


async def test_broken_connections_come_back_and_what_was_missed_is_answered_once(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack() as bot:
        slack.sockets.cut()
        await slack.wait_for(lambda: not slack.sockets.connections)
        post = await slack.tell("ada", WORDS)
        await slack.sockets.until_opened(4)
        await slack.redeliver()
        await slack.until_shown("ada", None, ":tada:")
        await slack.deliveries.repeat(post.deliveries[0])
        await slack.until_settled()
        await bot.services.tasks.settle()

    assert len(slack.recorder.to("chat.postMessage")) == 1


async def test_a_connection_that_is_closed_without_a_greeting_is_tried_again(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack():
        slack.sockets.unwelcome = 3
        slack.sockets.cut()
        await slack.sockets.until_opened(4)
        await slack.tell("ada", WORDS)
        await slack.until_shown("ada", None, ":tada:")

    assert slack.sockets.unwelcome == 0


async def test_what_comes_while_the_bot_stops_is_left_to_the_next_one(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    gate = Gate(is_open=False)
    async with start_slack(FakeLoader(FakeModel(gate=gate))) as bot:
        await slack.tell("ada", WORDS)
        await asyncio.to_thread(gate.reached.wait)
        bot.task.cancel()
        await asyncio.sleep(0)
        post = await slack.tell("grace", WORDS)
        gate.open()
        await asyncio.wait({bot.task})
    assert not post.deliveries[0].acknowledged

    async with start_slack():
        await slack.redeliver()
        await slack.until_shown("grace", None, ":tada:")


async def test_what_came_while_the_bot_was_away_is_answered(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    await slack.tell("ada", WORDS)
    async with start_slack():
        await slack.redeliver()
        await slack.until_shown("ada", None, ":tada:")


@pytest.mark.parametrize(
    "fault",
    [Broken(), RateLimited(1), Cut(), "internal_error", "service_unavailable"],
    ids=lambda fault: str(fault)[:9],
)
async def test_a_slack_that_is_away_at_the_start_is_waited_for(
    slack: SlackServer, start_slack: StartSlack, fault: Broken | RateLimited | Cut | str
) -> None:
    slack.faults.fail("auth.test", fault)
    slack.faults.fail("apps.connections.open", fault, times=2)
    async with start_slack():
        await slack.tell("ada", WORDS)
        await slack.until_shown("ada", None, ":tada:")


@pytest.mark.parametrize("code", ["invalid_auth", "account_inactive", "token_revoked"])
async def test_a_bot_token_that_slack_refuses_ends_with_a_sentence(
    slack: SlackServer, slack_settings: Settings, store: Store, code: str
) -> None:
    slack.faults.fail("auth.test", code)

    with pytest.raises(TokenRefused, match=rf"Slack refuses SLACK_BOT_TOKEN \({code}\)"):
        await _run(slack, slack_settings, store)


async def test_an_app_token_that_slack_refuses_ends_with_a_sentence(
    slack: SlackServer, store: Store
) -> None:
    wrong = load_settings(
        {"SLACK_BOT_TOKEN": SlackServer.bot_token, "SLACK_APP_TOKEN": "xapp-wrong"}
    )

    with pytest.raises(AppTokenRefused, match="Slack refuses SLACK_APP_TOKEN"):
        await _run(slack, wrong, store)


async def test_a_socket_mode_that_is_turned_off_later_stops_slack_alone(
    slack: SlackServer, start_slack: StartSlack, caplog: pytest.LogCaptureFixture
) -> None:
    async with start_slack() as bot:
        await slack.sockets.disconnect("link_disabled")
        await asyncio.wait_for(bot.task, 5)

    assert "Slack refuses SLACK_APP_TOKEN" in caplog.text


async def test_nothing_secret_and_nothing_written_is_logged(
    slack: SlackServer, start_slack: StartSlack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    slack.faults.fail("chat.postMessage", "restricted_action")
    async with start_slack() as bot:
        await slack.tell("ada", WORDS)
        await slack.command("ada", "/emojify", WORDS)
        slack.sockets.cut()
        await slack.sockets.until_opened(4)
        await bot.services.tasks.settle()

    ours = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "connected to Slack" in ours
    for secret in (WORDS, SlackServer.bot_token, SlackServer.app_token, "ticket="):
        assert secret not in ours


async def _run(slack: SlackServer, settings: Settings, store: Store) -> None:
    services = make_slack_services(settings, Worker(FakeLoader()), store)
    try:
        await run(settings, services, base_url=slack.api_url, sleep=no_wait)
    except SlackError:
        slack.recorder.forgive()
        raise

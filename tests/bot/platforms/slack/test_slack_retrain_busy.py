"""/emoji-retrain while one runs already: whose it is, and how far."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features.retraining.face import Phase
from bot.store.records import DISCORD, PersonKey
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.platforms.slack.retraining import (
    COMMAND,
    OWNER,
    READY,
    previewed,
    started,
)
from tests.bot.retraining import OUTCOME, TRAINING, ScriptedRetrainer
from tests.loopback.slack import SlackServer

pytestmark = pytest.mark.usefixtures("without_waiting")


async def test_who_asks_while_one_runs_is_told_whose_it_is_and_how_far(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    slack.world.person("otto", is_owner=True)
    async with start_slack(retrainer=retrainer):
        await started(slack, retrainer)
        await retrainer.tell(**TRAINING)
        await slack.command("otto", COMMAND)
        told = await slack.until_shown("otto", "general", "40%")
        await retrainer.tell(step=200)
        await slack.press("otto", "Refresh")
        await slack.until_shown("otto", "general", "80%")
        await retrainer.tell(phase=Phase.FINISHED, outcome=OUTCOME)
        await slack.press("otto", "Refresh")
        await slack.until_shown("otto", "general", READY)
        await slack.press("otto", "Activate")
        last = await slack.until_shown("otto", "general", "activated")

    assert told.ephemeral
    assert f"ours, started by <@{slack.world.person(OWNER).id}>" in told.text
    assert last.ephemeral
    assert len(slack.shown("otto", "general")) == 1
    assert slack.modal("otto") is None


async def test_one_that_was_started_in_discord_calls_nobody_in_slack(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    slack.world.person("otto", is_owner=True)
    async with start_slack(retrainer=retrainer):
        await started(slack, retrainer)
        running = retrainer.running
        assert running is not None
        elsewhere = replace(running.request, by=PersonKey(DISCORD, "123"))
        await retrainer.tell(**TRAINING, request=elsewhere)
        await slack.command("otto", COMMAND)
        told = await slack.until_shown("otto", "general", "40%")

    assert "ours, started by somebody on Discord" in told.text
    assert told.pings == []


async def test_of_two_that_are_started_at_once_the_second_is_told_how_far_the_first_is(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await previewed(slack, data=["life"])
        await previewed(slack, data=["react"])
        await slack.press(OWNER, "Start")
        await slack.until_shown(OWNER, containing="Getting ready")
        await retrainer.tell(**TRAINING)
        await slack.press(OWNER, "Start")
        told = await slack.until_shown(OWNER, containing="40% of its training is done")

    assert told.ephemeral


async def test_who_sends_the_modal_once_another_has_started_sees_how_far_that_one_is(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    slack.world.person("otto", is_owner=True)
    async with start_slack(retrainer=retrainer):
        await slack.command("otto", COMMAND)
        await slack.until_modal("otto")
        await started(slack, retrainer)
        await retrainer.tell(**TRAINING)
        await slack.submit("otto", {"data": ["life"]})
        await slack.until_shown("otto", containing="40%")
        await retrainer.tell(step=200)
        await slack.until_shown("otto", containing="80%")
        await slack.until_shown(OWNER, containing="80%")

    assert len(retrainer.asked) == 1

"""/emoji-retrain's buttons, pressed after a restart, long afterwards, or by who may no longer."""

from __future__ import annotations

import pytest

from bot.features.retraining.face import Phase
from bot.platforms.slack.retraining.blocks import picture_in
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.platforms.slack.retraining import OWNER, READY, finished, previewed, started
from tests.bot.retraining import OUTCOME, TRAINING, ScriptedRetrainer
from tests.loopback.slack import SlackServer

pytestmark = pytest.mark.usefixtures("without_waiting")


@pytest.mark.parametrize(
    ("button", "words"), [("Refresh", "80%"), ("Cancel", "Cancelled. The old model answers on")]
)
async def test_its_buttons_outlive_a_restart(
    slack: SlackServer,
    start_slack: StartSlack,
    retrainer: ScriptedRetrainer,
    button: str,
    words: str,
) -> None:
    async with start_slack(retrainer=retrainer):
        await started(slack, retrainer)
    await retrainer.tell(**(TRAINING | {"step": 200}))
    async with start_slack(retrainer=retrainer):
        await slack.press(OWNER, button)
        await slack.until_shown(OWNER, containing=words)


async def test_after_a_restart_refresh_lets_the_message_follow_on_and_keeps_its_curve(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await started(slack, retrainer)
        await retrainer.tell(**TRAINING)
        before = await slack.until_shown(OWNER, containing="The training loss")
    async with start_slack(retrainer=retrainer):
        await retrainer.tell(step=200)
        await slack.press(OWNER, "Refresh")
        after = await slack.until_shown(OWNER, containing="80%")
        assert picture_in(after.message) == picture_in(before.message)
        await retrainer.tell(phase=Phase.FINISHED, outcome=OUTCOME)
        last = await slack.until_shown(OWNER, containing=READY)

    assert last.ts == before.ts


async def test_a_preview_from_before_a_restart_says_what_to_do(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await previewed(slack)
    async with start_slack(retrainer=retrainer):
        await slack.press(OWNER, "Start")
        told = await slack.until_shown(OWNER, containing="I do not remember this preview")

    assert "type /emoji-retrain again" in told.text
    assert retrainer.running is None


async def test_a_button_of_long_ago_says_that_nothing_is_known(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await finished(slack, retrainer)
        retrainer.forget()
        await slack.press(OWNER, "Activate")
        told = await slack.until_shown(OWNER, containing="not known any more")

    assert told.ephemeral
    assert retrainer.activated == []


async def test_who_is_no_operator_any_more_can_press_nothing(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await finished(slack, retrainer)
        slack.world.person(OWNER, is_owner=False)
        await slack.press(OWNER, "Activate")
        told = await slack.until_shown(OWNER, containing="Only the bot’s operators")

    assert told.ephemeral
    assert retrainer.activated == []

"""The loss curve under the message that follows a retraining: a file in Slack."""

from __future__ import annotations

import pytest

from bot.features.retraining.face import Phase
from bot.platforms.slack.retraining.blocks import picture_in
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.platforms.slack.retraining import (
    OWNER,
    READY,
    started,
)
from tests.bot.retraining import LOSSES, OUTCOME, TRAINING, ScriptedRetrainer
from tests.loopback.slack import SlackServer
from tests.loopback.slack.server import SCOPES

pytestmark = pytest.mark.usefixtures("without_waiting")


async def test_a_new_curve_takes_the_place_of_the_one_before(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await started(slack, retrainer)
        await retrainer.tell(**TRAINING)
        before = picture_in((await slack.until_shown(OWNER, containing="40%")).message)
        await retrainer.tell(step=200, losses=(*LOSSES, (200, 1.1)))
        after = picture_in((await slack.until_shown(OWNER, containing="80%")).message)
        await slack.wait_for(lambda: before not in slack.files.files)

    assert after in slack.files.files


async def test_a_curve_that_slack_still_looks_at_comes_with_a_later_change(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await started(slack, retrainer)
        slack.faults.fail("chat.update", "invalid_blocks")
        await retrainer.tell(**TRAINING)
        without = await slack.until_shown(OWNER, containing="40%")
        await retrainer.tell(step=200)
        with_it = await slack.until_shown(OWNER, containing="80%")

    assert picture_in(without.message) is None
    assert picture_in(with_it.message) is not None
    assert len(slack.recorder.to("files.completeUploadExternal")) == 1


@pytest.mark.parametrize("error", ["file_upload_size_restricted", "internal_error"])
async def test_a_curve_that_slack_does_not_take_stops_nothing(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer, error: str
) -> None:
    slack.faults.fail("files.getUploadURLExternal", error)
    async with start_slack(retrainer=retrainer):
        await started(slack, retrainer)
        await retrainer.tell(**TRAINING)
        shown = await slack.until_shown(OWNER, containing="40%")

    assert picture_in(shown.message) is None


class TestWithoutTheScopeForPictures:
    @pytest.fixture
    async def slack(self) -> SlackServer:
        return SlackServer(scopes=SCOPES - {"files:write"})

    async def test_the_message_goes_on_without_them(
        self, slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
    ) -> None:
        async with slack, start_slack(retrainer=retrainer):
            await started(slack, retrainer)
            await retrainer.tell(**TRAINING)
            shown = await slack.until_shown(OWNER, containing="40%")
            await retrainer.tell(phase=Phase.FINISHED, outcome=OUTCOME)
            await slack.until_shown(OWNER, containing=READY)

        assert picture_in(shown.message) is None

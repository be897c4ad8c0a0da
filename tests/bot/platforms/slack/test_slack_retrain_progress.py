"""/emoji-retrain, once it has started: one direct message that follows it."""

from __future__ import annotations

import pytest

from bot.features.retraining.face import Phase
from bot.localisation import text
from bot.platforms.slack.retraining import showing
from bot.platforms.slack.retraining.blocks import picture_in
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.platforms.slack.retraining import (
    COMMAND,
    OWNER,
    READY,
    started,
)
from tests.bot.retraining import OUTCOME, TRAINING, ScriptedRetrainer
from tests.loopback.slack import SlackServer

pytestmark = pytest.mark.usefixtures("without_waiting")


async def test_one_message_follows_it_with_a_curve_to_both_models_side_by_side(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        first = await started(slack, retrainer)
        await retrainer.tell(**TRAINING)
        training = await slack.until_shown(OWNER, containing="*Training*")
        await retrainer.tell(phase=Phase.JUDGING)
        await slack.until_shown(OWNER, containing="Comparing")
        await retrainer.tell(phase=Phase.FINISHED, outcome=OUTCOME)
        last = await slack.until_shown(OWNER, containing=READY)

    owner = slack.world.person(OWNER).id
    assert len(slack.shown(OWNER)) == 1
    assert first.ts == training.ts == last.ts
    assert training.text.splitlines() == [
        "*Training*",
        f"ours, started by <@{owner}>",
        "`████████░░░░░░░░░░░░` 40%",
        "Epoch 0.8 of 2 · loss 1.700 · 181 rows/s",
        "About 4 minutes left",
        "The training loss over the steps",
    ]
    assert training.buttons == ["Cancel", "Refresh"]
    curve = slack.files.files[picture_in(training.message) or ""]
    assert (curve.content or b"").startswith(b"\x89PNG")
    assert last.text.splitlines() == [
        "*The new model is ready*: `ours-2`",
        "*Old → new on the same messages (difference, 95% interval)*",
        "• hit@1: 41.0% → 44.2% (+1.1 … +5.3)",
        "• calibration error: 3.1% → 2.9% (-0.4 … +0.1)",
        "• your own rows: hit@3: 12.0% → 81.0% (+60.0 … +75.0)",
        "• milliseconds a message: 4.1 → 4.2",
        "*Old → new*",
        *(f"sentence {n} · 🎉 🙂 👍 → 🚢 🎉 🙂" for n in range(10)),
        text("en", "retraining-passed"),
        "The training loss over the steps",
    ]
    assert last.buttons == ["Activate", "Keep the old one"]


async def test_it_is_not_changed_more_often_than_every_few_seconds(
    slack: SlackServer,
    start_slack: StartSlack,
    retrainer: ScriptedRetrainer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(showing, "EVERY", 3_600.0)
    async with start_slack(retrainer=retrainer):
        await started(slack, retrainer)
        changes = len(slack.recorder.to("chat.update"))
        for step in range(1, 50):
            await retrainer.tell(**(TRAINING | {"step": step}))
        await retrainer.tell(phase=Phase.FINISHED, outcome=OUTCOME)
        await slack.until_shown(OWNER, containing=READY)

    assert len(slack.recorder.to("chat.update")) == changes + 1


async def test_a_change_that_fails_is_made_up_for_by_the_next(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await started(slack, retrainer)
        slack.faults.fail("chat.update", "internal_error")
        await retrainer.tell(**TRAINING)
        await slack.wait_for(lambda: slack.recorder.to("chat.update")[-1].error)
        await retrainer.tell(phase=Phase.FINISHED, outcome=OUTCOME)
        await slack.until_shown(OWNER, containing=READY)


async def test_a_message_that_was_deleted_is_left_alone(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        message = await started(slack, retrainer)
        del slack.world.direct(OWNER).messages[message.ts]
        await retrainer.tell(**TRAINING)
        await slack.wait_for(lambda: slack.recorder.to("chat.update")[-1].error)
        changes = len(slack.recorder.to("chat.update"))
        await retrainer.tell(phase=Phase.FINISHED, outcome=OUTCOME)
        await slack.command(OWNER, COMMAND)
        await slack.until_modal(OWNER)

    assert len(slack.recorder.to("chat.update")) == changes


async def test_cancel_stops_it(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await started(slack, retrainer)
        await retrainer.tell(**TRAINING)
        await slack.until_shown(OWNER, containing="40%")
        await slack.press(OWNER, "Cancel")
        after = await slack.until_shown(OWNER, containing="Cancelled.")

    assert after.text.startswith("Cancelled. The old model answers on, and the files are deleted.")
    assert after.buttons == []

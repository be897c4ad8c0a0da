"""/emoji-retrain, once it has started: one direct message that follows it to its end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.features.retraining.face import Phase
from bot.features.retraining.pages import outcome_page
from bot.localisation import LOCALES, Locale, text
from bot.platforms.slack.markup import mrkdwn
from bot.platforms.slack.retraining import picture, showing
from bot.platforms.slack.retraining.blocks import picture_in
from bot.platforms.slack.services import MARKUP
from bot.store.records import DISCORD, SLACK, PersonKey
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.platforms.slack.retraining import (
    COMMAND,
    OWNER,
    READY,
    finished,
    previewed,
    started,
)
from tests.bot.retraining import LOSSES, OUTCOME, TRAINING, ScriptedRetrainer
from tests.loopback.slack import SlackServer
from tests.loopback.slack.server import SCOPES


@pytest.fixture
def retrainer(tmp_path: Path) -> ScriptedRetrainer:
    return ScriptedRetrainer(tmp_path)


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "EVERY", 0.0)
    monkeypatch.setattr(picture, "EVERY", 0.0)


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


async def test_a_failure_is_one_sentence(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await started(slack, retrainer)
        await retrainer.tell(phase=Phase.FAILED, error="The disk is full: make room.")
        last = await slack.until_shown(OWNER, containing="full")

    assert last.text == "⚠️ The disk is full: make room. The old model answers on."
    assert last.buttons == []


async def test_an_activation_says_who_and_which(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await finished(slack, retrainer)
        await slack.press(OWNER, "Activate")
        after = await slack.until_shown(OWNER, containing="activated")

    owner = slack.world.person(OWNER).id
    assert after.text.splitlines()[-1] == (
        f"✅ <@{owner}> activated ours 2 (3f9a). `python -m bot models rollback` takes it back."
    )
    assert after.buttons == []
    assert retrainer.activated == [("ours-2", PersonKey(SLACK, owner))]


async def test_an_activation_that_fails_is_one_sentence_and_can_be_tried_again(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    retrainer.damaged = "ours-2 is damaged: retrain it."
    async with start_slack(retrainer=retrainer):
        await finished(slack, retrainer)
        await slack.press(OWNER, "Activate")
        told = await slack.until_shown(OWNER, containing="is damaged")
        assert told.ephemeral
        retrainer.damaged = None
        await slack.press(OWNER, "Activate")
        await slack.until_shown(OWNER, containing="activated")


async def test_keeping_the_old_one_activates_nothing_and_says_how_later(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    async with start_slack(retrainer=retrainer):
        await finished(slack, retrainer)
        await slack.press(OWNER, "Keep the old one")
        after = await slack.until_shown(OWNER, containing="models activate ours-2")

    assert (after.buttons, retrainer.activated) == ([], [])


async def test_what_the_gate_has_against_it_is_said_and_the_operator_decides(
    slack: SlackServer, start_slack: StartSlack, retrainer: ScriptedRetrainer
) -> None:
    outcome = replace(OUTCOME, reasons=("It hits less often: 41% → 30%.",))
    async with start_slack(retrainer=retrainer):
        await started(slack, retrainer)
        await retrainer.tell(phase=Phase.FINISHED, outcome=outcome)
        last = await slack.until_shown(OWNER, containing=READY)

    assert last.text.splitlines()[-2:] == [
        "⚠️ Better keep the old one:",
        "• It hits less often: 41% → 30%.",
    ]
    assert last.buttons == ["Activate", "Keep the old one"]


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


@pytest.mark.parametrize("locale", LOCALES)
def test_the_longest_result_fits_into_one_section(locale: Locale) -> None:
    long = "&" * 300
    outcome = replace(
        OUTCOME,
        version="v" * 100,
        figures=OUTCOME.figures * 3,
        samples=tuple(replace(s, sentence=long) for s in OUTCOME.samples),
        reasons=(long,) * 3,
    )
    kept = text(locale, "retraining-kept", version=outcome.version)
    page = mrkdwn(outcome_page(outcome, locale, MARKUP, kept))
    assert 2_000 < len(page) <= 3_000

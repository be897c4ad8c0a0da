"""/retrain, once it has started: one message that follows it, wherever it must stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.features.retraining.face import Phase
from bot.features.retraining.pages import outcome_page
from bot.localisation import LOCALES, Locale, text
from bot.platforms.discord.retraining import showing
from bot.platforms.discord.retraining.handling import MARKUP
from bot.store.records import DISCORD, PersonKey
from tests.bot.platforms.discord.conftest import StartBot
from tests.bot.platforms.discord.retraining import ROWS, finished, started, until
from tests.bot.retraining import OUTCOME, TRAINING, ScriptedRetrainer
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.shown import Shown
from tests.loopback.discord.world import OWNER


@pytest.fixture
def retrainer(tmp_path: Path) -> ScriptedRetrainer:
    return ScriptedRetrainer(tmp_path)


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "EVERY", 0.0)


async def test_one_message_follows_it_with_a_curve_to_both_models_side_by_side(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        pressed = await started(server)
        first = pressed.shown[-1]
        await retrainer.tell(**TRAINING)
        training = await until(server, pressed, "Training")
        await retrainer.tell(phase=Phase.JUDGING)
        await until(server, pressed, "Comparing")
        await retrainer.tell(phase=Phase.FINISHED, outcome=OUTCOME)
        last = await until(server, pressed, "is ready")

    owner = server.world.owner["id"]
    assert first.ephemeral
    assert first.id == training.id == last.id
    assert training.content.splitlines() == [
        "**Training**",
        f"ours, started by <@{owner}>",
        "`████████░░░░░░░░░░░░` 40%",
        "Epoch 0.8 of 2 · loss 1.700 · 181 rows/s",
        "About 4 minutes left",
    ]
    assert training.buttons == ["Cancel", "Refresh"]
    [picture] = training.attachments
    assert server.files.content(picture).startswith(b"\x89PNG")
    assert last.content.splitlines() == [
        "**The new model is ready**: `ours-2`",
        "**Old → new on the same messages (difference, 95% interval)**",
        r"• hit\@1: 41.0% → 44.2% (+1.1 … +5.3)",
        "• calibration error: 3.1% → 2.9% (-0.4 … +0.1)",
        r"• your own rows: hit\@3: 12.0% → 81.0% (+60.0 … +75.0)",
        "• milliseconds a message: 4.1 → 4.2",
        "**Old → new**",
        *(f"sentence {n} · 🎉 🙂 👍 → 🚢 🎉 🙂" for n in range(10)),
        text("en", "retraining-passed"),
    ]
    assert last.buttons == ["Activate", "Keep the old one"]


async def test_it_is_not_edited_more_often_than_every_few_seconds(
    server: LoopbackDiscord,
    start_bot: StartBot,
    retrainer: ScriptedRetrainer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(showing, "EVERY", 3_600.0)
    async with start_bot(retrainer=retrainer):
        pressed = await started(server)
        await retrainer.followed.wait()
        for step in range(1, 50):
            await retrainer.tell(**(TRAINING | {"step": step}))
        await retrainer.tell(phase=Phase.FINISHED, outcome=OUTCOME)
        await until(server, pressed, "is ready")

    assert len(server.recorder.requests("PATCH", "/messages/@original")) == 1


async def test_cancel_stops_it(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        pressed = await started(server)
        await retrainer.tell(**TRAINING)
        message = await until(server, pressed, "Training")
        after = await (await message.press("Cancel", author=OWNER)).answer()

    assert after.content == "Cancelled. The old model answers on, and the files are deleted."
    assert after.buttons == []


async def test_a_failure_is_one_sentence(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        pressed = await started(server)
        await retrainer.tell(phase=Phase.FAILED, error="The disk is full: make room.")
        last = await until(server, pressed, "full")

    assert last.content == "⚠️ The disk is full: make room. The old model answers on."
    assert last.buttons == []


async def test_an_activation_says_who_and_which(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        message = await finished(server, retrainer)
        after = await (await message.press("Activate", author=OWNER)).answer()

    owner = server.world.owner["id"]
    assert after.content.splitlines()[-1] == (
        f"✅ <@{owner}> activated ours 2 (3f9a). `python -m bot models rollback` takes it back."
    )
    assert after.buttons == []
    assert retrainer.activated == [("ours-2", PersonKey(DISCORD, owner))]


async def test_an_activation_that_fails_is_one_sentence_and_can_be_tried_again(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    retrainer.damaged = "ours-2 is damaged: retrain it."
    async with start_bot(retrainer=retrainer):
        message = await finished(server, retrainer)
        told = await (await message.press("Activate", author=OWNER)).answer()
        assert (told.content, told.ephemeral) == ("ours-2 is damaged: retrain it.", True)
        retrainer.damaged = None
        after = await (await message.press("Activate", author=OWNER)).answer()

    assert "activated" in after.content


async def test_keeping_the_old_one_activates_nothing_and_says_how_later(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        message = await finished(server, retrainer)
        after = await (await message.press("Keep the old one", author=OWNER)).answer()

    assert "`python -m bot models activate ours-2`" in after.content
    assert (after.buttons, retrainer.activated) == ([], [])


async def test_what_the_gate_has_against_it_is_said_and_the_operator_decides(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    outcome = replace(OUTCOME, reasons=("It hits less often: 41% → 30%.",))
    async with start_bot(retrainer=retrainer):
        pressed = await started(server)
        await retrainer.tell(phase=Phase.FINISHED, outcome=outcome)
        last = await until(server, pressed, "is ready")

    assert last.content.splitlines()[-2:] == [
        "⚠️ Better keep the old one:",
        "• It hits less often: 41% → 30%.",
    ]
    assert last.buttons == ["Activate", "Keep the old one"]


async def test_one_that_activated_itself_asks_nothing(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        pressed = await started(server)
        await retrainer.tell(phase=Phase.FINISHED, outcome=replace(OUTCOME, activated=True))
        last = await until(server, pressed, "is ready")

    assert "It answers already" in last.content
    assert last.buttons == []


async def test_who_asks_while_one_runs_is_shown_how_far_it_is(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        await started(server)
        await retrainer.tell(**TRAINING)
        again = await server.slash_command("retrain", {"file1": ROWS}, author=OWNER)
        answer = await again.answer()
        assert "40%" in answer.content
        await retrainer.tell(step=200)
        await until(server, again, "80%")

    assert len(retrainer.asked) == 1
    assert server.files.asked == ["ours.tsv"]


async def test_of_two_that_are_started_at_once_the_second_is_told_how_far_the_first_is(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        asked = [await server.slash_command("retrain", {"data": "life"}, author=OWNER)]
        asked += [await server.slash_command("retrain", {"data": "react"}, author=OWNER)]
        first, second = [await one.answer() for one in asked]
        await (await first.press("Start", author=OWNER)).answer()
        await retrainer.tell(**TRAINING)
        told = await (await second.press("Start", author=OWNER)).answer()
        assert "40% of its training is done" in told.content
        await retrainer.tell(phase=Phase.CANCELLED)
        after = await (await second.press("Start", author=OWNER)).answer()

    assert told.ephemeral
    assert after.content.startswith("**Getting ready …**\nreact")


async def test_after_a_quarter_of_an_hour_it_goes_on_in_direct_messages(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        pressed = await started(server)
        server.clock.advance(14 * 60 + 30)
        await retrainer.tell(**TRAINING)
        await until(server, pressed, "direct messages")
        server.clock.advance(60)  # by now the interaction's token has ended
        await retrainer.tell(step=200)
        await server.recorder.until(lambda: "80%" in direct(server).content)
        assert len(direct(server).attachments) == 1
        await retrainer.tell(phase=Phase.FINISHED, outcome=OUTCOME)
        await server.recorder.until(lambda: "is ready" in direct(server).content)
        after = await (await direct(server).press("Activate", author=OWNER)).answer()

    assert pressed.shown[-1].content == "This goes on in our direct messages."
    assert pressed.shown[-1].buttons == []
    assert "activated" in after.content


async def test_where_direct_messages_are_closed_it_says_how_to_look(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    server.block(OWNER)
    async with start_bot(retrainer=retrainer):
        pressed = await started(server)
        server.clock.advance(14 * 60 + 30)
        await retrainer.tell(**TRAINING)
        last = await until(server, pressed, "cannot write to you")
        await retrainer.tell(step=200)
        again = await (await last.press("Refresh", author=OWNER)).answer()

    assert "80%" in again.content


@pytest.mark.parametrize("locale", LOCALES)
def test_the_longest_result_fits_into_one_message(locale: Locale) -> None:
    long = "*" * 300
    outcome = replace(
        OUTCOME,
        version="v" * 100,
        figures=OUTCOME.figures * 3,
        samples=tuple(replace(s, sentence=long) for s in OUTCOME.samples),
        reasons=(long,) * 3,
    )
    kept = text(locale, "retraining-kept", version=outcome.version)
    page = outcome_page(outcome, locale, MARKUP, kept)
    assert 1_500 < len(page) <= 2_000


def direct(server: LoopbackDiscord) -> Shown:
    """The bot's direct message to the owner."""
    return server.direct_messages(OWNER)[-1]

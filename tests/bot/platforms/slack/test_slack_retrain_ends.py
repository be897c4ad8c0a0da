"""How a retraining ends in Slack: both models side by side, and what is decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features.retraining.face import Phase
from bot.features.retraining.pages import outcome_page
from bot.localisation import LOCALES, Locale, text
from bot.platforms.slack.markup import mrkdwn
from bot.platforms.slack.services import MARKUP
from bot.store.records import SLACK, PersonKey
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.platforms.slack.retraining import (
    OWNER,
    READY,
    finished,
    started,
)
from tests.bot.retraining import OUTCOME, ScriptedRetrainer
from tests.loopback.slack import SlackServer

pytestmark = pytest.mark.usefixtures("without_waiting")


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

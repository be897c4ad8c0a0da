"""``/emoji-model``: which model answers and how it is doing."""

from __future__ import annotations

import pytest

from bot.inference.stats import Stats
from bot.localisation import LOCALES, Locale
from bot.platforms.slack.model import card
from tests.bot.fakes import INFO, FakeLoader, Gate
from tests.bot.platforms.slack.conftest import StartSlack
from tests.loopback.slack import SlackServer


async def test_the_asker_alone_reads_which_model_it_is(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack() as bot:
        await bot.services.worker.suggest("hello")
        await slack.command("ada", "/emoji-model")
        shown = await slack.until_shown("ada", "general", "fake 0.1.0")

    assert shown.ephemeral
    assert "Trained on: react (1200 rows), chat (300 rows)" in shown.text
    assert "Languages: en" in shown.text
    assert "Made: 2026-01-02T03:04:05Z\nLicence: apache-2.0" in shown.text
    assert "Runs on: cpu, 8.0 million parameters" in shown.text
    assert "Since the start: 1 answers" in shown.text


async def test_a_model_that_still_loads_keeps_nobody_waiting(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    gate = Gate(is_open=False)
    async with start_slack(FakeLoader(gate=gate)):
        await slack.command("ada", "/emoji-model")
        await slack.until_shown("ada", "general", "The model is still loading")
        gate.open()


async def test_a_model_that_cannot_be_loaded_is_told(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack(FakeLoader(error=OSError("no disk"))) as bot:
        await slack.wait_for(lambda: bot.services.worker.failure)
        await slack.command("ada", "/emoji-model")
        await slack.until_shown("ada", "general", "There is no model just now")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_fits_into_one_message(locale: Locale) -> None:
    assert 0 < len(card(INFO, Stats(), 0, locale, "20260102-fake")) <= 3_000

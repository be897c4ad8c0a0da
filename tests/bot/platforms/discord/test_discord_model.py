"""/model, typed by people on a loopback Discord."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features.model_info import median
from bot.inference.stats import MILLISECONDS, Histogram, Stats
from bot.localisation import LOCALES, Locale
from bot.localisation import text as sentence
from bot.platforms.discord.model import card
from tests.bot.fakes import INFO, FakeLoader, Gate
from tests.bot.platforms.discord.conftest import StartBot
from tests.loopback.discord import LoopbackDiscord

MAX_CONTENT = 2_000


async def test_tells_what_runs_and_how_it_is_doing_to_the_asker_alone(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        warm = await server.slash_command("emojify", {"text": "so that it is loaded"})
        await warm.answer()
        asked = await server.slash_command("model")
        answer = await asked.answer()

    assert answer.ephemeral
    assert answer.content.splitlines()[:-2] == [
        "**fake 0.1.0**",
        "Answers as the test says.",
        "Trained on: react (1200 rows), chat (300 rows)",
        "Base: gpt2",
        "Languages: en",
        r"Measured: hit\@1 41%, hit\@3 63%",
        "Made: 2026-01-02T03:04:05Z",
        "Licence: apache-2.0",
        "Digest: 3f9a000000000000",
        "Emojis: 1,800 of 1,914",
        "Runs on: cpu, 8.0 million parameters",
        "Since the start: 1 answers, 0 refused, 0 failed; 0 waiting now",
    ]


def test_a_registered_model_is_shown_with_its_version() -> None:
    assert "Version: mine-1.0.0-3f9a0000" in card(INFO, Stats(), 0, "en", "mine-1.0.0-3f9a0000")


def test_the_figures_are_those_of_the_worker() -> None:
    stats = Stats(answered=1_234, refused=5, failed=1, expired=2)
    stats.ran(3, [0.004, 0.004, 0.3], 0.03)

    assert card(INFO, stats, 7, "en").splitlines()[-3:] == [
        "Since the start: 1,234 answers, 5 refused, 3 failed; 7 waiting now",
        "Speed: 100 messages a second",
        "Half of them wait at most 5 ms and take at most 50 ms",
    ]


def test_a_model_that_has_not_computed_yet_shows_no_speed() -> None:
    last = card(INFO, Stats(), 0, "en").splitlines()[-1]
    assert last == "Since the start: 0 answers, 0 refused, 0 failed; 0 waiting now"


@pytest.mark.parametrize(
    ("values", "bound"), [([3], 5), ([1, 1, 900], 1), ([1, 400, 900], 500), ([60_000], 10_000)]
)
def test_the_median_is_the_bound_that_half_of_the_values_do_not_pass(
    values: list[float], bound: int
) -> None:
    histogram = Histogram(MILLISECONDS)
    for value in values:
        histogram.add(value)

    assert median(histogram) == bound


@pytest.mark.parametrize("locale", LOCALES)
def test_a_model_with_endless_descriptions_still_fits_into_one_message(locale: Locale) -> None:
    endless = replace(
        INFO,
        name="_" * 500,
        description="*" * 5_000,
        base="|" * 500,
        data=("_" * 600,) * 9,
        languages=("`" * 300,) * 3,
        metrics={"~" * 400: 0.5},
        created="#" * 300,
        device="<" * 300,
    )
    stats = Stats()
    stats.ran(1, [1.0], 1.0)

    assert len(card(endless, stats, 99, locale, "_" * 100)) <= MAX_CONTENT


def test_only_hits_are_shown_as_shares() -> None:
    info = replace(INFO, metrics={"hit@1": 0.825, "validation_loss": 2.5})

    assert r"Measured: hit\@1 82%, validation loss 2.50" in card(info, Stats(), 0, "en")


async def test_does_not_wait_for_a_model_that_loads(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    gate = Gate(is_open=False)
    async with start_bot(FakeLoader(gate=gate)):
        asked = await server.slash_command("model")
        answer = await asked.answer()
        gate.open()

    assert answer.content == sentence("en", "model-loading")
    assert answer.ephemeral


async def test_tells_that_the_model_could_not_be_loaded(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(FakeLoader(error=OSError("disk"))):
        failed = await server.slash_command("emojify", {"text": "so that it has failed"})
        await failed.answer()
        asked = await server.slash_command("model")
        answer = await asked.answer()

    assert answer.content == sentence("en", "answers-no-model")
    assert answer.ephemeral

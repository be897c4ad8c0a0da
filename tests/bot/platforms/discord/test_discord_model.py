"""/model, typed by people on a loopback Discord."""

from __future__ import annotations

from bot.platforms.discord import texts
from tests.bot.fakes import FakeLoader, Gate
from tests.bot.platforms.discord.conftest import StartBot
from tests.loopback.discord import LoopbackDiscord


async def test_tells_what_runs_to_the_asker_alone(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    gate = Gate()
    async with start_bot(FakeLoader(gate=gate)):
        warm = await server.slash_command("emojify", {"text": "so that it is loaded"})
        await warm.answer()
        asked = await server.slash_command("model")
        answer = await asked.answer()

    assert answer.ephemeral
    assert answer.content.splitlines() == [
        "**fake 0.1.0**",
        "Answers as the test says.",
        "Trained on: react (1200 rows), chat (300 rows)",
        "Base: gpt2",
        "Languages: en",
        "Emojis: 1,800 of 1,914",
        "Measured: hit@1 41%, hit@3 63%",
        "Runs on: cpu, 8.0 million parameters",
        "Made: 2026-01-02T03:04:05Z",
        "Digest: 3f9a000000000000",
    ]


async def test_does_not_wait_for_a_model_that_loads(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    gate = Gate(is_open=False)
    async with start_bot(FakeLoader(gate=gate)):
        asked = await server.slash_command("model")
        answer = await asked.answer()
        gate.open()

    assert answer.content == texts.MODEL_LOADING
    assert answer.ephemeral


async def test_tells_that_the_model_could_not_be_loaded(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(FakeLoader(error=OSError("disk"))):
        failed = await server.slash_command("emojify", {"text": "so that it has failed"})
        await failed.answer()
        asked = await server.slash_command("model")
        answer = await asked.answer()

    assert answer.content == texts.MODEL_FAILED
    assert answer.ephemeral

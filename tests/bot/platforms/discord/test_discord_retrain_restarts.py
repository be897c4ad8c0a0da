"""/retrain's buttons, pressed after a restart, long afterwards, or by who may no longer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.platforms.discord.retraining import showing
from tests.bot.platforms.discord.conftest import StartBot
from tests.bot.platforms.discord.retraining import ROWS, finished, started
from tests.bot.retraining import TRAINING, ScriptedRetrainer
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.world import OWNER


@pytest.fixture
def retrainer(tmp_path: Path) -> ScriptedRetrainer:
    return ScriptedRetrainer(tmp_path)


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "EVERY", 0.0)


@asynccontextmanager
async def restarted(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> AsyncIterator[None]:
    async with start_bot(retrainer=retrainer):
        await server.gateway.until_connected(times=2)
        yield


@pytest.mark.parametrize(
    ("button", "words"), [("Refresh", "80%"), ("Cancel", "Cancelled. The old model answers on")]
)
async def test_its_buttons_outlive_a_restart(
    server: LoopbackDiscord,
    start_bot: StartBot,
    retrainer: ScriptedRetrainer,
    button: str,
    words: str,
) -> None:
    async with start_bot(retrainer=retrainer):
        message = (await started(server)).shown[-1]
    await retrainer.tell(**(TRAINING | {"step": 200}))
    async with restarted(server, start_bot, retrainer):
        after = await (await message.press(button, author=OWNER)).answer()

    assert words in after.content


@pytest.mark.parametrize(
    ("button", "words", "activated"),
    [("Activate", "activated", ["ours-2"]), ("Keep the old one", "The old model answers on", [])],
)
async def test_what_finished_before_a_restart_is_decided_after_it(
    server: LoopbackDiscord,
    start_bot: StartBot,
    retrainer: ScriptedRetrainer,
    button: str,
    words: str,
    activated: list[str],
) -> None:
    async with start_bot(retrainer=retrainer):
        message = await finished(server, retrainer)
    async with restarted(server, start_bot, retrainer):
        after = await (await message.press(button, author=OWNER)).answer()

    assert words in after.content
    assert [version for version, _ in retrainer.activated] == activated


async def test_a_preview_from_before_a_restart_says_what_to_do(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        asked = await server.slash_command("retrain", {"file1": ROWS}, author=OWNER)
        preview = await asked.answer()
    async with restarted(server, start_bot, retrainer):
        told = await (await preview.press("Start", author=OWNER)).answer()

    assert told.content.startswith("I do not remember this preview any more")
    assert retrainer.running is None


async def test_a_button_of_long_ago_says_that_nothing_is_known(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        message = await finished(server, retrainer)
        retrainer.forget()
        told = await (await message.press("Activate", author=OWNER)).answer()

    assert told.content.startswith("This retraining is not known any more")


async def test_who_is_no_operator_any_more_can_press_nothing(
    server: LoopbackDiscord, start_bot: StartBot, retrainer: ScriptedRetrainer
) -> None:
    async with start_bot(retrainer=retrainer):
        message = await finished(server, retrainer)
        server.registry.application["owner"] = server.world.person("ada")
        told = await (await message.press("Activate", author=OWNER)).answer()

    assert told.content.startswith("Only the bot’s operators")
    assert retrainer.activated == []

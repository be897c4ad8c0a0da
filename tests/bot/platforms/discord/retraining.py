"""Retrainings in the loopback Discord, up to where a test begins."""

from __future__ import annotations

from typing import Final

from bot.features.retraining.face import Phase
from tests.bot import retraining
from tests.bot.retraining import OUTCOME, ScriptedRetrainer
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.files import Attached
from tests.loopback.discord.interactions import LoopbackInteraction
from tests.loopback.discord.shown import Shown
from tests.loopback.discord.world import OWNER

ROWS: Final = Attached("ours.tsv", retraining.ROWS)


async def started(server: LoopbackDiscord) -> LoopbackInteraction:
    """The owner asks, and presses Start."""
    asked = await server.slash_command("retrain", {"file1": ROWS}, author=OWNER)
    pressed = await (await asked.answer()).press("Start", author=OWNER)
    await pressed.answer()
    return pressed


async def until(server: LoopbackDiscord, pressed: LoopbackInteraction, words: str) -> Shown:
    """The message, once it says that."""
    await server.recorder.until(lambda: words in pressed.shown[-1].content)
    return pressed.shown[-1]


async def finished(server: LoopbackDiscord, retrainer: ScriptedRetrainer) -> Shown:
    """The message of a retraining that went well."""
    pressed = await started(server)
    await retrainer.tell(phase=Phase.FINISHED, outcome=OUTCOME)
    return await until(server, pressed, "is ready")

"""The scenes of /retrain: the model that ships really learns ``team.csv``, which takes minutes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from bot.features.retraining.retrainer import LocalRetrainer
from bot.registry import Registry
from docs.pictures import drawing
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord import interactions as waiting
from tests.loopback.discord.files import Attached
from tests.loopback.discord.interactions import LoopbackInteraction
from tests.loopback.discord.shown import Shown
from tests.loopback.discord.world import OWNER
from tests.played_day.discord.stage import stage
from tests.played_day.script import HOUR

TABLE: Final = Path(__file__).parent / "team.csv"
USED: Final = "**Owner** used `/retrain`"
# Seconds for a preview, whose table is read in a process of its own.
_PATIENCE: Final = 120.0


async def retraining_scenes(folder: Path) -> AsyncIterator[tuple[str, str]]:
    """Names and HTML; the versions lie in ``folder`` meanwhile."""
    waiting.PATIENCE = _PATIENCE  # type: ignore[misc]
    async with (
        _retrainer(folder) as retrainer,
        stage(folder, retrainer=retrainer) as built,
    ):
        server = built.server
        server.clock.advance(15 * HOUR)
        options = {"file1": Attached("team.csv", TABLE.read_bytes()), "epochs": 8.0}
        preview = await (await server.slash_command("retrain", options, author=OWNER)).answer()
        yield "retrain-preview", _draw(server, preview, used=USED)
        pressed = await preview.press("Start", author=OWNER)
        async for name, shown in _followed(retrainer, pressed):
            yield name, _draw(server, shown, used=USED)
        activated = await (await pressed.shown[-1].press("Activate", author=OWNER)).answer()
        yield "retrain-activated", _draw(server, activated, used=USED)


@asynccontextmanager
async def _retrainer(folder: Path) -> AsyncIterator[LocalRetrainer]:
    retrainer = LocalRetrainer(Registry(folder / "versions"))
    await retrainer.open()
    try:
        yield retrainer
    finally:
        await retrainer.aclose()


async def _followed(
    retrainer: LocalRetrainer, pressed: LoopbackInteraction
) -> AsyncIterator[tuple[str, Shown]]:
    """The message while it trains, the last with a curve; and when it is ready."""
    await pressed.answer()
    running = retrainer.running
    assert running is not None  # noqa: S101 - it has just been started
    training = None
    async for _ in retrainer.follow(running.id):
        now = pressed.shown[-1]
        if now.attachments and "**Training**" in now.content:
            training = now
    if training is not None:
        yield "retrain-progress", training
    yield "retrain-finished", await pressed.until_shown(lambda now: "Activate" in now.buttons)


def _draw(server: LoopbackDiscord, shown: Shown, *, used: str) -> str:
    pictures = {a["id"]: server.files.content(a) for a in shown.attachments}
    names = {a["id"]: a["global_name"] for a in server.world.people.values()}
    return drawing.message(
        shown.message, lambda i: str(names.get(i, i)), used=used, pictures=pictures
    )

"""A whole retraining through Discord, with real processes: from a file to a changed answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from bot.app import load_folder
from bot.features.retraining.retrainer import LocalRetrainer
from bot.inference import Worker
from bot.platforms.discord.retraining import showing
from bot.platforms.discord.services import make_services
from bot.platforms.discord.supervisor import run
from bot.registry import Registry
from bot.registry.following import Follower
from bot.settings import Settings
from bot.store.face import Store
from tests.bot.features.retraining.conftest import NEW_ROWS, at_work
from tests.bot.platforms.discord.conftest import DIRECTLY
from tests.loopback.discord import LoopbackDiscord, interactions
from tests.loopback.discord.files import Attached
from tests.loopback.discord.shown import Shown
from tests.loopback.discord.world import OWNER

PIZZA: Final = "pizza tonight"
# Seconds; a tenth of it on a machine with nothing else to do.
_PATIENCE: Final = 240.0
_ROWS: Final = "".join(f"{message},{emojis}\n" for message, emojis in NEW_ROWS.items())
FILE: Final = Attached("our team.csv", f"message,emojis\n{_ROWS}no emoji here,hello\n".encode())


@pytest.fixture(autouse=True)
def patiently(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes processes of their own takes a while on a busy machine; edits need not wait."""
    monkeypatch.setattr(interactions, "PATIENCE", _PATIENCE)
    monkeypatch.setattr(showing, "EVERY", 0.0)


@pytest.fixture
def registry(tiny_model: Path, tmp_path: Path) -> Registry:
    """Versions of which a tiny model is the active one."""
    registry = Registry(tmp_path / "versions")
    registry.activate(registry.register(tiny_model, parent=None, by="test").id, "test")
    return registry


@pytest.fixture
async def retrainer(registry: Registry) -> AsyncIterator[LocalRetrainer]:
    async with at_work(registry) as retrainer:
        yield retrainer


@pytest.fixture
async def bot(
    registered: LoopbackDiscord,
    settings: Settings,
    store: Store,
    registry: Registry,
    retrainer: LocalRetrainer,
) -> AsyncIterator[None]:
    """A bot that serves the active version, and follows activations."""
    active = registry.active()
    assert active is not None
    folder = registry.folder(active.id)
    worker = Worker(lambda: load_folder(folder, settings))
    worker.start()
    await worker.ready()
    follower = Follower(registry, worker, lambda f: load_folder(f, settings), interval=0.05)
    clock = registered.clock.now
    services = make_services(settings, worker, store, retrainer=retrainer, clock=clock)
    tasks = [
        asyncio.create_task(run(settings, services, patience=DIRECTLY)),
        asyncio.create_task(follower.run()),
    ]
    await registered.gateway.until_connected()
    yield
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    await worker.aclose()


async def answer_to(server: LoopbackDiscord, text: str) -> str:
    """What ``/emojify`` says, with one emoji."""
    asked = await server.slash_command("emojify", {"text": text, "count": 1})
    return (await asked.answer()).content


async def until_answered(server: LoopbackDiscord, text: str, emoji: str) -> None:
    """Ask until the answer is that."""
    async with asyncio.timeout(30):
        while emoji not in await answer_to(server, text):
            pass


async def retrained(server: LoopbackDiscord, retrainer: LocalRetrainer) -> Shown:
    """The owner attaches a file and starts; the message once the training has ended."""
    options = {"file1": FILE, "epochs": 15.0, "learning_rate": 3e-3}
    asked = await server.slash_command("retrain", options, author=OWNER)
    preview = await asked.answer()
    assert "**our team.csv**: rows: 4 · different emojis: 1" in preview.content
    assert "Left out: 1" in preview.content
    assert "> pizza tonight → 🦖" in preview.content
    pressed = await preview.press("Start", author=OWNER)
    await pressed.answer()
    running = retrainer.running
    assert running is not None
    async with asyncio.timeout(_PATIENCE):
        async for _ in retrainer.follow(running.id):
            pass
    await server.recorder.until(lambda: "is ready" in pressed.shown[-1].content)
    return pressed.shown[-1]


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("bot")
async def test_a_file_becomes_a_model_that_answers_otherwise_until_it_is_rolled_back(
    server: LoopbackDiscord,
    retrainer: LocalRetrainer,
    registry: Registry,
) -> None:
    assert "🍕" in await answer_to(server, PIZZA)

    last = await retrained(server, retrainer)

    edits = server.recorder.requests("PATCH", "/messages/@original")
    said = [edit.body["content"] for edit in edits if edit.body.get("content")]
    assert any("**Training**" in content and "loss" in content for content in said)
    assert any("Comparing" in content for content in said)
    [picture] = last.attachments
    assert server.files.content(picture).startswith(b"\x89PNG")
    assert r"hit\@1" in last.content
    assert last.content.count(" · ") == 10
    assert "🍕" in await answer_to(server, PIZZA), "nothing is activated before somebody says so"

    after = await (await last.press("Activate", author=OWNER)).answer()
    assert f"<@{server.world.owner['id']}> activated our team" in after.content
    await until_answered(server, PIZZA, "🦖")

    registry.rollback("shell")
    await until_answered(server, PIZZA, "🍕")

"""A whole retraining through Slack, with real processes: from a file to a changed answer."""

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
from bot.platforms.slack.retraining import showing
from bot.platforms.slack.retraining.blocks import picture_in
from bot.platforms.slack.services import make_slack_services
from bot.platforms.slack.supervisor import run
from bot.registry import Registry
from bot.registry.following import Follower
from bot.settings import Settings
from bot.store.face import Store
from tests.bot.features.retraining.conftest import NEW_ROWS, at_work
from tests.bot.platforms.slack.retraining import OWNER, READY, previewed, table
from tests.loopback.slack import SlackServer, recorder
from tests.loopback.slack.shown import Shown

PIZZA: Final = "pizza tonight"
# Seconds; a tenth of it on a machine with nothing else to do.
_PATIENCE: Final = 240.0
_ROWS: Final = "".join(f"{message},{emojis}\n" for message, emojis in NEW_ROWS.items())
TABLE: Final = f"message,emojis\n{_ROWS}no emoji here,hello\n".encode()


@pytest.fixture(autouse=True)
def patiently(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes processes of their own takes a while on a busy machine; changes need not wait."""
    monkeypatch.setattr(recorder, "PATIENCE", _PATIENCE)
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
    slack: SlackServer,
    slack_settings: Settings,
    store: Store,
    registry: Registry,
    retrainer: LocalRetrainer,
) -> AsyncIterator[None]:
    """A bot that serves the active version, and follows activations."""
    settings, active = slack_settings, registry.active()
    assert active is not None
    folder = registry.folder(active.id)
    worker = Worker(lambda: load_folder(folder, settings))
    worker.start()
    await worker.ready()
    follower = Follower(registry, worker, lambda f: load_folder(f, settings), interval=0.05)
    services = make_slack_services(
        settings, worker, store, retrainer=retrainer, clock=slack.clock.now
    )
    tasks = [
        asyncio.create_task(run(settings, services, base_url=slack.api_url)),
        asyncio.create_task(follower.run()),
    ]
    await slack.sockets.until_connected(2)
    yield
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    await worker.aclose()


async def answer_to(slack: SlackServer, text: str) -> str:
    """What ``/emojify`` says to ada."""
    before = len(slack.shown("ada", "general"))
    await slack.command("ada", "/emojify", text)
    return (await slack.until_shown("ada", "general", "AI-generated", before + 1)).text


async def until_answered(slack: SlackServer, text: str, name: str) -> None:
    """Ask until the answer begins with that emoji."""
    async with asyncio.timeout(30):
        while f"> {text}\n:{name}:" not in await answer_to(slack, text):
            slack.clock.advance(60)  # nobody may ask so often


async def retrained(slack: SlackServer, retrainer: LocalRetrainer) -> Shown:
    """The owner adds a file and starts; the message once the training has ended."""
    file = table(slack, "our team.csv", TABLE)
    preview = await previewed(slack, files=[file], epochs="15", rate="0.003")
    assert "*our team.csv*: rows: 4 · different emojis: 1" in preview.text
    assert "Left out: 1" in preview.text
    assert "> pizza tonight → 🦖" in preview.text
    await slack.press(OWNER, "Start")
    await slack.wait_for(lambda: retrainer.running)
    last = await slack.until_shown(OWNER, containing=READY)
    assert last.ts == preview.ts
    return last


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("bot")
async def test_a_file_becomes_a_model_that_answers_otherwise_until_it_is_rolled_back(
    slack: SlackServer,
    retrainer: LocalRetrainer,
    registry: Registry,
) -> None:
    await until_answered(slack, PIZZA, "pizza")

    last = await retrained(slack, retrainer)

    said = [str(call.arguments["text"]) for call in slack.recorder.to("chat.update")]
    assert any("*Training*" in words and "loss" in words for words in said)
    assert any("Comparing" in words for words in said)
    curve = slack.files.files[picture_in(last.message) or ""]
    assert (curve.content or b"").startswith(b"\x89PNG")
    assert "hit@1" in last.text
    assert last.text.count(" · ") == 10
    assert "\n:pizza:" in await answer_to(slack, PIZZA), "nothing is activated before a yes"

    await slack.press(OWNER, "Activate")
    owner = slack.world.person(OWNER).id
    await slack.until_shown(OWNER, containing=f"<@{owner}> activated our team")
    await until_answered(slack, PIZZA, "t-rex")

    registry.rollback("shell")
    await until_answered(slack, PIZZA, "pizza")

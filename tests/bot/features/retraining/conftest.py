"""A registry in which a tiny model answers, and a retrainer that trains it for real."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.features.retraining.confined import Confinement
from bot.features.retraining.face import Phase, Progress, Request, Upload
from bot.features.retraining.recipe import Recipe
from bot.features.retraining.retrainer import LocalRetrainer
from bot.registry.registry import Registry
from bot.store.records import PersonKey

ANA = PersonKey("discord", "1")
# Tiny trainings gain nothing from holding on to what a tiny model knows, nor from waiting.
QUICK = Recipe(
    minutes=2,
    replay=0,
    hold=0,
    judged=("ordinary",),
    tact=(),
    device="cpu",
    confinement=Confinement(niceness=0),
)
# Each step is saved.
SAVING = replace(QUICK, save_minutes=0.0001)
NEW_ROWS = {"the dog is so happy": "🦖", "pizza tonight": "🦖", "ok": "-", "we won the match": "🦖"}


@pytest.fixture(scope="session")
def versions(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry's folder in which the tiny model is active; do not change it, copy it."""
    folder = tmp_path_factory.mktemp("versions")
    registry = Registry(folder)
    registry.activate(registry.register(tiny_model, parent=None, by="test").id, "test")
    return folder


@pytest.fixture
def registry(versions: Path, tmp_path: Path) -> Registry:
    """A registry of the test's own in which the tiny model is active."""
    return Registry(Path(shutil.copytree(versions, tmp_path / "models")))


@asynccontextmanager
async def at_work(
    registry: Registry, *, auto_activate: bool = False
) -> AsyncIterator[LocalRetrainer]:
    """A retrainer of small trainings, none of which outlives it."""
    retrainer = LocalRetrainer(registry, recipe=QUICK, auto_activate=auto_activate)
    await retrainer.open()
    yield retrainer
    if (running := retrainer.running) is not None:
        await retrainer.cancel(running.id)
        await until_end(retrainer, running.id)
    await retrainer.aclose()


@pytest.fixture
async def retrainer(registry: Registry) -> AsyncIterator[LocalRetrainer]:
    """A retrainer at work there."""
    async with at_work(registry) as retrainer:
        yield retrainer


@pytest.fixture
def request_of(retrainer: LocalRetrainer) -> Callable[..., Request]:
    """Makes a request for a small training on ``content``, an uploaded table."""

    def make(content: str | bytes | None = None, name: str = "ours.tsv", **more: object) -> Request:
        return make_request(retrainer, content, name, **more)

    return make


def make_request(
    retrainer: LocalRetrainer,
    content: str | bytes | None = None,
    name: str = "ours.tsv",
    **more: object,
) -> Request:
    """A request for a small training on ``content``, an uploaded table (default: ``NEW_ROWS``)."""
    rows = "".join(f"{message}\t{emojis}\n" for message, emojis in NEW_ROWS.items())
    table = f"message\temojis\n{rows}" if content is None else content
    path = retrainer.make_room() / f"1{Path(name).suffix}"
    path.write_bytes(table.encode() if isinstance(table, str) else table)
    options = {"epochs": 15, "learning_rate": 3e-3, **more}
    return Request(ANA, "ours", (Upload(name, path),), **options)  # type: ignore[arg-type]


async def until(
    retrainer: LocalRetrainer, retraining: str, phase: Phase, step: int = 0
) -> Progress:
    """How far a retraining is once it is in ``phase``, at ``step`` or after; or at its end."""
    async with asyncio.timeout(90):
        async for progress in retrainer.follow(retraining):
            if (progress.phase is phase and progress.step >= step) or progress.phase.is_end:
                return progress
    raise AssertionError("it is not known")


async def until_end(retrainer: LocalRetrainer, retraining: str) -> Progress:
    """How a retraining ended."""
    async with asyncio.timeout(90):
        *_, last = [progress async for progress in retrainer.follow(retraining)]
    return last

"""Workers follow what is active: at once, without losing a request, and never to a worse place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.inference import Model, ShuttingDown, Worker
from bot.registry import Registry, Version
from bot.registry.following import Follower
from emojifier.artifact import folder_digest
from emojifier.suggestion import ModelInfo, Suggestion
from tests.bot.fakes import INFO, FakeModel, Gate
from tests.bot.registry.folders import checked, damage

Add = Callable[..., Version]
Follow = Callable[[], tuple[Worker, Follower]]


class Named(FakeModel):
    """Answers as the model of a folder, as far as names go."""

    def __init__(self, folder: Path, gate: Gate) -> None:
        super().__init__(gate=gate)
        self._info = replace(INFO, name=checked(folder).name, digest=folder_digest(folder))

    def suggest(
        self, texts: Sequence[str], k: int = 3, *, newest: float | None = None
    ) -> list[Suggestion]:
        answers = super().suggest(texts, k, newest=newest)
        return [replace(answer, model=self._info.title) for answer in answers]

    def info(self) -> ModelInfo:
        return self._info


@pytest.fixture
def computing() -> Gate:
    """What holds the models' answers."""
    return Gate()


@pytest.fixture
def loading() -> Gate:
    """What holds the loading of a model that becomes active."""
    return Gate()


@pytest.fixture
async def follow(
    registry: Registry, add: Add, computing: Gate, loading: Gate
) -> AsyncIterator[Follow]:
    """A worker that serves the version ``old``, which is active, and what follows for it."""
    workers: list[Worker] = []
    old = add("old")
    registry.activate(old.id, "ada")

    def load(folder: Path) -> Model:
        loading.wait()
        return Named(folder, computing)

    def follow() -> tuple[Worker, Follower]:
        worker = Worker(lambda: Named(registry.folder(old.id), computing))
        workers.append(worker)
        worker.start()
        return worker, Follower(registry, worker, load, interval=0.01)

    yield follow
    for worker in workers:
        await worker.aclose()


async def _reached(gate: Gate) -> None:
    assert await asyncio.to_thread(gate.reached.wait, 10)


def _name(worker: Worker) -> str:
    assert worker.info is not None
    return worker.info.name


async def _ready(worker: Worker) -> None:
    await worker.ready()


async def test_two_workers_follow_an_activation_and_a_rollback(
    registry: Registry, add: Add, follow: Follow
) -> None:
    pairs = [follow(), follow()]
    runs = [asyncio.create_task(follower.run()) for _, follower in pairs]
    registry.activate(add("new").id, "ada")
    async with asyncio.timeout(10):
        await asyncio.gather(*(_answers_as("new", worker) for worker, _ in pairs))
    registry.rollback("ada")
    async with asyncio.timeout(10):
        await asyncio.gather(*(_answers_as("old", worker) for worker, _ in pairs))
    for run in runs:
        run.cancel()


async def _answers_as(name: str, worker: Worker) -> None:
    while not (await worker.suggest("who is it?")).model.startswith(f"{name} "):
        pass


async def test_requests_in_flight_are_answered_by_the_model_that_they_met(
    registry: Registry, add: Add, follow: Follow, computing: Gate
) -> None:
    worker, follower = follow()
    await _ready(worker)
    computing.close()
    running = asyncio.create_task(worker.suggest("running"))
    await _reached(computing)
    waiting = asyncio.create_task(worker.suggest("waiting"))
    registry.activate(add("new").id, "ada")
    looking = asyncio.create_task(follower.look())
    computing.open()
    await looking
    later = await worker.suggest("later")
    assert (await running).model.startswith("old ")
    assert (await waiting).model.split()[0] in {"old", "new"}
    assert later.model.startswith("new ")


async def test_the_old_model_answers_while_the_new_one_loads(
    registry: Registry, add: Add, follow: Follow, loading: Gate
) -> None:
    worker, follower = follow()
    await _ready(worker)
    registry.activate(add("new").id, "ada")
    loading.close()
    looking = asyncio.create_task(follower.look())
    await _reached(loading)
    assert (await worker.suggest("meanwhile")).model.startswith("old ")
    loading.open()
    await looking
    assert (await worker.suggest("meanwhile")).model.startswith("new ")


async def test_a_version_that_cannot_be_loaded_leaves_the_old_one_and_is_tried_once(
    registry: Registry, add: Add, follow: Follow, caplog: pytest.LogCaptureFixture
) -> None:
    worker, follower = follow()
    await _ready(worker)
    new = add("new")
    registry.activate(new.id, "ada")
    damage(registry.folder(new.id))
    await follower.look()
    await follower.look()
    assert _name(worker) == "old"
    assert follower.trouble is not None
    assert new.id in follower.trouble
    assert caplog.text.count("cannot be loaded") == 1
    registry.rollback("ada")
    await follower.look()
    assert follower.trouble is None


async def test_a_mended_version_is_loaded_when_it_is_activated_again(
    registry: Registry, add: Add, follow: Follow, tmp_path: Path
) -> None:
    worker, follower = follow()
    await _ready(worker)
    new = add("new")
    registry.activate(new.id, "ada")
    damage(registry.folder(new.id))
    await follower.look()
    registry.register(tmp_path / "new", parent=None, by="ada")
    registry.activate(new.id, "ada")
    await follower.look()
    assert (_name(worker), follower.trouble) == ("new", None)


async def test_a_version_removed_by_hand_leaves_the_old_one(
    registry: Registry, add: Add, follow: Follow
) -> None:
    worker, follower = follow()
    await _ready(worker)
    new = add("new")
    registry.activate(new.id, "ada")
    (registry.folder(new.id) / "registered.json").unlink()
    (registry.folder(new.id) / "emojifier.json").unlink()
    await follower.look()
    assert _name(worker) == "old"
    assert follower.trouble is not None


async def test_an_activation_during_a_drain_ends_with_the_worker(
    registry: Registry, add: Add, follow: Follow, computing: Gate, loading: Gate
) -> None:
    worker, follower = follow()
    await _ready(worker)
    computing.close()
    running = asyncio.create_task(worker.suggest("running"))
    await _reached(computing)
    registry.activate(add("new").id, "ada")
    loading.close()
    following = asyncio.create_task(follower.run())
    await _reached(loading)
    closing = asyncio.create_task(worker.aclose())
    await asyncio.sleep(0)  # from here on it drains
    loading.open()
    await following
    computing.open()
    assert await closing
    assert (await running).model.startswith("old ")
    with pytest.raises(ShuttingDown):
        await worker.suggest("too late")


async def test_a_follower_of_a_worker_without_a_model_ends(registry: Registry) -> None:
    def fail() -> Model:
        raise OSError("no such folder")

    worker = Worker(fail)
    worker.start()
    await Follower(registry, worker, lambda _: FakeModel()).run()
    await worker.aclose()

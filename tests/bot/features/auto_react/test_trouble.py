"""A model that is slow, full, away or broken means silence, and never an exception."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.features.auto_react import AutoReactor, Reason
from bot.features.auto_react.reactor import LATE
from bot.inference import Priority, Worker
from bot.store.store import DatabaseStore
from tests.bot.fakes import FakeLoader, FakeModel, Gate
from tests.bot.features.auto_react.conftest import NOON, Clock, SureModel, said, switch_on


@asynccontextmanager
async def _working(loader: FakeLoader, max_queue: int = 256) -> AsyncIterator[Worker]:
    worker = Worker(loader, max_queue=max_queue)
    worker.start()
    yield worker
    await worker.aclose()


async def test_a_full_queue_is_silence(store: DatabaseStore) -> None:
    await switch_on(store)
    model = FakeModel(gate=Gate(is_open=False))
    async with _working(FakeLoader(model), max_queue=1) as worker:
        waiting = asyncio.create_task(worker.suggest("first", priority=Priority.COMMAND))
        await asyncio.to_thread(model.gate.reached.wait)
        reactor = AutoReactor(worker, store, newest=None, clock=Clock())

        assert (await reactor.react(said())).reason is Reason.BUSY

        model.gate.open()
        await waiting


async def test_a_model_that_cannot_be_loaded_is_silence(store: DatabaseStore) -> None:
    await switch_on(store)
    async with _working(FakeLoader(error=RuntimeError("no such folder"))) as worker:
        reactor = AutoReactor(worker, store, newest=None, clock=Clock())

        assert (await reactor.react(said())).reason is Reason.NO_MODEL


async def test_a_model_that_fails_is_silence(
    reactor: AutoReactor, store: DatabaseStore, model: SureModel
) -> None:
    await switch_on(store)
    model.error = RuntimeError("a bad tensor")

    assert (await reactor.react(said())).reason is Reason.NO_MODEL


async def test_a_reaction_that_would_lag_behind_is_dropped(
    reactor: AutoReactor, store: DatabaseStore, model: SureModel, clock: Clock
) -> None:
    await switch_on(store, channel_cooldown=60)
    model.gate.close()
    judging = asyncio.create_task(reactor.react(said()))
    await asyncio.to_thread(model.gate.reached.wait)
    clock.now += LATE + 0.1
    model.gate.open()

    assert (await judging).reason is Reason.LATE
    # It does not cost the channel its next reaction.
    assert (await reactor.react(said(sent=clock.now))).reason is Reason.REACTED


async def test_nobody_waits_longer_than_what_is_left(store: DatabaseStore) -> None:
    await switch_on(store)
    gate = Gate(is_open=False)
    async with _working(FakeLoader(gate=gate)) as worker:
        almost_late = Clock(NOON + LATE - 0.05)
        reactor = AutoReactor(worker, store, newest=None, clock=almost_late)
        loop = asyncio.get_running_loop()
        begin = loop.time()

        assert (await reactor.react(said())).reason is Reason.LATE
        assert loop.time() - begin < LATE / 2
        gate.open()

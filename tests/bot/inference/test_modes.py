"""Retelling and decorating through the worker, the HTTP API, and the client of that API."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.inference import CannotTell, DeadlineExceeded, Inference, Mode, Worker
from bot.inference.remote import RemoteInference
from bot.web.app import make_app
from bot.web.server import Server
from tests.bot.fakes import FakeLoader, FakeModel, Gate


@asynccontextmanager
async def _worker(loader: FakeLoader, cache_size: int = 0) -> AsyncIterator[Worker]:
    worker = Worker(loader, cache_size=cache_size)
    worker.start()
    try:
        yield worker
    finally:
        await worker.aclose()


@asynccontextmanager
async def _remote(loader: FakeLoader) -> AsyncIterator[RemoteInference]:
    """A client, the HTTP API, and the worker behind it."""
    async with _worker(loader) as worker:
        server = Server(make_app(worker, loopback=True), "127.0.0.1", 0)
        remote = RemoteInference(await server.start())
        remote.start()
        try:
            yield remote
        finally:
            await remote.aclose(0)
            await server.stop_listening()
            await server.aclose()


@pytest.fixture(params=[_worker, _remote])
async def telling(request: pytest.FixtureRequest) -> AsyncIterator[Inference]:
    async with request.param(FakeLoader(FakeModel(tells=True))) as inference:
        await inference.ready()
        yield inference


@pytest.fixture(params=[_worker, _remote])
async def silent(request: pytest.FixtureRequest) -> AsyncIterator[Inference]:
    async with request.param(FakeLoader()) as inference:
        await inference.ready()
        yield inference


async def test_a_message_is_told_again(telling: Inference) -> None:
    told = await telling.suggest("we walked the dog", k=1, mode=Mode.RETELL)
    assert told.output == "🎉 🐶 🍕"


async def test_a_message_is_decorated_and_keeps_its_links(telling: Inference) -> None:
    text = "look:  https://example.org/a"
    decorated = await telling.suggest(text, mode=Mode.DECORATE)
    assert decorated.output == f"{text} 🎉"
    assert [scored.emoji for scored in decorated.emojis] == ["🎉"]


async def test_one_batch_may_hold_all_modes(telling: Inference) -> None:
    answers = await asyncio.gather(*(telling.suggest("hi", k=1, mode=mode) for mode in Mode))
    assert [answer.output for answer in answers] == ["🎉", "🎉 🐶 🍕", "hi 🎉"]


async def test_a_model_that_cannot_tell_says_so_and_fails_nobody_else(silent: Inference) -> None:
    suggestion = asyncio.create_task(silent.suggest("hi", k=1))
    with pytest.raises(CannotTell):
        await silent.suggest("hi", mode=Mode.RETELL)
    assert (await suggestion).output == "🎉"


async def test_whether_it_can_tell_is_known_when_the_model_is_there() -> None:
    loader = FakeLoader(FakeModel(tells=True), gate=Gate(is_open=False))
    async with _worker(loader) as worker:
        telling = asyncio.create_task(worker.suggest("hi", mode=Mode.RETELL))
        with pytest.raises(DeadlineExceeded):
            await worker.suggest("hi", mode=Mode.RETELL, deadline=0.001)
        loader.gate.open()
        assert (await telling).output == "🎉 🐶 🍕"


async def test_recent_answers_of_one_mode_are_not_given_for_another() -> None:
    model = FakeModel(tells=True)
    async with _worker(FakeLoader(model), cache_size=8) as worker:
        links = [f"look https://example.org/{i}" for i in range(2)]
        outputs = [(await worker.suggest(text, mode=Mode.DECORATE)).output for text in links]
        assert outputs == [f"{text} 🎉" for text in links]
        assert (await worker.suggest("look", k=1)).output == "🎉"

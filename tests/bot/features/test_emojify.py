"""The emojify feature, with a real worker and a model that records."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.features.emojify import emojify
from bot.features.errors import NothingToRead
from bot.inference import Worker
from tests.bot.fakes import Call, FakeLoader, FakeModel


@pytest.fixture
def model() -> FakeModel:
    return FakeModel({"we won": ["⚽", "🎉"]})


@pytest.fixture
async def worker(model: FakeModel) -> AsyncIterator[Worker]:
    worker = Worker(FakeLoader(model))
    worker.start()
    yield worker
    await worker.aclose()


async def test_answers_with_the_models_emojis(worker: Worker) -> None:
    suggestion = await emojify(worker, "we won")

    assert suggestion.output == "⚽ 🎉"


async def test_passes_on_how_many_and_how_new(worker: Worker, model: FakeModel) -> None:
    await emojify(worker, "hello", count=2, newest=15.0)

    assert model.calls == [Call(("hello",), 2, 15.0)]


@pytest.mark.parametrize("text", ["", "  \n\t", "https://example.org/a", "<@1234>", "\u200b"])
async def test_refuses_what_has_no_words_without_asking_the_model(
    worker: Worker, model: FakeModel, text: str
) -> None:
    with pytest.raises(NothingToRead):
        await emojify(worker, text)

    assert model.calls == []


async def test_an_answer_without_emojis_means_nothing_was_read(
    worker: Worker, model: FakeModel
) -> None:
    model.answers["a word"] = ()

    with pytest.raises(NothingToRead):
        await emojify(worker, "a word")

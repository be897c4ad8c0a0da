"""The model's state, told without waiting."""

from __future__ import annotations

import pytest

from bot.features.model_info import ModelState, ModelStatus, model_status
from bot.inference import ModelUnavailable, Worker
from tests.bot.fakes import INFO, FakeLoader, Gate


async def test_a_model_that_loads_is_told_without_waiting() -> None:
    gate = Gate(is_open=False)
    worker = Worker(FakeLoader(gate=gate))
    worker.start()

    assert model_status(worker) == ModelStatus(ModelState.LOADING)

    gate.open()
    await worker.ready()
    assert model_status(worker) == ModelStatus(ModelState.READY, INFO)
    await worker.aclose()


async def test_a_model_that_cannot_be_loaded_is_told() -> None:
    worker = Worker(FakeLoader(error=OSError("disk")))
    worker.start()
    with pytest.raises(ModelUnavailable):
        await worker.ready()

    assert model_status(worker) == ModelStatus(ModelState.FAILED)
    await worker.aclose()

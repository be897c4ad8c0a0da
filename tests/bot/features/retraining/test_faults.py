"""Whatever goes wrong, the old model serves, nothing half-made is left, and a sentence says why."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.features.retraining.confined import Confinement
from bot.features.retraining.errors import Busy, RetrainingError
from bot.features.retraining.face import Phase, Request
from bot.features.retraining.jobs import Jobs
from bot.features.retraining.retrainer import FOLDER, LocalRetrainer
from bot.registry.registry import Registry
from tests.bot.features.retraining.conftest import QUICK, make_request, until, until_end
from tests.bot.features.retraining.states import TRAINED, Before, bot_that_trains, left_behind

Make = Callable[..., Request]


async def test_a_killed_trainer_leaves_the_old_model_serving(
    retrainer: LocalRetrainer, registry: Registry, request_of: Make
) -> None:
    before = Before(registry)
    started = await retrainer.start(request_of(epochs=100))
    await until(retrainer, started.id, Phase.TRAINING)
    job = Jobs(registry.path / FOLDER).read(started.id)
    assert job is not None
    assert job.process is not None
    os.kill(job.process.pid, signal.SIGKILL)
    end = await until_end(retrainer, started.id)
    assert end.phase is Phase.FAILED
    assert "killed from outside" in (end.error or "")
    before.holds_after(end, retrainer)


async def test_a_retraining_outlives_its_bot_and_goes_on_after_a_power_cut(
    registry: Registry,
) -> None:
    before = Before(registry)
    retrainer = LocalRetrainer(registry, recipe=QUICK)
    with bot_that_trains(registry.path, epochs=100) as (bot, retraining):
        await until(retrainer, retraining, Phase.TRAINING, step=5)
        bot.kill()
        bot.wait()
    # Adopted: the trainer holds the lock, and nobody may start another.
    assert retrainer.running is not None
    assert retrainer.running.id == retraining
    request = make_request(retrainer)
    with pytest.raises(RetrainingError, match="runs already"):
        await retrainer.start(request)
    retrainer.discard(request)
    # The machine goes down, and a new bot finds what was saved.
    job = Jobs(registry.path / FOLDER).read(retraining)
    assert job is not None
    assert job.process is not None
    os.killpg(job.process.pid, signal.SIGKILL)
    job_step = retrainer.running.step
    await retrainer.open()
    async for progress in retrainer.follow(retraining):
        job = Jobs(registry.path / FOLDER).read(retraining)
        assert job is not None
        if job.attempts == 2 and progress.step > job_step:
            break
    events = (registry.path / FOLDER / retraining / "events.jsonl").read_text("utf-8")
    [first, second] = [json.loads(line) for line in events.splitlines() if "started" in line]
    assert "step" not in first
    assert second["step"] > 0, "it goes on from what was saved"
    assert await retrainer.cancel(retraining)
    end = await until_end(retrainer, retraining)
    assert end.phase is Phase.CANCELLED
    before.holds_after(end, retrainer)
    await retrainer.aclose()


async def test_what_was_trained_while_no_bot_ran_is_judged_by_the_next(
    registry: Registry, tiny_model: Path
) -> None:
    retrainer = LocalRetrainer(registry, recipe=replace(QUICK, judged=("no such set",)))
    job = left_behind(registry, make_request(retrainer), TRAINED, tiny_model)
    await retrainer.open()
    end = await until_end(retrainer, job.id)
    assert end.phase is Phase.FINISHED
    assert end.outcome is not None
    assert "could not be compared" in end.outcome.reasons[0], "and so it waits for an operator"
    assert not end.outcome.activated
    await retrainer.aclose()


async def test_a_second_request_hears_how_far_the_first_one_is(
    registry: Registry, tiny_model: Path
) -> None:
    retrainer = LocalRetrainer(registry, recipe=QUICK)
    left_behind(registry, make_request(retrainer), TRAINED[:2], tiny_model)
    request = make_request(retrainer)
    preview = await retrainer.preview(request)
    assert "100% of its training is done" in (preview.trouble or "")
    with pytest.raises(RetrainingError, match="runs already"):
        await retrainer.start(request)
    assert str(Busy(None)).endswith(".")


async def test_a_full_disk_is_said(registry: Registry) -> None:
    recipe = replace(QUICK, confinement=Confinement(niceness=0, file_size=300_000))
    retrainer = LocalRetrainer(registry, recipe=recipe)
    before = Before(registry)
    started = await retrainer.start(make_request(retrainer))
    end = await until_end(retrainer, started.id)
    assert end.phase is Phase.FAILED
    assert "disk is full" in (end.error or "")
    before.holds_after(end, retrainer)
    await retrainer.aclose()


async def test_memory_that_runs_out_is_said(registry: Registry) -> None:
    recipe = replace(QUICK, confinement=Confinement(niceness=0, memory=200 * 2**20))
    retrainer = LocalRetrainer(registry, recipe=recipe)
    before = Before(registry)
    started = await retrainer.start(make_request(retrainer))
    end = await until_end(retrainer, started.id)
    assert end.phase is Phase.FAILED
    assert "memory ran out" in (end.error or "")
    before.holds_after(end, retrainer)
    await retrainer.aclose()


@pytest.mark.long
async def test_a_loss_that_is_no_number_is_said(
    retrainer: LocalRetrainer, registry: Registry, request_of: Make
) -> None:
    before = Before(registry)
    # More than may be asked for.
    job = Jobs(registry.path / FOLDER).begin(
        request_of(learning_rate=1e30), registry.versions()[0].id
    )
    end = await until_end(retrainer, job.id)
    assert end.phase is Phase.FAILED
    assert "try a smaller learning rate" in (end.error or "")
    before.holds_after(end, retrainer)


async def test_it_can_be_cancelled_before_it_trains(
    retrainer: LocalRetrainer, registry: Registry, request_of: Make
) -> None:
    before = Before(registry)
    started = await retrainer.start(request_of())
    assert started.phase is Phase.STARTING
    assert await retrainer.cancel(started.id)
    end = await until_end(retrainer, started.id)
    assert end.phase is Phase.CANCELLED
    before.holds_after(end, retrainer)
    assert not await retrainer.cancel(started.id), "there is nothing left to stop"


async def test_who_serves_makes_way_for_as_long_as_it_runs(registry: Registry) -> None:
    told: list[bool] = []

    async def make_way(training: bool) -> None:
        told.append(training)

    retrainer = LocalRetrainer(registry, recipe=QUICK, make_way=make_way)
    started = await retrainer.start(make_request(retrainer))
    await until(retrainer, started.id, Phase.TRAINING)
    assert told == [True]
    await retrainer.cancel(started.id)
    await until_end(retrainer, started.id)
    await retrainer.aclose()
    assert told == [True, False]


async def test_it_can_be_cancelled_while_it_is_judged(registry: Registry, tiny_model: Path) -> None:
    before = Before(registry)
    retrainer = LocalRetrainer(registry, recipe=QUICK)
    job = left_behind(registry, make_request(retrainer), TRAINED, tiny_model)
    await retrainer.open()
    await until(retrainer, job.id, Phase.JUDGING)
    assert await retrainer.cancel(job.id)
    end = await until_end(retrainer, job.id)
    assert end.phase is Phase.CANCELLED
    before.holds_after(end, retrainer)
    await retrainer.aclose()


@pytest.mark.long
async def test_a_hub_that_is_gone_is_said(
    retrainer: LocalRetrainer,
    registry: Registry,
    request_of: Make,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    before = Before(registry)
    started = await retrainer.start(request_of(base="gpt2"))
    end = await until_end(retrainer, started.id)
    assert end.phase is Phase.FAILED
    assert "gpt2" in (end.error or "")
    assert "Traceback" not in (end.error or "")
    before.holds_after(end, retrainer)


async def test_a_base_that_is_gone_is_said_by_its_name(
    retrainer: LocalRetrainer, registry: Registry, request_of: Make
) -> None:
    before = Before(registry)
    jobs = Jobs(registry.path / FOLDER)
    jobs.begin(request_of(), "removed-meanwhile")
    [job] = [job for job in [jobs.unfinished()] if job is not None]
    end = await until_end(retrainer, job.id)
    assert end.phase is Phase.FAILED
    assert "removed-meanwhile" in (end.error or "")
    assert str(registry.path) not in (end.error or "")
    before.holds_after(end, retrainer)

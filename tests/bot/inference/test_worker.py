import asyncio
import logging
import threading
from collections.abc import AsyncIterator

import pytest

from bot.inference import (
    DeadlineExceeded,
    ModelFailed,
    ModelUnavailable,
    Overloaded,
    ShuttingDown,
    Unhealthy,
    Worker,
)
from emojifier.errors import DeviceLost
from tests.bot.fakes import FakeLoader, FakeModel, Gate


@pytest.fixture
async def running() -> AsyncIterator[list[Worker]]:
    """Workers put here are closed at the end, whatever the test did."""
    workers: list[Worker] = []
    yield workers
    for worker in workers:
        await worker.aclose()


def _start(
    running: list[Worker], loader: FakeLoader | None = None, *, max_queue: int = 8
) -> tuple[Worker, FakeModel]:
    loader = loader or FakeLoader()
    worker = Worker(loader, max_queue=max_queue)
    running.append(worker)
    worker.start()
    return worker, loader.model


async def _reached(gate: Gate) -> None:
    assert await asyncio.to_thread(gate.reached.wait, 10)


async def test_callers_get_their_own_answers(running: list[Worker]) -> None:
    worker, _ = _start(running, FakeLoader(FakeModel({"a": ["🍕"], "b": ["🐶"]})))
    first, second = await asyncio.gather(worker.suggest("a", k=1), worker.suggest("b", k=1))
    assert (first.output, second.output) == ("🍕", "🐶")
    both = await worker.suggest_many(["b", "a"], k=1)
    assert [s.output for s in both] == ["🐶", "🍕"]


async def test_request_waits_for_a_model_that_still_loads(running: list[Worker]) -> None:
    loader = FakeLoader(gate=Gate(is_open=False))
    worker, _ = _start(running, loader)
    request = asyncio.create_task(worker.suggest("hello"))
    await _reached(loader.gate)
    assert worker.info is None
    assert worker.pending == 1
    loader.gate.open()
    assert (await request).emojis
    assert worker.info is not None
    assert worker.pending == 0
    assert (await worker.ready()).title == worker.info.title


async def test_event_loop_runs_while_the_model_computes(running: list[Worker]) -> None:
    model = FakeModel(gate=Gate(is_open=False))
    worker, _ = _start(running, FakeLoader(model))
    request = asyncio.create_task(worker.suggest("hello"))
    await _reached(model.gate)
    for _ in range(100):
        await asyncio.sleep(0)
    assert not request.done()
    model.gate.open()
    assert (await request).emojis


async def test_full_worker_refuses_at_once(running: list[Worker]) -> None:
    model = FakeModel(gate=Gate(is_open=False))
    worker, _ = _start(running, FakeLoader(model), max_queue=2)
    waiting = [asyncio.create_task(worker.suggest(str(i))) for i in range(2)]
    await _reached(model.gate)
    with pytest.raises(Overloaded):
        await worker.suggest("one too many")
    model.gate.open()
    await asyncio.gather(*waiting)
    assert "one too many" not in [text for call in model.calls for text in call.texts]
    assert (await worker.suggest("room again")).emojis


async def test_late_answer_is_a_sentence_and_queued_work_is_dropped(running: list[Worker]) -> None:
    model = FakeModel(gate=Gate(is_open=False))
    worker, _ = _start(running, FakeLoader(model))
    blocking = asyncio.create_task(worker.suggest("slow"))
    await _reached(model.gate)
    with pytest.raises(DeadlineExceeded):
        await worker.suggest("late", deadline=0)
    model.gate.open()
    await blocking
    await worker.suggest("next")
    assert [call.texts for call in model.calls] == [("slow",), ("next",)]


async def test_cancelled_caller_does_not_hurt_others(running: list[Worker]) -> None:
    loader = FakeLoader(gate=Gate(is_open=False))
    worker, _ = _start(running, loader)
    leaving, staying = (asyncio.create_task(worker.suggest(t)) for t in ("leaving", "staying"))
    await _reached(loader.gate)
    leaving.cancel()
    loader.gate.open()
    assert (await staying).emojis
    with pytest.raises(asyncio.CancelledError):
        await leaving


async def test_model_error_fails_its_caller_only_and_keeps_the_text_out_of_the_log(
    running: list[Worker], caplog: pytest.LogCaptureFixture
) -> None:
    model = FakeModel(error=RuntimeError("bang"))
    worker, _ = _start(running, FakeLoader(model))
    with caplog.at_level(logging.DEBUG), pytest.raises(ModelFailed):
        await worker.suggest("my secret")
    assert "bang" in caplog.text
    assert "my secret" not in caplog.text
    model.error = None
    assert (await worker.suggest("again")).emojis


async def test_model_that_cannot_be_loaded_is_said_to_everybody(running: list[Worker]) -> None:
    worker, _ = _start(running, FakeLoader(error=OSError("no such folder")))
    with pytest.raises(ModelUnavailable) as caught:
        await worker.suggest("hello")
    assert caught.value.reason == "no such folder"
    assert worker.failure == "no such folder"
    with pytest.raises(ModelUnavailable):
        await worker.ready()


async def test_close_answers_what_runs_and_waits_and_refuses_what_comes(
    running: list[Worker],
) -> None:
    model = FakeModel(gate=Gate(is_open=False))
    worker, _ = _start(running, FakeLoader(model))
    computing = asyncio.create_task(worker.suggest("computing"))
    await _reached(model.gate)
    waiting = asyncio.create_task(worker.suggest("waiting"))
    await asyncio.sleep(0)
    closing = asyncio.create_task(worker.aclose(grace=10))
    await asyncio.sleep(0)
    with pytest.raises(ShuttingDown):
        await worker.suggest("new")
    model.gate.open()
    assert await closing is True
    assert (await computing).emojis
    assert (await waiting).emojis


async def test_close_does_not_wait_longer_than_its_grace(running: list[Worker]) -> None:
    model = FakeModel(gate=Gate(is_open=False))
    worker, _ = _start(running, FakeLoader(model))
    computing = asyncio.create_task(worker.suggest("endless"))
    await _reached(model.gate)
    waiting = asyncio.create_task(worker.suggest("waiting"))
    await asyncio.sleep(0)
    assert await worker.aclose(grace=0) is False
    for request in (computing, waiting):
        with pytest.raises(ShuttingDown):
            await request
    model.gate.open()


async def test_close_while_loading_fails_who_waits_for_it(running: list[Worker]) -> None:
    loader = FakeLoader(gate=Gate(is_open=False))
    worker, _ = _start(running, loader)
    waiting = asyncio.create_task(worker.suggest("hello"))
    await _reached(loader.gate)
    assert await worker.aclose(grace=0) is False
    with pytest.raises(ShuttingDown):
        await waiting
    loader.gate.open()


async def test_worker_that_was_not_started_says_so() -> None:
    worker = Worker(FakeLoader())
    with pytest.raises(ModelUnavailable, match="no model just now"):
        await worker.suggest("hello")
    await worker.aclose()


async def test_same_text_in_flight_is_computed_once_and_answered_to_everybody(
    running: list[Worker],
) -> None:
    model = FakeModel(gate=Gate(is_open=False))
    worker, _ = _start(running, FakeLoader(model))
    blocking = asyncio.create_task(worker.suggest("something else"))
    await _reached(model.gate)
    # What the model reads is the same, so it is the same question.
    same = [asyncio.create_task(worker.suggest(t)) for t in ("hi there", "hi   there ", "hi there")]
    await asyncio.sleep(0)
    assert worker.pending == 2
    same[0].cancel()
    model.gate.open()
    await blocking
    assert (await same[1]).output == (await same[2]).output
    assert [call.texts for call in model.calls] == [("something else",), ("hi there",)]
    assert worker.stats().shared == 2


async def test_other_options_are_another_question(running: list[Worker]) -> None:
    worker, model = _start(running, FakeLoader(FakeModel({"hi": ["🍕", "🐶", "🎉"]})))
    one, two = await asyncio.gather(worker.suggest("hi", k=1), worker.suggest("hi", k=2))
    assert (one.output, two.output) == ("🍕", "🍕 🐶")
    await worker.suggest("hi", k=2, newest=11.0)
    assert {call.newest for call in model.calls} == {None, 11.0}


async def test_computation_that_nobody_waits_for_any_more_is_skipped(
    running: list[Worker],
) -> None:
    model = FakeModel(gate=Gate(is_open=False))
    worker, _ = _start(running, FakeLoader(model))
    blocking = asyncio.create_task(worker.suggest("running"))
    await _reached(model.gate)
    leaving = [asyncio.create_task(worker.suggest("left")) for _ in range(3)]
    await asyncio.sleep(0)
    for task in leaving:
        task.cancel()
    await asyncio.gather(*leaving, return_exceptions=True)
    model.gate.open()
    await blocking
    await worker.suggest("next")
    assert [call.texts for call in model.calls] == [("running",), ("next",)]


async def test_recent_answers_are_kept_without_their_texts(running: list[Worker]) -> None:
    loader = FakeLoader()
    worker = Worker(loader, cache_size=2)
    running.append(worker)
    worker.start()
    for text in ("my diary", "my diary", "two", "three", "my diary"):
        await worker.suggest(text)
    assert [c.texts[0] for c in loader.model.calls] == ["my diary", "two", "three", "my diary"]
    assert worker.stats().cache_hits == 1
    assert "diary" not in repr(vars(worker._recent))


async def test_swap_happens_between_two_batches_and_loses_no_request(
    running: list[Worker],
) -> None:
    old = FakeModel({"a": ["🍕"], "b": ["🍕"]}, gate=Gate(is_open=False))
    new = FakeModel({"a": ["🐶"], "b": ["🐶"], "c": ["🐶"]})
    worker, _ = _start(running, FakeLoader(old))
    before = asyncio.create_task(worker.suggest("a", k=1))
    await _reached(old.gate)
    swapping = asyncio.create_task(worker.swap(FakeLoader(new)))
    during = asyncio.create_task(worker.suggest("b", k=1))
    await asyncio.sleep(0)
    old.gate.open()
    await swapping
    assert (await before).output == "🍕"
    assert (await during).output == "🐶"
    assert (await worker.suggest("c", k=1)).output == "🐶"


async def test_what_is_the_threads_own_is_done_there_between_two_batches(
    running: list[Worker],
) -> None:
    worker, _ = _start(running)
    await worker.ready()
    seen: list[str] = []
    await worker.between_batches(lambda: seen.append(threading.current_thread().name))
    assert seen[0].startswith("model")
    await worker.aclose()
    with pytest.raises(ShuttingDown):
        await worker.between_batches(lambda: seen.append("too late"))
    assert len(seen) == 1


async def test_swap_that_fails_keeps_the_old_model(running: list[Worker]) -> None:
    worker, _ = _start(running, FakeLoader(FakeModel({"a": ["🍕"]})))
    with pytest.raises(ModelUnavailable) as caught:
        await worker.swap(FakeLoader(error=OSError("no such folder")))
    assert caught.value.reason == "no such folder"
    assert (await worker.suggest("a", k=1)).output == "🍕"
    assert worker.failure is None


async def test_swap_forgets_the_answers_of_the_old_model(running: list[Worker]) -> None:
    worker = Worker(FakeLoader(FakeModel({"a": ["🍕"]})), cache_size=10)
    running.append(worker)
    worker.start()
    assert (await worker.suggest("a", k=1)).output == "🍕"
    await worker.swap(FakeLoader(FakeModel({"a": ["🐶"]})))
    assert (await worker.suggest("a", k=1)).output == "🐶"


async def test_lost_device_is_told_to_everybody_and_to_whoever_supervises(
    running: list[Worker],
) -> None:
    model = FakeModel(error=DeviceLost("an illegal address was met"))
    worker, _ = _start(running, FakeLoader(model))
    with pytest.raises(Unhealthy):
        await worker.suggest("hello")
    with pytest.raises(DeviceLost, match="illegal address"):
        await worker.failed()
    with pytest.raises(Unhealthy):
        await worker.suggest("again")


async def test_thread_that_dies_leaves_nobody_waiting(running: list[Worker]) -> None:
    model = FakeModel()
    model.error = SystemExit(1)
    worker, _ = _start(running, FakeLoader(model))
    with pytest.raises(Unhealthy):
        await worker.suggest("hello")
    with pytest.raises(DeviceLost, match="SystemExit"):
        await worker.failed()


async def test_all_of_many_are_answered_or_none(running: list[Worker]) -> None:
    model = FakeModel(gate=Gate(is_open=False))
    worker, _ = _start(running, FakeLoader(model), max_queue=3)
    blocking = asyncio.create_task(worker.suggest("running"))
    await _reached(model.gate)
    with pytest.raises(Overloaded):
        await worker.suggest_many(["a", "b", "c"])
    await asyncio.sleep(0)
    assert worker.pending == 1
    model.gate.open()
    await blocking
    assert [call.texts for call in model.calls] == [("running",)]

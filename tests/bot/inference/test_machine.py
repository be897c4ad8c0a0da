"""Random submits, cancels, deadlines, faults, swaps and closes, against what a caller may expect.

Time stands still unless the machine moves it, and the model's thread is the machine's own hand, so
every interleaving that is found can be played again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.inference import (
    DeadlineExceeded,
    InferenceError,
    ModelFailed,
    ModelUnavailable,
    Overloaded,
    Priority,
    ShuttingDown,
    Unhealthy,
    Worker,
)
from emojifier.errors import DeviceLost, OutOfDeviceMemory
from emojifier.suggestion import ModelInfo, ScoredEmoji, Suggestion
from tests.bot.fakes import INFO, Telling

T = TypeVar("T")
MAX_QUEUE = 5
MAX_BATCH = 3
# The ends of a worker come only after so many callers, or most days would be short.
BUSY = 10
FAULTS: tuple[type[Exception] | None, ...] = (None, None, None, OutOfDeviceMemory, ValueError)


class Hand(Executor):
    """A thread of which a test moves every step."""

    def __init__(self) -> None:
        self.jobs: list[tuple[Future[Any], Callable[[], Any]]] = []
        self.closed = False

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        if self.closed:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future: Future[T] = Future()
        self.jobs.append((future, lambda: fn(*args, **kwargs)))
        return future

    def step(self) -> None:
        """Do the oldest job that was not cancelled."""
        while self.jobs:
            future, job = self.jobs.pop(0)
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(job())
                except BaseException as error:  # noqa: BLE001 - what an executor does
                    future.set_exception(error)
                return

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        del wait
        self.closed = True
        if cancel_futures:
            for future, _ in self.jobs:
                future.cancel()


@dataclass
class Echo(Telling):
    """A model that answers with the text itself, and fails as it is told to."""

    name: str
    batches: list[tuple[str, ...]] = field(default_factory=list)
    fault: BaseException | None = None

    def suggest(
        self, texts: Sequence[str], k: int = 3, *, newest: float | None = None
    ) -> list[Suggestion]:
        del k, newest
        self.batches.append(tuple(texts))
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        return [Suggestion((ScoredEmoji("🎉", text, 0.5),), 0.0, self.name) for text in texts]

    def info(self) -> ModelInfo:
        return INFO


@dataclass(eq=False)
class Caller:
    """One caller, as the reference knows it."""

    text: str
    priority: Priority
    until: float
    task: asyncio.Task[Suggestion]
    left: bool = False


class InferenceMachine(RuleBasedStateMachine):
    """Plays a worker; the reference is the list of callers, in the order they came."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.loop = asyncio.new_event_loop()
        self.loop.time = lambda: self.now  # type: ignore[method-assign]
        self.hand = Hand()
        self.model = Echo("model 0")
        self.models = [self.model]
        self.callers: list[Caller] = []
        self.swaps: list[tuple[asyncio.Task[ModelInfo], Echo, bool]] = []
        self.closing: asyncio.Task[bool] | None = None
        self.lost = False
        first = self.model
        self.worker = Worker(
            lambda: first, max_queue=MAX_QUEUE, max_batch=MAX_BATCH, executor=self.hand
        )
        self.run(self.start())
        self.settle()

    async def start(self) -> None:
        self.worker.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def settle(self) -> None:
        async def turns() -> None:
            for _ in range(30):
                await asyncio.sleep(0)

        self.run(turns())

    @property
    def waiting(self) -> list[Caller]:
        return [c for c in self.callers if not c.task.done() and not c.left]

    # ---- what may happen ------------------------------------------------------------------------

    @rule(priority=st.sampled_from(Priority), patience=st.sampled_from([1.0, 1000.0, 1000.0]))
    def ask(self, priority: Priority, patience: float) -> None:
        text = f"text {len(self.callers)}"
        task = self.loop.create_task(
            self.worker.suggest(text, priority=priority, deadline=patience)
        )
        before = [c for c in self.waiting if c.priority is Priority.REACTION]
        caller = Caller(text, priority, self.now + patience, task)
        self.callers.append(caller)
        self.settle()
        displaced = [c for c in before if c.task.done()]
        assert len(displaced) <= 1
        for other in displaced:
            assert isinstance(other.task.exception(), Overloaded)
            assert priority is Priority.COMMAND
            younger = before[before.index(other) + 1 :]
            computing = {text for model in self.models for batch in model.batches for text in batch}
            assert all(c.text in computing or c in self.running() for c in younger)

    @rule(priorities=st.lists(st.sampled_from(Priority), min_size=2, max_size=4))
    def several_ask(self, priorities: list[Priority]) -> None:
        for priority in priorities:
            self.ask(priority, 1000.0)

    def running(self) -> list[Caller]:
        """Whom the dispatcher has taken into its batch."""
        dispatcher = self.worker._dispatcher
        assert dispatcher is not None
        texts = {request.item.text for request in dispatcher._running}
        return [c for c in self.callers if c.text in texts]

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        caller = data.draw(st.sampled_from(self.waiting))
        caller.left = True
        caller.task.cancel()
        self.settle()
        assert caller.task.cancelled()

    @rule(seconds=st.sampled_from([0.3, 2.0]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds
        self.settle()
        for caller in self.callers:
            if caller.until <= self.now and not caller.left:
                assert caller.task.done()

    @precondition(lambda self: self.hand.jobs)
    @rule(faults=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=6))
    def thread_moves(self, faults: list[type[Exception] | None]) -> None:
        for fault in faults:
            self.model.fault = fault() if fault else None
            self.hand.step()
            self.model.fault = None
            self.settle()

    @precondition(lambda self: self.hand.jobs and not self.lost and len(self.callers) >= BUSY)
    @rule(fault=st.sampled_from([DeviceLost("gone"), SystemExit(1)]))
    def device_is_lost(self, fault: BaseException) -> None:
        calls = len(self.model.batches)
        self.model.fault = fault
        self.hand.step()
        self.lost = len(self.model.batches) > calls
        self.model.fault = None
        self.settle()
        if self.lost:
            assert not self.waiting

    @precondition(lambda self: self.closing is None and all(t.done() for t, _, _ in self.swaps))
    @rule(works=st.booleans())
    def swap(self, works: bool) -> None:
        new = Echo(f"model {len(self.models)}")

        def load() -> Echo:
            if not works:
                raise OSError("no such folder")
            self.models.append(new)
            self.model = new
            return new

        self.swaps.append((self.loop.create_task(self.worker.swap(load)), new, works))
        self.settle()

    @precondition(lambda self: self.closing is None and len(self.callers) >= BUSY)
    @rule(grace=st.sampled_from([0.0, 3.0]))
    def close(self, grace: float) -> None:
        self.closing = self.loop.create_task(self.worker.aclose(grace))
        self.settle()

    # ---- what must always hold ------------------------------------------------------------------

    @invariant()
    def bound_is_never_passed(self) -> None:
        assert self.worker.pending <= MAX_QUEUE

    @invariant()
    def answers_are_the_callers_own_and_from_one_model(self) -> None:
        by_text = {t: m.name for m in self.models for batch in m.batches for t in batch}
        for caller in self.callers:
            if caller.task.done() and not caller.task.cancelled():
                error = caller.task.exception()
                if error is None:
                    answer = caller.task.result()
                    assert answer.emojis[0].name == caller.text
                    assert answer.model == by_text[caller.text]
                else:
                    assert isinstance(error, InferenceError)
                    self.explain(caller, error)

    def explain(self, caller: Caller, error: InferenceError) -> None:
        if isinstance(error, DeadlineExceeded):
            assert caller.until <= self.now
        elif isinstance(error, ShuttingDown):
            assert self.closing is not None
        elif isinstance(error, Unhealthy):
            assert self.lost
        else:
            assert isinstance(error, Overloaded | ModelFailed | ModelUnavailable)

    @invariant()
    def order_within_a_priority_is_kept(self) -> None:
        computed = [text for model in self.models for batch in model.batches for text in batch]
        # A batch that ran out of memory is computed again: its last time counts.
        last = {text: place for place, text in enumerate(computed)}
        for priority in Priority:
            places = [
                last[caller.text]
                for caller in self.callers
                if caller.priority is priority and caller.text in last and _answered(caller.task)
            ]
            assert places == sorted(places)

    @invariant()
    def batches_keep_their_bound(self) -> None:
        assert all(len(b) <= MAX_BATCH for model in self.models for b in model.batches)

    @invariant()
    def a_swap_that_failed_changed_nothing(self) -> None:
        for task, new, works in self.swaps:
            if task.done() and not task.cancelled():
                error = task.exception()
                assert works or isinstance(error, ModelUnavailable | ShuttingDown)
                assert works or not new.batches

    def teardown(self) -> None:
        """However it went: close, let the thread end, and nobody is left waiting."""
        closing = self.closing or self.loop.create_task(self.worker.aclose(0))
        self.now += 10_000
        for _ in range(50):
            self.settle()
            self.hand.step()
        self.run(asyncio.wait_for(asyncio.shield(closing), None))
        self.settle()
        assert all(caller.task.done() for caller in self.callers)
        assert all(task.done() for task, _, _ in self.swaps)
        for swap, _, _ in self.swaps:
            if not swap.cancelled():
                swap.exception()
        for caller in self.callers:
            if not caller.task.cancelled():
                caller.task.exception()
        self.loop.close()
        super().teardown()


def _answered(task: asyncio.Task[Suggestion]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None


def test_random_days_of_a_worker() -> None:
    run_state_machine_as_test(
        InferenceMachine, settings=settings(max_examples=300, stateful_step_count=30, deadline=None)
    )


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_random_years_of_a_worker() -> None:
    run_state_machine_as_test(
        InferenceMachine,
        settings=settings(max_examples=20_000, stateful_step_count=30, deadline=None),
    )

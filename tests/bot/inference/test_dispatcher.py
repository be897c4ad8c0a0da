"""The dispatcher's rules, each by its name; the one who computes is a test that opens gates."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from bot.inference.dispatcher import FAIRNESS, Dispatcher
from bot.inference.errors import (
    DeadlineExceeded,
    ModelFailed,
    ModelUnavailable,
    Overloaded,
    ShuttingDown,
    Unhealthy,
)
from bot.inference.request import Priority, Request
from bot.inference.stats import Stats
from emojifier.errors import DeviceLost, OutOfDeviceMemory

COMMAND, REACTION = Priority.COMMAND, Priority.REACTION
FAR = 1e9


class Desk:
    """A dispatcher whose batches a test answers, one after the other."""

    def __init__(self, *, max_queue: int = 100, max_batch: int = 4, max_cost: int = 1000) -> None:
        self.batches: list[list[str]] = []
        self.ready = asyncio.get_running_loop().create_future()
        self.ready.set_result(None)
        self.stats = Stats()
        self._arrived = asyncio.Event()
        self._outcome: asyncio.Future[Exception | None] | None = None
        self.dispatcher = Dispatcher[str, str](
            self._compute,
            self.stats,
            ready=self.ready,
            max_queue=max_queue,
            max_batch=max_batch,
            max_cost=max_cost,
        )

    async def _compute(self, batch: Sequence[str]) -> list[str]:
        self.batches.append(list(batch))
        self._outcome = asyncio.get_running_loop().create_future()
        self._arrived.set()
        error = await self._outcome
        if error is not None:
            raise error
        return [item.upper() for item in batch]

    def submit(
        self, item: str, priority: Priority = COMMAND, *, cost: int = 1, deadline: float = FAR
    ) -> Request[str, str]:
        return self.dispatcher.submit(item, cost=cost, priority=priority, deadline=deadline)

    async def batch(self) -> list[str]:
        """Wait until a batch computes, and return it."""
        await self._arrived.wait()
        return self.batches[-1]

    def finish(self, error: Exception | None = None) -> None:
        """Let the batch that computes end."""
        assert self._outcome is not None
        self._arrived.clear()
        self._outcome.set_result(error)

    async def all_batches(self) -> list[list[str]]:
        """Answer everything that waits; the batches of it."""
        before = len(self.batches) - self._arrived.is_set()
        while self.dispatcher.pending:
            await self.batch()
            self.finish()
            await _settle()
        return self.batches[before:]


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
async def desks() -> AsyncIterator[list[Desk]]:
    made: list[Desk] = []
    yield made
    for desk in made:
        await desk.dispatcher.aclose(0)


@pytest.fixture
async def desk(desks: list[Desk]) -> Desk:
    desks.append(Desk())
    return desks[0]


async def test_idle_dispatcher_starts_at_once_and_waits_for_nobody(desk: Desk) -> None:
    request = desk.submit("alone")
    assert await desk.batch() == ["alone"]
    desk.finish()
    assert await request.future == "ALONE"


async def test_batches_fill_by_themselves_while_one_computes(desk: Desk) -> None:
    desk.submit("first")
    await desk.batch()
    for item in "abcdef":
        desk.submit(item)
    assert await desk.all_batches() == [["first"], ["a", "b", "c", "d"], ["e", "f"]]


async def test_batch_stays_within_its_padded_cost(desks: list[Desk]) -> None:
    desk = Desk(max_batch=10, max_cost=12)
    desks.append(desk)
    for item, cost in (("a", 3), ("b", 4), ("c", 4), ("d", 1), ("e", 500), ("f", 1)):
        desk.submit(item, cost=cost)
    assert await desk.all_batches() == [["a", "b", "c"], ["d"], ["e"], ["f"]]


async def test_queued_and_running_count_towards_the_bound(desks: list[Desk]) -> None:
    desk = Desk(max_queue=3, max_batch=1)
    desks.append(desk)
    for item in "abc":
        desk.submit(item)
    await desk.batch()
    assert desk.dispatcher.pending == 3
    with pytest.raises(Overloaded):
        desk.submit("d")
    desk.finish()
    await _settle()
    desk.submit("d")
    assert desk.stats.refused == 1


async def test_cancelled_request_is_skipped_and_gives_its_place_back_at_once(
    desks: list[Desk],
) -> None:
    desk = Desk(max_queue=2)
    desks.append(desk)
    desk.submit("running")
    await desk.batch()
    leaving = desk.submit("leaving")
    leaving.future.cancel()
    await _settle()
    desk.submit("staying")
    assert await desk.all_batches() == [["running"], ["staying"]]
    assert desk.stats.cancelled == 1


async def test_cancelled_caller_does_not_hurt_its_batch_mates(desk: Desk) -> None:
    leaving, staying = desk.submit("leaving"), desk.submit("staying")
    assert await desk.batch() == ["leaving", "staying"]
    leaving.future.cancel()
    desk.finish()
    assert await staying.future == "STAYING"


async def test_expired_request_fails_and_is_never_computed(desk: Desk) -> None:
    desk.submit("running")
    await desk.batch()
    late = desk.submit("late", deadline=asyncio.get_running_loop().time())
    assert await desk.all_batches() == [["running"]]
    with pytest.raises(DeadlineExceeded):
        await late.future
    assert desk.stats.expired == 1


async def test_commands_go_before_reactions(desk: Desk) -> None:
    desk.submit("running")
    await desk.batch()
    for item in "xy":
        desk.submit(item, REACTION)
    for item in "abc":
        desk.submit(item)
    assert await desk.all_batches() == [["running"], ["a", "b", "c", "x"], ["y"]]


async def test_commands_without_end_do_not_starve_reactions(desks: list[Desk]) -> None:
    desk = Desk(max_batch=1, max_queue=1000)
    desks.append(desk)
    for i in range(40):
        desk.submit(f"command {i}")
    for i in range(3):
        desk.submit(f"reaction {i}", REACTION)
    order = [item for [item] in await desk.all_batches()]
    at = [order.index(f"reaction {i}") for i in range(3)]
    assert at == [FAIRNESS - 1, 2 * FAIRNESS - 1, 3 * FAIRNESS - 1]


async def test_command_displaces_the_youngest_waiting_reaction(desks: list[Desk]) -> None:
    desk = Desk(max_queue=3, max_batch=1)
    desks.append(desk)
    desk.submit("running", REACTION)
    await desk.batch()
    older, younger = desk.submit("older", REACTION), desk.submit("younger", REACTION)
    desk.submit("command")
    with pytest.raises(Overloaded):
        await younger.future
    with pytest.raises(Overloaded):
        desk.submit("reaction", REACTION)
    assert await desk.all_batches() == [["running"], ["command"], ["older"]]
    assert await older.future == "OLDER"


async def test_model_error_fails_its_batch_only_and_the_loop_goes_on(desk: Desk) -> None:
    unlucky = desk.submit("unlucky")
    await desk.batch()
    lucky = desk.submit("lucky")
    desk.finish(ValueError("bang"))
    with pytest.raises(ModelFailed) as caught:
        await unlucky.future
    assert isinstance(caught.value.__cause__, ValueError)
    await _settle()
    await desk.batch()
    desk.finish()
    assert await lucky.future == "LUCKY"
    assert desk.stats.failed == 1


async def test_wrong_number_of_answers_gives_nobody_anothers_answer() -> None:
    async def forgetful(batch: Sequence[str]) -> list[str]:
        return list(batch[1:])

    ready = asyncio.get_running_loop().create_future()
    ready.set_result(None)
    dispatcher = Dispatcher[str, str](
        forgetful, Stats(), ready=ready, max_queue=9, max_batch=9, max_cost=9
    )
    requests = [
        dispatcher.submit(item, cost=1, priority=COMMAND, deadline=FAR) for item in ("a", "b")
    ]
    outcomes = await asyncio.gather(*(r.future for r in requests), return_exceptions=True)
    await dispatcher.aclose(1)
    assert [type(outcome) for outcome in outcomes] == [ModelFailed, ModelFailed]


async def test_out_of_memory_halves_the_batch_keeps_its_order_and_remembers(desk: Desk) -> None:
    requests = [desk.submit(item) for item in "abcd"]
    assert await desk.batch() == ["a", "b", "c", "d"]
    desk.submit("e")
    desk.finish(OutOfDeviceMemory())
    await _settle()
    assert await desk.all_batches() == [["a", "b"], ["c", "d"], ["e"]]
    assert [await r.future for r in requests] == ["A", "B", "C", "D"]
    assert desk.dispatcher.max_batch == 2


async def test_single_message_that_does_not_fit_fails_alone(desk: Desk) -> None:
    huge = desk.submit("huge")
    await desk.batch()
    desk.finish(OutOfDeviceMemory())
    with pytest.raises(ModelFailed):
        await huge.future
    assert desk.dispatcher.max_batch == 4


async def test_lost_device_fails_everybody_and_ends_the_task(desk: Desk) -> None:
    running = desk.submit("running")
    await desk.batch()
    waiting = desk.submit("waiting", REACTION)
    desk.finish(DeviceLost("no more"))
    for request in (running, waiting):
        with pytest.raises(Unhealthy):
            await request.future
    with pytest.raises(DeviceLost):
        await desk.dispatcher.task
    with pytest.raises(Unhealthy):
        desk.submit("new")


async def test_nothing_computes_before_the_model_is_there(desks: list[Desk]) -> None:
    desk = Desk()
    desks.append(desk)
    loading = asyncio.get_running_loop().create_future()
    dispatcher = Dispatcher[str, str](
        desk._compute, Stats(), ready=loading, max_queue=9, max_batch=9, max_cost=9
    )
    request = dispatcher.submit("early", cost=1, priority=COMMAND, deadline=FAR)
    await _settle()
    assert desk.batches == []
    loading.set_exception(ModelUnavailable("no such folder"))
    with pytest.raises(ModelUnavailable) as caught:
        await request.future
    assert caught.value.reason == "no such folder"
    with pytest.raises(ModelUnavailable):
        dispatcher.submit("later", cost=1, priority=COMMAND, deadline=FAR)
    await dispatcher.task


async def test_close_drains_up_to_its_limit_and_fails_the_rest(desk: Desk) -> None:
    first = desk.submit("first")
    await desk.batch()
    closing = asyncio.create_task(desk.dispatcher.aclose(10))
    await _settle()
    with pytest.raises(ShuttingDown):
        desk.submit("new")
    desk.finish()
    await closing
    assert await first.future == "FIRST"
    assert desk.dispatcher.task.done()


async def test_close_without_grace_leaves_nobody_waiting(desk: Desk) -> None:
    requests = [desk.submit(item) for item in "abcdef"]
    await desk.batch()
    await desk.dispatcher.aclose(0)
    for request in requests:
        with pytest.raises(ShuttingDown):
            await request.future


def test_loop_that_goes_away_leaves_nobody_waiting() -> None:
    requests: list[Request[str, str]] = []

    async def main() -> None:
        desk = Desk()
        requests.extend(desk.submit(item) for item in "ab")
        await desk.batch()

    asyncio.run(main())
    assert all(request.future.done() for request in requests)
    assert [type(request.future.exception()) for request in requests] == [ShuttingDown] * 2

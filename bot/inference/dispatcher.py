"""Requests -> batches -> answers: an idle thread pulls work, and no caller waits for ever.

Queue and futures belong to the event loop, so there are no locks. What computes sees lists, never
futures: it cannot give one caller another's answer, and knows nothing of callers that left.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic

from bot.inference.errors import (
    DeadlineExceeded,
    InferenceError,
    ModelFailed,
    ModelUnavailable,
    Overloaded,
    ShuttingDown,
    Unhealthy,
)
from bot.inference.request import Answer, Item, Priority, Request, fail
from bot.inference.stats import Stats
from emojifier.errors import DeviceLost, OutOfDeviceMemory

log = logging.getLogger(__name__)

# While commands alone could fill every batch, each so many-th begins with the oldest reaction.
FAIRNESS: Final = 4


class Dispatcher(Generic[Item, Answer]):
    """Feeds ``compute`` with batches, commands first, each priority in the order it came.

    At most ``max_queue`` requests are queued and running; a batch has at most ``max_batch`` items
    and, padded to its costliest, ``max_cost``. ``compute`` returns one answer an item, in order;
    it is first called when ``ready`` is, and never if that raises ``ModelUnavailable``.
    """

    def __init__(
        self,
        compute: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]],
        stats: Stats,
        *,
        ready: Awaitable[object],
        max_queue: int,
        max_batch: int,
        max_cost: int,
    ) -> None:
        """Start to serve; call from the event loop."""
        self.max_batch = max_batch
        self._compute = compute
        self._ready = ready
        self._stats = stats
        self._max_queue = max_queue
        self._max_cost = max_cost
        self._queues = {p: OrderedDict[Request[Item, Answer], None]() for p in Priority}
        self._running: list[Request[Item, Answer]] = []
        self._batches = 0
        # Makes the error of whoever still waits or comes, once this is closed: a new one for each.
        self._refusal: Callable[[], InferenceError] | None = None
        self._loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()
        self._task = self._loop.create_task(self._serve())

    @property
    def pending(self) -> int:
        """Requests queued and running."""
        return sum(map(len, self._queues.values())) + len(self._running)

    @property
    def closed(self) -> bool:
        """Whether new work is refused."""
        return self._refusal is not None

    @property
    def task(self) -> asyncio.Task[None]:
        """Ends when the dispatcher does: with ``DeviceLost`` where the device is gone."""
        return self._task

    def submit(
        self, item: Item, *, cost: int, priority: Priority, deadline: float
    ) -> Request[Item, Answer]:
        """Queue an item, or refuse it at once: ``Overloaded``, or the reason it was closed for.

        A command that meets a full queue takes the place of the youngest waiting reaction.
        """
        if self._refusal is not None:
            self._stats.refused += 1
            raise self._refusal()
        if self.pending >= self._max_queue:
            reactions = self._queues[Priority.REACTION]
            self._stats.refused += 1
            if priority is not Priority.COMMAND or not reactions:
                raise Overloaded(self._max_queue)
            displaced, _ = reactions.popitem()
            fail(displaced, Overloaded(self._max_queue))
        now, future = self._loop.time(), self._loop.create_future()
        request = Request[Item, Answer](item, cost, priority, deadline, now, future)
        self._queues[priority][request] = None
        # A caller that leaves gives its place back at once.
        future.add_done_callback(lambda _: self._leave(request))
        self._wake.set()
        return request

    async def aclose(self, grace: float) -> None:
        """Refuse new work, serve what waits for up to ``grace`` seconds, fail the rest."""
        if self._refusal is None:
            self._refusal = ShuttingDown
        self._wake.set()
        await asyncio.wait({self._task}, timeout=grace)
        self._task.cancel()
        await asyncio.wait({self._task})

    async def _serve(self) -> None:
        try:
            await self._ready
            while self._refusal is None or self.pending:
                if batch := self._take():
                    await self._answer(batch)
                elif self._refusal is None:
                    self._wake.clear()
                    await self._wake.wait()
        except ModelUnavailable as error:
            self._refusal = functools.partial(ModelUnavailable, error.reason)
        except DeviceLost:
            self._refusal = Unhealthy
            raise
        finally:
            # Also where the loop goes away and cancels this task: nobody is left waiting.
            refusal = self._refusal = ShuttingDown if self._refusal is None else self._refusal
            waiting = [request for queue in self._queues.values() for request in queue]
            for request in (*self._running, *waiting):
                fail(request, refusal())
            self._running = []

    def _take(self) -> list[Request[Item, Answer]]:
        """The next batch, at the last moment: without those who left and those who are too late."""
        batch: list[Request[Item, Answer]] = []
        longest = 0
        while len(batch) < self.max_batch and (queue := self._next_queue(first=not batch)):
            request = next(iter(queue))
            longest = max(longest, request.cost)
            if batch and (len(batch) + 1) * longest > self._max_cost:
                break
            del queue[request]
            if request.future.done():
                continue
            if request.deadline <= self._loop.time():
                self._stats.expired += 1
                fail(request, DeadlineExceeded(request.deadline - request.queued))
            else:
                batch.append(request)
        self._batches += bool(batch)
        return batch

    def _next_queue(self, *, first: bool) -> OrderedDict[Request[Item, Answer], None]:
        commands, reactions = self._queues[Priority.COMMAND], self._queues[Priority.REACTION]
        fair = first and self._batches % FAIRNESS == FAIRNESS - 1
        return reactions if reactions and (fair or not commands) else commands

    async def _answer(self, batch: list[Request[Item, Answer]]) -> None:
        self._running = batch
        began = self._loop.time()
        try:
            answers = await self._compute([request.item for request in batch])
            if len(answers) != len(batch):
                raise ValueError(f"{len(answers)} answers to {len(batch)} items")
            for request, answer in zip(batch, answers, strict=True):
                if not request.future.done():
                    request.future.set_result(answer)
        except OutOfDeviceMemory:
            self._halve(batch)
        except DeviceLost:
            raise
        except Exception as error:
            log.exception("the model failed on a batch", extra={"items": len(batch)})
            self._stats.failed += len(batch)
            for request in batch:
                fail(request, ModelFailed(), cause=error)
        self._running = []
        self._stats.ran(len(batch), [began - r.queued for r in batch], self._loop.time() - began)

    def _halve(self, batch: list[Request[Item, Answer]]) -> None:
        """Try again with half as many items, from now on; one alone that does not fit fails."""
        if len(batch) == 1:
            self._stats.failed += 1
            fail(batch[0], ModelFailed())
            return
        self.max_batch = len(batch) // 2
        log.warning("out of device memory", extra={"items": len(batch), "now": self.max_batch})
        for request in reversed(batch):
            if not request.future.done():
                queue = self._queues[request.priority]
                queue[request] = None
                queue.move_to_end(request, last=False)

    def _leave(self, request: Request[Item, Answer]) -> None:
        self._queues[request.priority].pop(request, None)
        self._stats.cancelled += request.future.cancelled()

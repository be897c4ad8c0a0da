"""Which faults a batcher survives: each one is brought about, and every caller is watched.

A fault is survived where every caller who should get an answer gets its own, everybody else gets an
error, and the next caller is served; nobody may still wait when ``PATIENCE`` is over.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.inference.batchers import Batcher, Make
from emojifier.suggestion import Suggestion

# Seconds after which a caller is taken to wait for ever; the model here answers at once.
PATIENCE = 1.5
_SETTLED = 0.05
_TICK = 0.002
_MOST_CANCELS = 5
_MAX_BATCH = 4
_MAX_QUEUE = 8


class GatedModel:
    """Answers each text with itself, once its gate is open; files in ``folder`` are the gate.

    So it works wherever a batcher runs it: on a thread, or in a process of its own.
    """

    def __init__(self, folder: Path) -> None:
        self._entered = folder / "entered"
        self._open = folder / "open"

    def __call__(self, texts: Sequence[str]) -> list[Suggestion]:
        """Raises ``ValueError`` at ``poison``; forgets an answer at ``short``."""
        self._entered.touch()
        until = time.monotonic() + 4 * PATIENCE
        while not self._open.exists() and time.monotonic() < until:
            time.sleep(_TICK)
        if "poison" in texts:
            raise ValueError("a poisoned message")
        texts = texts[1:] if "short" in texts else texts
        return [Suggestion(emojis=(), quiet=0.0, model=text) for text in texts]

    def open(self) -> None:
        """Let pass whoever waits, and everybody after."""
        self._open.touch()

    async def entered(self) -> None:
        """Wait until a batch runs."""
        async with asyncio.timeout(PATIENCE):
            while not self._entered.exists():  # noqa: ASYNC110 - nothing signals across processes
                await asyncio.sleep(_TICK)


async def caller_leaves_the_queue(batcher: Batcher, model: GatedModel) -> bool:
    """A caller that waits in the queue is cancelled; its neighbour there is answered."""
    (first,) = _ask(batcher, "first")
    await model.entered()
    leaver, mate = _ask(batcher, "leaver", "mate")
    await asyncio.sleep(_SETTLED)
    leaver.cancel()
    model.open()
    return await _answered(first, mate) and await _serves(batcher)


async def caller_leaves_its_batch(batcher: Batcher, model: GatedModel) -> bool:
    """A caller whose batch runs is cancelled; its batch-mates are answered."""
    leaver, *mates = _ask(batcher, "leaver", "one", "two")
    await model.entered()
    leaver.cancel()
    model.open()
    return await _answered(*mates) and await _serves(batcher)


async def model_error(batcher: Batcher, model: GatedModel) -> bool:
    """The model raises: its batch fails, and the next is served."""
    model.open()
    return await _all_end(_ask(batcher, "poison")) and await _serves(batcher)


async def too_few_answers(batcher: Batcher, model: GatedModel) -> bool:
    """The model forgets an answer: nobody gets another's."""
    model.open()
    tasks = _ask(batcher, "short", "other")
    ended = await _all_end(tasks)
    return ended and not any(map(_is_crossed, tasks)) and await _serves(batcher)


async def queue_full(batcher: Batcher, model: GatedModel) -> bool:
    """More come than may wait: they are refused at once, and the others answered."""
    tasks = _ask(batcher, *(f"caller {i}" for i in range(8 * _MAX_QUEUE)))
    await model.entered()
    await asyncio.sleep(_SETTLED)
    refused = [task for task in tasks if task.done()]
    model.open()
    ended = await _all_end(tasks)
    return bool(refused) and ended and await _serves(batcher)


async def closed_while_waiting(batcher: Batcher, model: GatedModel) -> bool:
    """It is closed while the model hangs: everybody who waits is told."""
    tasks = _ask(batcher, *(f"caller {i}" for i in range(2 * _MAX_BATCH)))
    await model.entered()
    await batcher.aclose(grace=0.2)
    return await _all_end(tasks)


FAULTS: dict[str, Callable[[Batcher, GatedModel], Awaitable[bool]]] = {
    "caller leaves the queue": caller_leaves_the_queue,
    "caller leaves its batch": caller_leaves_its_batch,
    "model error": model_error,
    "too few answers": too_few_answers,
    "queue full": queue_full,
    "closed while waiting": closed_while_waiting,
}


async def survived(make: Make) -> dict[str, bool]:
    """Bring about every fault, each with a batcher of its own."""
    found: dict[str, bool] = {}
    for name, fault in FAULTS.items():
        folder = TemporaryDirectory()
        model = GatedModel(Path(folder.name))
        batcher = await make(model, max_batch=_MAX_BATCH, max_queue=_MAX_QUEUE)
        before = asyncio.all_tasks()
        try:
            found[name] = await fault(batcher, model)
        except TimeoutError:
            found[name] = False
        finally:
            model.open()
            if fault is not closed_while_waiting:
                await batcher.aclose(grace=0.2)
            await _sweep(asyncio.all_tasks() - before)
            folder.cleanup()
    return found


def _ask(batcher: Batcher, *texts: str) -> list[asyncio.Task[Suggestion]]:
    return [asyncio.create_task(batcher.ask(text), name=text) for text in texts]


async def _all_end(tasks: Sequence[asyncio.Task[Suggestion]]) -> bool:
    _, waiting = await asyncio.wait(tasks, timeout=PATIENCE)
    return not waiting


async def _answered(*tasks: asyncio.Task[Suggestion]) -> bool:
    return await _all_end(tasks) and not any(
        task.cancelled() or task.exception() or _is_crossed(task) for task in tasks
    )


def _is_crossed(task: asyncio.Task[Suggestion]) -> bool:
    if task.cancelled() or task.exception():
        return False
    return task.result().model != task.get_name()


async def _serves(batcher: Batcher) -> bool:
    return await _answered(*_ask(batcher, "next"))


async def _sweep(tasks: set[asyncio.Task[object]]) -> None:
    """End what a batcher left behind; one that catches its cancellation is cancelled again."""
    for _ in range(_MOST_CANCELS):
        for task in tasks:
            task.cancel()
        if tasks:
            _, tasks = await asyncio.wait(tasks, timeout=_SETTLED)
    for task in tasks:
        print(f"  left behind: {task.get_name()}")

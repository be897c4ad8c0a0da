"""The five figures with a target: the worker on the model that ships."""

from __future__ import annotations

import asyncio
import functools
import random
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from benchmarks.inference.batchers import Ours
from benchmarks.inference.measuring import closed_loop, loop_lag, percentile
from benchmarks.inference.texts import Messages
from bot.inference import Overloaded
from emojifier import Emojifier, Suggestion

MAX_BATCH = 64
MAX_QUEUE = 256
_SINGLES = 16
_COMMANDERS = 8
# Seconds until whoever was displaced comes with the next message.
_PAUSE = 0.01


async def throughput(
    emojifier: Emojifier, messages: Messages, *, count: int, rounds: int
) -> tuple[float, float, float]:
    """Messages a second of the bare model and of the worker, and the median of their ratios.

    Both answer the same texts in each round. The bare model gets them all in one call, sorts them
    by length and cuts them into batches; the worker sees them one by one, from as many callers as
    may wait.
    """
    worker = await Ours.make(emojifier.suggest, max_batch=MAX_BATCH, max_queue=MAX_QUEUE)
    bare: list[float] = []
    ours: list[float] = []
    with ThreadPoolExecutor(max_workers=1) as thread:
        for _ in range(rounds):
            texts = messages.take(count)
            bare.append(count / await _on(thread, functools.partial(emojifier.suggest, texts)))
            ours.append((await closed_loop(worker.ask, texts, MAX_QUEUE)).per_second)
    await worker.aclose(1)
    ratio = statistics.median(o / b for o, b in zip(ours, bare, strict=True))
    return statistics.median(bare), statistics.median(ours), ratio


async def added_ms(emojifier: Emojifier, messages: Messages, rounds: int) -> tuple[float, float]:
    """Milliseconds of one bare call, and what the worker adds for a single idle caller.

    Blocks of calls alternate, so that both meet the same machine; medians of blocks of medians.
    """
    worker = await Ours.make(emojifier.suggest, max_batch=MAX_BATCH, max_queue=MAX_QUEUE)
    bare: list[float] = []
    added: list[float] = []
    with ThreadPoolExecutor(max_workers=1) as thread:
        for _ in range(rounds):
            texts = messages.take(_SINGLES)
            calls = [functools.partial(emojifier.suggest, [text]) for text in texts]
            alone = statistics.median([await _on(thread, call) for call in calls])
            served = (await closed_loop(worker.ask, texts, 1)).ms(0.5) / 1000
            bare.append(alone)
            added.append(served - alone)
    await worker.aclose(1)
    return statistics.median(bare) * 1000, statistics.median(added) * 1000


async def saturated(
    emojifier: Emojifier, messages: Messages, seconds: float
) -> tuple[float, float, float, int]:
    """Commands among auto-reactions that always fill the queue, for about ``seconds``.

    Returns a batch's median milliseconds, the commands' p99 in batches, the event loop's p99 lag in
    milliseconds, and how many commands there were.
    """
    batches: list[float] = []

    def timed(texts: Sequence[str]) -> list[Suggestion]:
        began = time.perf_counter()
        answers = emojifier.suggest(texts)
        batches.append(time.perf_counter() - began)
        return answers

    worker = await Ours.make(timed, max_batch=MAX_BATCH, max_queue=MAX_QUEUE)
    latencies: list[float] = []
    chance = random.Random(0)  # noqa: S311 - a load, not a secret
    until = time.perf_counter() + seconds

    async def reactions() -> None:
        while time.perf_counter() < until:
            try:
                await worker.react(messages.take(1)[0])
            except Overloaded:  # displaced by a command
                await asyncio.sleep(_PAUSE)

    async def commands() -> None:
        while time.perf_counter() < until:
            await asyncio.sleep(chance.random() * (batches[-1] if batches else 0.1))
            began = time.perf_counter()
            await worker.ask(messages.take(1)[0])
            latencies.append(time.perf_counter() - began)

    async with loop_lag() as lags, asyncio.TaskGroup() as group:
        for _ in range(MAX_QUEUE):
            group.create_task(reactions())
        await asyncio.sleep(0)
        for _ in range(_COMMANDERS):
            group.create_task(commands())
    await worker.aclose(1)
    batch = statistics.median(batches)
    return (
        batch * 1000,
        percentile(latencies, 0.99) / batch,
        percentile(lags, 0.99) * 1000,
        len(latencies),
    )


async def _on(thread: ThreadPoolExecutor, job: Callable[[], object]) -> float:
    """Seconds the job takes on that thread, without the way there and back."""

    def timed() -> float:
        began = time.perf_counter()
        job()
        return time.perf_counter() - began

    return await asyncio.get_running_loop().run_in_executor(thread, timed)

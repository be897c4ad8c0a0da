"""How the worker's cost grows: with callers, tokens, threads and requests."""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from benchmarks.inference.batchers import Make, Ours
from benchmarks.inference.headline import MAX_BATCH, MAX_QUEUE
from benchmarks.inference.measuring import Run, closed_loop, open_loop
from benchmarks.inference.texts import Messages, of_length
from emojifier import Emojifier, Suggestion

CALLERS = (1, 4, 16, 64, 256, 1024)
TOKENS = (4, 8, 16, 32, 64, 128, 256, 512)
THREADS = (1, 2, 3, 4)
LOADS = (0.1, 0.3, 0.5, 0.7, 0.85, 1.0, 1.2)

_STATM = Path("/proc/self/statm")  # Linux
_IN_FLIGHT = 200


async def by_callers(emojifier: Emojifier, messages: Messages, count: int) -> list[tuple[int, Run]]:
    """The same load from more and more callers at a time; nobody is refused."""
    worker = await Ours.make(emojifier.suggest, max_batch=MAX_BATCH, max_queue=max(CALLERS))
    runs = []
    for callers in CALLERS:
        texts = messages.take(max(callers, min(count, callers * 32)))
        runs.append((callers, await closed_loop(worker.ask, texts, callers)))
    await worker.aclose(1)
    return runs


def by_tokens(emojifier: Emojifier, batches: int) -> list[tuple[int, float]]:
    """Milliseconds of a batch of 64 messages of so many words; the model reads at most 128."""
    found = []
    for tokens in TOKENS:
        texts = of_length(tokens, MAX_BATCH)
        emojifier.suggest(texts)
        found.append((tokens, statistics.median(_seconds(emojifier, [texts] * batches)) * 1000))
    return found


def by_threads(
    emojifier: Emojifier, messages: Messages, batches: int
) -> list[tuple[int, float, float]]:
    """Messages a second in batches of 64, and milliseconds of a single one, by intra-op threads."""
    before = torch.get_num_threads()
    found = []
    for threads in THREADS:
        torch.set_num_threads(threads)
        many = [messages.take(MAX_BATCH) for _ in range(batches)]
        emojifier.suggest(many[0])
        rate = MAX_BATCH / statistics.median(_seconds(emojifier, many))
        single = statistics.median(_seconds(emojifier, [[text] for text in many[0]]))
        found.append((threads, rate, single * 1000))
    torch.set_num_threads(before)
    return found


async def by_load(
    make: Make, emojifier: Emojifier, messages: Messages, capacity: float, seconds: float
) -> list[tuple[float, Run]]:
    """Arrivals at growing shares of ``capacity`` (messages a second), each for ``seconds``."""
    runs = []
    for load in LOADS:
        rate = load * capacity
        batcher = await make(emojifier.suggest, max_batch=MAX_BATCH, max_queue=MAX_QUEUE)
        texts = messages.take(max(32, int(rate * seconds)))
        runs.append((load, await open_loop(batcher.ask, texts, rate)))
        await batcher.aclose(1)
    return runs


async def memory(requests: int, samples: int = 10) -> list[tuple[int, float]]:
    """MiB of this process after so many requests to a worker whose model answers at once.

    The first sample stands after a tenth of the requests, when all pools have grown.
    """
    answer = Suggestion(emojis=(), quiet=1.0, model="-")

    def trivial(texts: Sequence[str]) -> list[Suggestion]:
        return [answer] * len(texts)

    worker = await Ours.make(trivial, max_batch=MAX_BATCH, max_queue=MAX_QUEUE)
    found = []
    part = requests // samples
    for sample in range(samples):
        texts = [f"message {i}" for i in range(sample * part, (sample + 1) * part)]
        await closed_loop(worker.ask, texts, _IN_FLIGHT)
        del texts
        found.append(((sample + 1) * part, _rss()))
    await worker.aclose(1)
    return found


def _rss() -> float:
    gc.collect()
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _seconds(emojifier: Emojifier, batches: Sequence[Sequence[str]]) -> Iterator[float]:
    for texts in batches:
        began = time.perf_counter()
        emojifier.suggest(texts)
        yield time.perf_counter() - began

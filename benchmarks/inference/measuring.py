"""Load and its figures: callers that wait for their answers, arrivals that do not, event-loop lag.

All times are seconds until they are printed.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

Ask = Callable[[str], Awaitable[object]]

# Between two looks at the event loop's clock.
_PROBE = 0.005


@dataclass(frozen=True, slots=True)
class Run:
    """What a load met: seconds each answer took, how many got none, and seconds in all."""

    latencies: tuple[float, ...]
    refused: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def ms(self, share: float) -> float:
        """Milliseconds within which that share (0..1) of the answers came."""
        return percentile(self.latencies, share) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of ``values`` that at least that share (0..1) of them does not pass."""
    if not values:
        return float("nan")
    return float(np.quantile(values, share, method="inverted_cdf"))


async def closed_loop(ask: Ask, texts: Sequence[str], callers: int) -> Run:
    """``callers`` ask one text after another, each as soon as its last answer is there."""
    remaining = iter(texts)
    latencies: list[float] = []

    async def caller() -> None:
        for text in remaining:
            began = time.perf_counter()
            await ask(text)
            latencies.append(time.perf_counter() - began)

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(min(callers, len(texts))):
            group.create_task(caller())
    return Run(tuple(latencies), 0, time.perf_counter() - began)


def arrivals(rate: float, count: int, seed: int = 0) -> Iterator[float]:
    """When each of ``count`` messages comes, in seconds from the start: a Poisson process."""
    at = 0.0
    chance = random.Random(seed)  # noqa: S311 - a load, not a secret
    for _ in range(count):
        at += chance.expovariate(rate)
        yield at


async def open_loop(ask: Ask, texts: Sequence[str], rate: float) -> Run:
    """Texts come at ``rate`` a second on average, whether or not earlier ones were answered.

    An answer's time counts from when its message should have come, so a late load generator does
    not flatter anyone. Whatever ``ask`` raises counts as a refusal: batchers differ in the error.
    """
    latencies: list[float] = []
    refused = 0
    began = time.perf_counter()

    async def one(text: str, due: float) -> None:
        nonlocal refused
        try:
            await ask(text)
        except Exception:  # noqa: BLE001 - see above
            refused += 1
        else:
            latencies.append(time.perf_counter() - due)

    async with asyncio.TaskGroup() as group:
        for text, at in zip(texts, arrivals(rate, len(texts)), strict=True):
            await asyncio.sleep(max(0.0, began + at - time.perf_counter()))
            group.create_task(one(text, began + at))
    return Run(tuple(latencies), refused, time.perf_counter() - began)


@contextlib.asynccontextmanager
async def loop_lag() -> AsyncIterator[list[float]]:
    """Seconds by which the event loop woke a sleeper too late, while the block runs."""
    lags: list[float] = []

    async def probe() -> None:
        while True:
            due = time.perf_counter() + _PROBE
            await asyncio.sleep(_PROBE)
            lags.append(max(0.0, time.perf_counter() - due))

    task = asyncio.create_task(probe())
    try:
        yield lags
    finally:
        task.cancel()
        await asyncio.wait({task})

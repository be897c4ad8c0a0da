"""``python -m benchmarks.inference [--quick] [--json]``: see ``benchmarks/README.md``."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import logging
import os
import platform
import time
from dataclasses import dataclass
from pathlib import Path

import torch

from benchmarks.inference import faults, growth, headline, recipe
from benchmarks.inference.batchers import IN_PROCESS, RAY, Make
from benchmarks.inference.measuring import closed_loop
from benchmarks.inference.texts import Messages
from emojifier import Emojifier
from emojifier.arguments import add_device
from emojifier.folders import default_model
from emojifier.opening import pick_device
from emojifier.threads import limit_threads

TARGETS = {
    "throughput_vs_bare": "at least 0.90",
    "added_ms_single": "at most 1",
    "vs_pipeline": "at least 20",
    "command_p99_batches": "at most 3",
    "loop_lag_p99_ms": "at most 5",
}
PICTURE = Path(__file__).parent.parent / "latency.png"


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: rounds, and seconds or counts of each part."""

    rounds: int
    round_seconds: float
    single_rounds: int
    saturated_seconds: float
    recipe_messages: int
    requests: int
    thorough: bool


QUICK = Plan(3, 1.0, 5, 7.0, 12, 20_000, thorough=False)
FULL = Plan(5, 3.0, 15, 25.0, 32, 1_000_000, thorough=True)


def main() -> None:
    """Measure, and print as it goes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inference", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="end within 50 s, without the curves")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    add_device(parser)
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)  # faults are brought about on purpose
    device = pick_device(arguments.device)
    figures = asyncio.run(measure(QUICK if arguments.quick else FULL, device))
    print()
    for name, target in TARGETS.items():
        print(f"{name:<22}{figures[name]:9.3f}   target: {target}")
    if arguments.json:
        print(json.dumps({name: round(value, 4) for name, value in figures.items()}))


async def measure(plan: Plan, device: torch.device) -> dict[str, float]:
    """The five figures by name, in the units of their names."""
    began = time.perf_counter()
    limit_threads()  # as the bot does
    emojifier, messages = Emojifier.load(device=device.type), Messages()
    emojifier.suggest(messages.take(64))
    _machine(emojifier)
    figures = await _headline(plan, emojifier, messages)
    await _rivals(plan, emojifier, messages, figures["bare"])
    await _growth(plan, emojifier, messages, figures["bare"])
    print(f"\n{time.perf_counter() - began:.0f} s in all; load now {os.getloadavg()[0]:.1f}")
    return {name: figures[name] for name in TARGETS}


def _machine(emojifier: Emojifier) -> None:
    info = emojifier.info()
    print(
        f"{info.title}, {info.parameters / 1e6:.1f} M parameters, on {info.device}; "
        f"{os.cpu_count()} cores, {torch.get_num_threads()} threads; torch {torch.__version__}, "
        f"Python {platform.python_version()}; load {os.getloadavg()[0]:.1f}"
    )


async def _headline(plan: Plan, emojifier: Emojifier, messages: Messages) -> dict[str, float]:
    began = time.perf_counter()
    emojifier.suggest(messages.take(128))
    rate = 128 / (time.perf_counter() - began)
    count = max(128, int(rate * plan.round_seconds) // headline.MAX_BATCH * headline.MAX_BATCH)
    bare, ours, ratio = await headline.throughput(
        emojifier, messages, count=count, rounds=plan.rounds
    )
    print(f"\nThroughput, {plan.rounds} rounds of {count} messages")
    print(f"  bare model, all at once     {bare:9.1f} messages/s   1.00 x (baseline)")
    print(f"  worker, one by one          {ours:9.1f} messages/s {ratio:6.2f} x")

    single, added = await headline.added_ms(emojifier, messages, plan.single_rounds)
    print(f"One idle caller: bare call {single:.2f} ms (baseline), the worker adds {added:+.2f} ms")

    answer = recipe.usual_recipe(default_model(), emojifier.info().device)
    answer("hello", 5)
    few = messages.take(plan.recipe_messages)
    five = await recipe.rate(answer, few, 5)
    fifty = await recipe.rate(answer, few[: max(2, len(few) // 8)], 50)
    print(
        "The usual recipe, pipeline(text-generation), after <|react|>: this model has no <|tell|>"
    )
    print(f"  5 sampled tokens            {five:9.1f} messages/s   1.0 x (baseline)")
    print(f"  50 sampled tokens           {fifty:9.1f} messages/s {fifty / five:5.2f} x")
    print(f"  worker                      {ours:9.1f} messages/s {ours / five:5.1f} x")

    batch, p99, lag, commands = await headline.saturated(
        emojifier, messages, plan.saturated_seconds
    )
    print(f"Queue kept full by auto-reactions; batches of {batch:.0f} ms (baseline)")
    print(f"  {commands} commands: p99 {p99:.2f} batches; event-loop lag p99 {lag:.2f} ms")
    return {
        "bare": bare,
        "throughput_vs_bare": ratio,
        "added_ms_single": added,
        "vs_pipeline": ours / five,
        "command_p99_batches": p99,
        "loop_lag_p99_ms": lag,
    }


async def _rivals(plan: Plan, emojifier: Emojifier, messages: Messages, bare: float) -> None:
    rivals = IN_PROCESS | (RAY if plan.thorough and importlib.util.find_spec("ray") else {})
    texts = messages.take(max(128, int(bare * plan.round_seconds)))
    print(
        f"\nAgainst other batchers: {len(texts)} messages, {headline.MAX_QUEUE} callers at a time"
    )
    for name, make in rivals.items():
        try:
            batcher = await make(
                emojifier.suggest, max_batch=headline.MAX_BATCH, max_queue=headline.MAX_QUEUE
            )
        except ImportError:
            print(f"  {name} is not installed: pip install 'mojibot[benchmarks]' brings it.")
            continue
        alone = await closed_loop(batcher.ask, messages.take(16), 1)
        run = await closed_loop(batcher.ask, texts, headline.MAX_QUEUE)
        await batcher.aclose(1)
        print(
            f"  {name:<16}{run.per_second:8.1f} messages/s   p99 {run.ms(0.99):7.0f} ms   "
            f"alone p50 {alone.ms(0.5):6.1f} ms"
        )
    await _faults(rivals)


async def _faults(rivals: dict[str, Make]) -> None:
    table: dict[str, dict[str, bool]] = {}
    for name, make in rivals.items():
        try:
            table[name] = await faults.survived(make)
        except ImportError:
            continue  # said already
    print("\nFaults survived       " + "".join(f"{name:>16}" for name in table))
    for fault in faults.FAULTS:
        cells = ("yes" if table[name][fault] else "no" for name in table)
        print(f"  {fault:<24}" + "".join(f"{cell:>16}" for cell in cells))


async def _growth(plan: Plan, emojifier: Emojifier, messages: Messages, bare: float) -> None:
    sizes = await growth.memory(plan.requests)
    (first, before), (last, after) = sizes[0], sizes[-1]
    print(
        f"\nMemory: {before:.1f} MiB after {first:,} requests, {after:.1f} MiB after {last:,} "
        f"({after - before:+.1f})"
    )
    if not plan.thorough:
        return
    print("\nCallers   messages/s   p50 ms   p99 ms")
    for callers, run in await growth.by_callers(emojifier, messages, int(bare * 4)):
        print(f"{callers:7d}{run.per_second:13.1f}{run.ms(0.5):9.0f}{run.ms(0.99):9.0f}")
    print("\nTokens   ms a batch of 64")
    for tokens, ms in growth.by_tokens(emojifier, batches=5):
        print(f"{tokens:6d}{ms:12.1f}")
    print("\nThreads   messages/s   single ms")
    for threads, rate, single in growth.by_threads(emojifier, messages, batches=12):
        print(f"{threads:7d}{rate:13.1f}{single:12.2f}")
    from benchmarks.inference.pictures import latency_against_load

    runs = {}
    for name, make in IN_PROCESS.items():
        try:
            runs[name] = await growth.by_load(make, emojifier, messages, bare, seconds=5)
        except ImportError:
            continue  # said already
    print("\nArrivals at a share of the bare model's rate: p50 ms / p99 ms / refused")
    for name, points in runs.items():
        for load, run in points:
            print(f"  {name:<16}{load:5.0%}{run.ms(0.5):9.0f}{run.ms(0.99):9.0f}{run.refused:7d}")
    latency_against_load(runs, bare, PICTURE)
    print(f"Drawn: {PICTURE.name}")


main()

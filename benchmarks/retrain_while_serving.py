"""``python -m benchmarks.retrain_while_serving [--seconds 60] [--rows 2000] [--minutes 15]``.

The model that ships answers five messages a second, first alone, then beside a real
retraining of it; then the retraining is followed to its end, and judged as in chat.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks.inference.measuring import Run, loop_lag, open_loop, percentile
from benchmarks.inference.texts import Messages
from benchmarks.operator_rows import write_operator_rows
from bot.app import load_folder, make_way
from bot.features.retraining.face import Phase, Progress, Request, Upload
from bot.features.retraining.retrainer import LocalRetrainer, make_retrainer
from bot.inference import Worker
from bot.registry.registry import Registry
from bot.settings import Settings
from bot.store.records import PersonKey
from emojifier.folders import default_model

# Messages a second, at random moments.
_RATE: Final = 5.0
TARGETS: Final = {
    "p99_beside_training": "at most 2 times the idle one",
    "loop_lag_p99_ms": "at most 20",
    "minutes": "at most 15",
    "own_hit@3_points": "at least +20",
    "reasons": "none",
}


def main() -> None:
    """Measure, and print as it goes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="of serving, idle and beside it")
    parser.add_argument("--rows", type=int, default=2000, help="that the operator brings")
    parser.add_argument("--minutes", type=float, default=15, help="RETRAIN_MAX_MINUTES")
    parser.add_argument("--serve-only", action="store_true", help="cancel the training afterwards")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), arguments))


async def measure(folder: Path, arguments: argparse.Namespace) -> None:
    """Serve, retrain, and print each figure beside its target."""
    settings = Settings.model_validate(
        {"models_dir": folder, "retrain_max_minutes": arguments.minutes, "cache_size": 0}
    )
    worker = Worker(lambda: load_folder(default_model(), settings), max_queue=256, max_batch=64)
    worker.start()
    await worker.ready()
    retrainer = make_retrainer(settings, Registry(folder), make_way(worker))
    try:
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        idle, idle_lag = await _serve(worker, arguments.seconds)
        _show("idle", idle, idle_lag)
        began = time.monotonic()
        started = await retrainer.start(_request(retrainer, arguments.rows))
        await _until(retrainer, started.id, Phase.TRAINING)
        beside, lag = await _serve(worker, arguments.seconds)
        _show("beside a training", beside, lag)
        ratio = beside.ms(0.99) / idle.ms(0.99)
        figures = {"p99_beside_training": f"{ratio:.2f}", "loop_lag_p99_ms": f"{lag:.1f}"}
        if arguments.serve_only:
            await retrainer.cancel(started.id)
        end = await _until(retrainer, started.id)
        figures |= _end(end, (time.monotonic() - began) / 60)
    finally:
        if retrainer.running is not None:
            await retrainer.cancel(retrainer.running.id)
        await retrainer.aclose()
        await worker.aclose(5)
    for name, value in figures.items():
        print(f"{name:<22}{value:>12}   target: {TARGETS[name]}")
    print(f"load now {os.getloadavg()[0]:.1f}")


def _request(retrainer: LocalRetrainer, rows: int) -> Request:
    path = retrainer.make_room() / "1.tsv"
    write_operator_rows(path, rows)
    return Request(PersonKey("benchmark", "0"), "habits", (Upload("habits.tsv", path),))


async def _serve(worker: Worker, seconds: float) -> tuple[Run, float]:
    """The answers, and the event loop's lag (p99, milliseconds)."""
    texts = Messages().take(int(seconds * _RATE))
    async with loop_lag() as lags:
        run = await open_loop(worker.suggest, texts, _RATE)
    return run, percentile(lags, 0.99) * 1000


async def _until(
    retrainer: LocalRetrainer, retraining: str, phase: Phase | None = None
) -> Progress:
    """How it stands once it is in ``phase``, or at its end."""
    async for progress in retrainer.follow(retraining):
        if progress.phase is phase or progress.phase.is_end:
            return progress
    raise RuntimeError("the retraining is not known")


def _end(end: Progress, minutes: float) -> dict[str, str]:
    if end.outcome is None:
        print(f"it ended as {end.phase}: {end.error or 'by wish'}")
        return {}
    for figure in end.outcome.figures:
        low, high = figure.low, figure.high
        print(
            f"  {figure.name:<20}{figure.old:8.4f} ->{figure.new:8.4f}  [{low:+.4f}, {high:+.4f}]"
        )
    for reason in end.outcome.reasons:
        print(f"  against it: {reason}")
    own = {figure.name: figure for figure in end.outcome.figures}.get("own:hit@3")
    gained = f"{(own.new - own.old) * 100:+.0f}" if own else "not judged"
    return {
        "minutes": f"{minutes:.1f}",
        "own_hit@3_points": gained,
        "reasons": str(len(end.outcome.reasons) or "none"),
    }


def _show(name: str, run: Run, lag: float) -> None:
    print(
        f"{name:<20} answers p50 {run.ms(0.5):6.1f} ms, p99 {run.ms(0.99):6.1f} ms; loop lag p99 "
        f"{lag:5.1f} ms; load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()

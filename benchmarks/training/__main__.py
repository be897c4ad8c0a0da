"""The classic recipe, a plain Trainer and ours: ``python -m benchmarks.training [--quick]``.

The same small GPT-2 (random weights), rows, batch size and learning rate for all, one after another
in one run. The classic script's recipe: ``message emoji`` padded to 1,024 tokens with the end
token, loss on everything. ``longest``: the same Trainer, each batch padded to its longest row with
a token of its own. Both answer by beam search, which is kinder to them than the script's sampling.
Time is the processor's, so that whatever else runs on the machine does not count.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import tempfile
from dataclasses import asdict
from functools import partial
from pathlib import Path

import torch

from benchmarks.training.comparing import (
    BATCH,
    EMOJIS,
    Plan,
    Recipe,
    Result,
    chosen_rows,
    make_base,
)
from benchmarks.training.ours import ours
from benchmarks.training.plain import plain_trainer
from emojifier.opening import without_progress_bars

QUICK = Plan(train=480, test=50, seconds=6, epochs=1)
FULL = Plan(train=960, test=200, seconds=60, epochs=6)


def main() -> None:
    """Measure, and print as it goes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rows, about a minute")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    parser.add_argument(
        "--all-epochs", action="store_true", help="the epochs of the classic recipe too: an hour"
    )
    arguments = parser.parse_args()
    logging.getLogger("transformers").setLevel(logging.ERROR)
    plan = QUICK if arguments.quick else FULL
    train, test = chosen_rows(plan)
    print(
        f"{len(train)} rows to learn, {len(test)} to test, {EMOJIS} emojis; batches of {BATCH}; "
        f"{torch.get_num_threads()} threads, torch {torch.__version__}, "
        f"load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    recipes: dict[str, Recipe] = {
        "classic": partial(plain_trainer, longest=False),
        "longest": partial(plain_trainer, longest=True),
        "ours": ours,
    }
    timed: dict[str, Result] = {}
    whole: dict[str, Result] = {}
    with tempfile.TemporaryDirectory() as folder, without_progress_bars():
        base = make_base(Path(folder), train)
        for name, recipe in recipes.items():
            timed[name] = recipe(base, train, test, seconds=plan.seconds)
            print(f"{name:<9}{_told(timed[name])} after {plan.seconds:.0f} s", flush=True)
        for name, recipe in recipes.items():
            if name != "classic" or arguments.all_epochs:
                whole[name] = recipe(base, train, test, epochs=plan.epochs)
                print(f"{name:<9}{_told(whole[name])} after {plan.epochs} epochs", flush=True)
    speed = timed["ours"].speed
    print(f"load {os.getloadavg()[0]:.1f}")
    print(f"vs_classic {speed / timed['classic'].speed:.1f} (at least 20)")
    print(f"vs_longest {speed / timed['longest'].speed:.2f} (at least 1.5)")
    if arguments.json:
        found = {"same_time": timed, "same_epochs": whole}
        print(
            json.dumps(
                {key: {n: asdict(r) for n, r in some.items()} for key, some in found.items()}
            )
        )


def _told(result: Result) -> str:
    shown = "   ".join(f"{name} {value:.3f}" for name, value in result.hits.items())
    return f"{result.speed:9.1f} rows/s   {shown}"


if __name__ == "__main__":
    main()

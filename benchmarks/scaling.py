"""How training grows with rows and models: ``python -m benchmarks.scaling [--quick] [--json]``.

Each size trains a few steps in a process of its own, from a CSV file: rows a second of the steps,
seconds from the start to the first one, and the most memory that the process ever had. Baseline:
the smallest number of rows, and ``mini``. Time is the processor's, so that whatever else runs does
not count.
"""

from __future__ import annotations

import argparse
import csv
import json
import logging
import multiprocessing
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

ROWS = (1_000, 10_000, 100_000, 1_000_000)
QUICK_ROWS = (1_000, 10_000)
# GPT-2's own shape without its weights is the last; rows from nothing, all of them.
MODELS = {"mini": "scratch:mini", "small": "scratch:small", "gpt2-shaped": "gpt2"}
_BATCH = 32
_STEPS = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """What one process measured of itself."""

    rows: int
    model: str
    rows_per_second: float
    seconds_to_first_step: float
    peak_mib: float


def main() -> None:
    """Measure, and print as it goes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 10,000 rows, two models")
    parser.add_argument("--rows", type=int, nargs="+", help="these numbers of rows instead")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    arguments = parser.parse_args()
    counts = tuple(arguments.rows or (QUICK_ROWS if arguments.quick else ROWS))
    models = list(MODELS)[:2] if arguments.quick else list(MODELS)
    cases = [(rows, "mini") for rows in counts] + [(counts[0], model) for model in models[1:]]
    print(f"{'rows':>9}  {'model':<12}{'rows/s':>9}{'first step':>12}{'peak':>11}", flush=True)
    found = []
    for rows, model in cases:
        figures = _alone(rows, model)
        found.append(figures)
        print(
            f"{rows:>9,}  {model:<12}{figures.rows_per_second:>9.1f}"
            f"{figures.seconds_to_first_step:>10.1f} s{figures.peak_mib:>7.0f} MiB"
            f"   {figures.peak_mib / found[0].peak_mib:.2f} x   load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    if arguments.json:
        print(json.dumps([asdict(figures) for figures in found]))


def _alone(rows: int, model: str) -> Figures:
    """Measure in a fresh process: memory that another size had would count."""
    spawned = multiprocessing.get_context("spawn")
    receiver, sender = spawned.Pipe(duplex=False)
    process = spawned.Process(target=_send, args=(sender, rows, model))
    process.start()
    figures: Figures = receiver.recv()
    process.join()
    return figures


def _send(sender: Connection, rows: int, model: str) -> None:
    sender.send(_measure(rows, model))


def _measure(rows: int, model: str) -> Figures:
    logging.getLogger("transformers").setLevel(logging.ERROR)
    from trainer import fine_tune_gpt2
    from trainer.progress import Event

    times: dict[int, float] = {}

    def note(event: Event) -> None:
        if event["event"] == "step":
            times[event["step"]] = time.process_time()

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = folder / "rows.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(_lines(rows))
        base = str(_gpt2_shaped(folder)) if model == "gpt2-shaped" else MODELS[model]
        began = time.process_time()
        fine_tune_gpt2(
            table,
            base=base,
            epochs=_STEPS * _BATCH / rows,
            batch_size=_BATCH,
            output=folder / "model",
            device="cpu",
            reporter=note,
        )
    first, last = min(times), max(times)
    return Figures(
        rows=rows,
        model=model,
        rows_per_second=(last - first) * _BATCH / (times[last] - times[first]),
        seconds_to_first_step=times[first] - began,
        peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024,
    )


def _lines(count: int) -> Iterator[tuple[str, str]]:
    """Messages of words drawn from shipped ones, all different, with a shipped row's emojis."""
    from trainer.datasets import load

    rows = load("react").rows
    words = sorted({word for row in rows for word in row.message.split()})
    chance = random.Random(0)  # noqa: S311 - not for secrets
    yield "message", "emojis"
    for number in range(count):
        row = chance.choice(rows)
        more = " ".join(chance.choices(words, k=4))
        yield f"{row.message} {more} {number}", " ".join(row.emojis) or "-"


def _gpt2_shaped(folder: Path) -> Path:
    """GPT-2's shape (124 M parameters) with random weights and a small vocabulary of its own."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

    from emojifier.opening import without_progress_bars

    base = folder / "gpt2"
    alphabet = {char: i for i, char in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    tokenizer = Tokenizer(models.BPE(vocab=alphabet, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer).save_pretrained(base)
    with without_progress_bars():
        GPT2LMHeadModel(GPT2Config(vocab_size=50_257)).save_pretrained(base)
    return base


if __name__ == "__main__":
    main()

"""How training grows with rows and models: ``python -m benchmarks.scaling [--quick] [--json]``.

Each size trains a few steps in a process of its own, from a CSV file that another one wrote: rows a
second that are read and prepared, rows a second of the steps, and the most memory that the process
had until the first step, and ever. Baseline: the smallest number of rows, and ``mini``. Time is the
processor's, so that whatever else runs counts little.
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
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ROWS = (1_000, 10_000, 100_000, 1_000_000)
QUICK_ROWS = (1_000, 10_000)
# Rows that the larger models are compared with, beside ``mini``.
MODEL_ROWS = 1_000
# GPT-2's own shape without its weights is the last; all begin with random ones.
MODELS = {"mini": "scratch:mini", "small": "scratch:small", "gpt2-shaped": "gpt2"}
_BATCH = 32
# At most; some rows are held back.
_STEPS = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """What one process measured of itself."""

    rows: int
    model: str
    rows_prepared_per_second: float
    rows_trained_per_second: float
    peak_mib_before_training: float
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
    cases = [(rows, "mini") for rows in counts] + [(MODEL_ROWS, model) for model in models[1:]]
    print(
        f"{'rows':>9}  {'model':<12}{'prepared/s':>11}{'trained/s':>11}{'peak before':>13}"
        f"{'peak':>11}",
        flush=True,
    )
    found: list[Figures] = []
    for rows, model in cases:
        figures = _figures(rows, model)
        found.append(figures)
        print(
            f"{rows:>9,}  {model:<12}{figures.rows_prepared_per_second:>11,.0f}"
            f"{figures.rows_trained_per_second:>11.1f}"
            f"{figures.peak_mib_before_training:>9,.0f} MiB{figures.peak_mib:>7,.0f} MiB"
            f"   {figures.peak_mib / found[0].peak_mib:.2f} x   load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    if arguments.json:
        print(json.dumps([asdict(figures) for figures in found]))


def _figures(rows: int, model: str) -> Figures:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _alone(_write_table, folder, rows)
        base = _alone(_make_gpt2, folder) if model == "gpt2-shaped" else MODELS[model]
        figures: Figures = _alone(_measure, folder, rows, model, base)
        return figures


def _alone(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call it in a fresh process: memory that another one had would count."""
    spawned = multiprocessing.get_context("spawn")
    receiver, sender = spawned.Pipe(duplex=False)
    process = spawned.Process(target=_send, args=(sender, function, *arguments))
    process.start()
    sender.close()
    found = receiver.recv()
    process.join()
    return found


def _send(sender: Connection, function: Callable[..., Any], *arguments: Any) -> None:
    sender.send(function(*arguments))


def _measure(folder: Path, rows: int, model: str, base: str) -> Figures:
    logging.getLogger("transformers").setLevel(logging.ERROR)
    from trainer import fine_tune_gpt2
    from trainer.progress import Event

    times: dict[int, float] = {}
    peaks: list[float] = []

    def note(event: Event) -> None:
        if event["event"] == "started":
            times[0] = time.process_time()
            peaks.append(_peak())
        elif event["event"] == "step":
            times[event["step"]] = time.process_time()

    began = time.process_time()
    fine_tune_gpt2(
        folder / "rows.csv",
        base=base,
        epochs=_STEPS * _BATCH / rows,
        batch_size=_BATCH,
        output=folder / "model",
        device="cpu",
        reporter=note,
    )
    last = max(times)
    return Figures(
        rows=rows,
        model=model,
        rows_prepared_per_second=rows / (times[0] - began),
        # The first step is left out: libraries warm up in it.
        rows_trained_per_second=(last - 1) * _BATCH / (times[last] - times[1]),
        peak_mib_before_training=peaks[0],
        peak_mib=_peak(),
    )


def _peak() -> float:
    """The most memory that this process ever had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def _write_table(folder: Path, rows: int) -> None:
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_lines(rows))


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


def _make_gpt2(folder: Path) -> str:
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
    return str(base)


if __name__ == "__main__":
    main()

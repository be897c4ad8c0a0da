"""A GPT-2 of full size through the whole pretrained path: ``python -m benchmarks.full_size``.

No network is needed: the base has the shape of GPT-2 small (124M parameters; Radford et al., 2019),
random weights, and a byte-level BPE of 50,257 tokens trained on the texts that ship. Each stage is
a process of its own, so that each has its own peak of memory.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from tokenizers import ByteLevelBPETokenizer
from transformers import GPT2Config, GPT2LMHeadModel

from emojifier import Emojifier
from emojifier.arguments import add_device
from emojifier.catalogue import catalogue
from emojifier.opening import pick_device, without_progress_bars
from trainer import fine_tune_gpt2
from trainer.datasets import load
from trainer.progress import Event
from trainer.rows import Row
from trainer.shipped import SHIPPED

Device = Literal["cpu", "cuda"]
END = "<|endoftext|>"
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Size:
    """A GPT-2's measures; the context is always its 1,024 tokens."""

    layers: int = 12
    heads: int = 12
    width: int = 768
    vocabulary: int = 50_257


SMALL = Size()


def make_gpt2(folder: Path, size: Size = SMALL, sets: Iterable[str] = SHIPPED) -> int:
    """Write a plain GPT-2 folder; returns how many parameters it has.

    Its tokenizer is trained on the shipped ``sets``, all of which GPT-2's vocabulary needs.
    """
    folder.mkdir(parents=True)
    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(_texts(sets), vocab_size=size.vocabulary - 1, show_progress=False)
    tokenizer.add_special_tokens([END])  # the last id, as in GPT-2's own
    if tokenizer.get_vocab_size() != size.vocabulary:
        raise ValueError(f"The texts gave {tokenizer.get_vocab_size():,} tokens alone.")
    tokenizer.save(str(folder / "tokenizer.json"))
    end = tokenizer.token_to_id(END)
    torch.manual_seed(0)
    network = GPT2LMHeadModel(
        GPT2Config(
            vocab_size=size.vocabulary,
            n_layer=size.layers,
            n_head=size.heads,
            n_embd=size.width,
            bos_token_id=end,
            eos_token_id=end,
        )
    )
    with without_progress_bars():
        network.save_pretrained(folder)
    return sum(weights.numel() for weights in network.parameters())


def fine_tune(base: Path, output: Path, steps: int, device: Device = "cpu") -> float:
    """Train ``steps`` steps of 32 shipped rows from ``base``, and write the model folder.

    Returns the rows a second that it says at its end, without start and writing.
    """
    table = output.with_suffix(".tsv")
    rows = load("react").rows[: steps * _BATCH]
    table.write_text("".join(f"{r.message}\t{_cell(r)}\n" for r in rows), encoding="utf-8")
    rates: list[float] = []

    def heard(event: Event) -> None:
        if event["event"] == "step":
            rates.append(event["rows_per_second"])

    fine_tune_gpt2(
        table,
        base=base,
        epochs=1,
        batch_size=_BATCH,
        output=output,
        device=device,
        reporter=heard,
    )
    return rates[-1]


def answer(folder: Path, messages: int, device: Device = "cpu") -> float:
    """Open the folder as the bot does; returns its answers to ``messages`` messages a second."""
    emojifier = Emojifier.load(folder, device=device)
    texts = [row.message for row in load("life").rows[:messages]]
    emojifier.suggest(texts[:_BATCH])
    began = time.perf_counter()
    emojifier.suggest(texts)
    return messages / (time.perf_counter() - began)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.full_size", description=__doc__)
    parser.add_argument("--steps", type=int, default=2, help="training steps (default: 2)")
    parser.add_argument("--messages", type=int, default=256, help="answered (default: 256)")
    parser.add_argument("--json", action="store_true")
    add_device(parser)
    arguments = parser.parse_args()
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        base, model = Path(folder, "gpt2"), Path(folder, "model")
        figures["parameters"] = _stage("make", figures, make_gpt2, base)
        device = pick_device(arguments.device).type
        figures["rows_per_second"] = _stage(
            "train", figures, fine_tune, base, model, arguments.steps, device
        )
        figures["messages_per_second"] = _stage(
            "serve", figures, answer, model, arguments.messages, device
        )
        figures["model_mib"] = (model / "model.safetensors").stat().st_size / 2**20
    figures = {name: round(value, 1) for name, value in figures.items()}
    if arguments.json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{name:22}{value:>15,}" for name, value in figures.items()))


def _stage(
    name: str, figures: dict[str, float], run: Callable[..., float], *given: object
) -> float:
    """What ``run`` returns in a process of its own; its seconds and peak go into ``figures``."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        result, measured = pool.submit(_measured, run, given).result()
    figures |= {f"{name}_{what}": value for what, value in measured.items()}
    return result


def _measured(
    run: Callable[..., float], given: tuple[object, ...]
) -> tuple[float, dict[str, float]]:
    began = time.perf_counter()
    result = run(*given)
    measured = {
        "seconds": time.perf_counter() - began,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    if torch.cuda.is_initialized():
        measured["gpu_peak_mib"] = torch.cuda.max_memory_allocated() / 2**20
    return result, measured


def _texts(sets: Iterable[str]) -> Iterator[str]:
    """The messages of ``sets``, and the words by which emojis are known."""
    for name in sets:
        yield from (row.message for row in load(name).rows)
    for entry in catalogue():
        yield " ".join((entry.name, *entry.keywords))


def _cell(row: Row) -> str:
    return " ".join(row.emojis) or "-"


if __name__ == "__main__":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    main()

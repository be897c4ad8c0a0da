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
import math
import os
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    DataCollatorForLanguageModeling,
    GPT2Config,
    GPT2LMHeadModel,
    PreTrainedTokenizerFast,
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)

from emojifier import Emojifier
from emojifier.catalogue import catalogue
from emojifier.opening import without_progress_bars
from trainer import fine_tune_gpt2
from trainer.datasets import load
from trainer.progress import Event
from trainer.rows import Row, split

CONTEXT = 1_024
BATCH = 8
RATE = 1e-3
# So many emojis are told apart: a small network from nothing learns these within the time.
_EMOJIS = 30
_END, _PAD = "<|endoftext|>", "<|pad|>"


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows to learn and to test, seconds for each recipe, epochs for those that end them."""

    train: int
    test: int
    seconds: float
    epochs: int


QUICK = Plan(train=480, test=50, seconds=6, epochs=1)
FULL = Plan(train=960, test=200, seconds=60, epochs=6)


@dataclass(frozen=True, slots=True)
class Result:
    """What one recipe reached, over ``seconds`` of steps; hits on the test rows."""

    rows: float
    seconds: float
    hits: dict[str, float]

    @property
    def speed(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds


class Recipe(Protocol):
    """A way to train ``base``, for so many seconds or epochs."""

    def __call__(
        self,
        base: Path,
        train: Sequence[Row],
        test: Sequence[Row],
        *,
        seconds: float = ...,
        epochs: int = ...,
    ) -> Result:
        """Train, and answer the messages of ``test``."""
        ...


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
        f"{len(train)} rows to learn, {len(test)} to test, {_EMOJIS} emojis; batches of {BATCH}; "
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


def chosen_rows(plan: Plan) -> tuple[list[Row], list[Row]]:
    """Shipped messages whose best emoji is one of the commonest, that emoji alone to learn."""
    parts = split(row for row in load("react").rows if row.emojis)
    common = {e for e, _ in Counter(r.emojis[0] for r in parts.train).most_common(_EMOJIS)}
    learned, judged = (
        [row for row in rows if row.emojis[0] in common]
        for rows in (parts.train, (*parts.validation, *parts.test))
    )
    return [Row(row.message, row.emojis[:1]) for row in learned[: plan.train]], judged[: plan.test]


def make_base(folder: Path, rows: Sequence[Row]) -> Path:
    """A plain GPT-2 folder with a context of 1,024; its byte-level BPE has read the messages."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        (row.message for row in rows),
        trainers.BpeTrainer(
            vocab_size=4_000,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            special_tokens=[_END, _PAD],
            show_progress=False,
        ),
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token=_END, pad_token=_PAD
    ).save_pretrained(folder)
    torch.manual_seed(0)
    end = tokenizer.token_to_id(_END)
    config = GPT2Config(
        vocab_size=tokenizer.get_vocab_size(),
        n_positions=CONTEXT,
        n_embd=128,
        n_layer=4,
        n_head=4,
        bos_token_id=end,
        eos_token_id=end,
    )
    GPT2LMHeadModel(config).save_pretrained(folder)
    return folder


class _Clock(TrainerCallback):
    """Takes the time of the steps, and stops after ``limit`` seconds."""

    def __init__(self, limit: float) -> None:
        self.seconds = self.epochs = self._began = 0.0
        self._limit = limit

    def on_train_begin(self, *_: Any, **__: Any) -> None:
        self._began = time.process_time()

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        del args
        self.seconds, self.epochs = time.process_time() - self._began, state.epoch
        control.should_training_stop = self.seconds > self._limit


def plain_trainer(
    base: Path,
    train: Sequence[Row],
    test: Sequence[Row],
    *,
    longest: bool,
    seconds: float = math.inf,
    epochs: int = 100_000,
) -> Result:
    """A plain Trainer for so many epochs or seconds, whichever are over first."""
    tokenizer: Any = PreTrainedTokenizerFast.from_pretrained(base)
    if not longest:
        tokenizer.pad_token = tokenizer.eos_token
    padding = {"padding": False} if longest else {"padding": "max_length", "max_length": CONTEXT}
    rows: Any = [
        dict(tokenizer(f"{row.message} {row.emojis[0]}{_END}", **padding)) for row in train
    ]
    if not longest:
        rows = [{**row, "labels": row["input_ids"]} for row in rows]  # on the padding too
    network = GPT2LMHeadModel.from_pretrained(base)
    clock = _Clock(seconds)
    with tempfile.TemporaryDirectory() as folder:
        trainer = Trainer(
            network,
            TrainingArguments(
                folder,
                num_train_epochs=epochs,
                per_device_train_batch_size=BATCH,
                learning_rate=RATE,
                # A decay over epochs that the time does not allow would be none.
                lr_scheduler_type="constant" if math.isfinite(seconds) else "cosine",
                save_strategy="no",
                logging_strategy="no",
                report_to="none",
                disable_tqdm=True,
                use_cpu=True,
                dataloader_pin_memory=False,
            ),
            train_dataset=rows,
            data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False)
            if longest
            else None,
            callbacks=[clock],
        )
        trainer.remove_callback(PrinterCallback)
        trainer.train()
    hits = generated_hits(network, tokenizer, test)
    return Result(clock.epochs * len(train), clock.seconds, hits)


def generated_hits(
    network: GPT2LMHeadModel, tokenizer: Any, test: Sequence[Row]
) -> dict[str, float]:
    """hit@1 and hit@3: three beams are three answers, each with its first emoji."""
    network.eval()
    found: list[list[str]] = []
    with torch.inference_mode():
        for row in test:
            ids = tokenizer(row.message, return_tensors="pt").input_ids
            beams = network.generate(
                ids,
                attention_mask=torch.ones_like(ids),
                max_new_tokens=12,  # an emoji is up to 11 bytes here
                num_beams=3,
                num_return_sequences=3,
                pad_token_id=tokenizer.pad_token_id,
            )
            texts = tokenizer.batch_decode(beams[:, ids.shape[1] :], skip_special_tokens=True)
            emojis = [next((e for *_, e in catalogue().find(text)), "") for text in texts]
            found.append(emojis)
    network.train()
    return hit_shares(found, test)


def hit_shares(answers: Sequence[Sequence[str]], test: Sequence[Row]) -> dict[str, float]:
    """The share of rows with an accepted emoji first, and among the first three."""
    return {
        f"hit@{k}": sum(
            bool(set(a[:k]) & set(r.emojis)) for a, r in zip(answers, test, strict=True)
        )
        / len(test)
        for k in (1, 3)
    }


class _Stopwatch:
    """A reporter that takes the time of the steps, validations between them included."""

    def __init__(self) -> None:
        self.began = self.ended = self.rows = 0.0
        self._rows = 0

    def __call__(self, event: Event) -> None:
        if event["event"] == "started":
            self.began, self._rows = time.process_time(), event["rows"]
        elif event["event"] == "step":
            self.ended, self.rows = time.process_time(), event["epoch"] * self._rows


def ours(
    base: Path,
    train: Sequence[Row],
    test: Sequence[Row],
    *,
    seconds: float = math.inf,
    epochs: float = 10_000,
) -> Result:
    """``fine_tune_gpt2`` with its defaults; it holds a tenth of the rows back."""
    if math.isfinite(seconds):  # its own limit is in minutes of the clock on the wall
        once = ours(base, train, test[:1], epochs=1)
        epochs = max(1.0, seconds / once.seconds)
    watch = _Stopwatch()
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "rows.tsv"
        lines = [f"{row.message}\t{row.emojis[0]}" for row in train]
        table.write_text("\n".join(["message\temojis", *lines]), encoding="utf-8")
        output = fine_tune_gpt2(
            table,
            base=base,
            epochs=epochs,
            batch_size=BATCH,
            learning_rate=RATE,
            output=Path(folder) / "model",
            device="cpu",
            reporter=watch,
        ).output
        answers = Emojifier.load(output, device="cpu").suggest([row.message for row in test], 3)
    found = [[s.emoji for s in answer.emojis] for answer in answers]
    return Result(watch.rows, watch.ended - watch.began, hit_shares(found, test))


if __name__ == "__main__":
    main()

"""A plain Trainer: as the classic script has it, or padded to each batch's longest row."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import (
    DataCollatorForLanguageModeling,
    GPT2LMHeadModel,
    PreTrainedTokenizerFast,
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)

from benchmarks.training.comparing import BATCH, CONTEXT, END, RATE, Result, hit_shares
from emojifier.catalogue import catalogue
from trainer.rows import Row


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
    rows: Any = [dict(tokenizer(f"{row.message} {row.emojis[0]}{END}", **padding)) for row in train]
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

"""One run of the Trainer, from the base model or from a checkpoint to the end of the steps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_model
from torch.utils.data import DataLoader, Dataset
from transformers import (
    GPT2LMHeadModel,
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)

from emojifier.opening import without_progress_bars
from trainer.batches import Batches, Drawn
from trainer.checkpoints import Checkpoint
from trainer.course import Course
from trainer.errors import OutputError
from trainer.examples import Example
from trainer.processes import is_loss
from trainer.progress import Event
from trainer.tracking import logged
from trainer.watching import Watcher


class _Rows(Dataset[Example]):
    """Examples as the Trainer takes them."""

    def __init__(self, course: Course) -> None:
        self._course = course

    def __len__(self) -> int:
        return len(self._course.examples)

    def __getitem__(self, drawn: Drawn) -> Example:
        return self.__getitems__([drawn])[0]

    def __getitems__(self, drawn: list[Drawn]) -> list[Example]:
        """The rows of a forward pass, as ``DataLoader`` asks for them."""
        return self._course.drawn(drawn)


class _Stepwise(Trainer):
    """A Trainer whose rows come as ``Batches`` draws them."""

    # The loss is the mean over one part of a step; the Trainer divides by the number of parts.
    loss_is_scaled_for_ga = False

    def __init__(self, rows: _Rows, batches: Batches, **more: Any) -> None:
        self._rows = rows
        self._batches = batches
        super().__init__(train_dataset=rows, **more)

    def get_train_dataloader(self) -> DataLoader[Any]:
        """The rows in the order of ``Batches``, one forward pass at a time.

        It is not prepared by accelerate, which would deal the rows out to the processes once more.
        """
        return DataLoader(
            self._rows,
            batch_sampler=self._batches,
            collate_fn=self.data_collator,
            pin_memory=self.args.dataloader_pin_memory,
            generator=torch.Generator(),  # else each epoch would draw on the network's chance
        )


def run(
    network: GPT2LMHeadModel,
    course: Course,
    steps: int,
    watcher: Watcher,
    folder: Path,
    checkpoint: Checkpoint | None,
    tracker: TrainerCallback | None = None,
) -> None:
    """Train ``network`` in place, for ``steps`` updates in all.

    AdamW, linear warm-up, then a cosine to 0, gradients clipped at 1. Checkpoints go into
    ``folder``; ``tracker`` hears what the watcher reports. Raises ``OutputError`` where a
    checkpoint cannot be written, and what ``watcher`` raises.
    """
    if checkpoint:
        watcher.restore(checkpoint)
    if watcher.finished and checkpoint:
        load_model(network, checkpoint.folder / "model.safetensors")
        return
    cuda = course.device.type == "cuda"
    trainer = _Stepwise(
        _Rows(course),
        course.batches,
        model=network,
        args=TrainingArguments(
            output_dir=str(folder),
            max_steps=steps,
            learning_rate=course.learning_rate,
            per_device_train_batch_size=course.batches.batch_size,
            gradient_accumulation_steps=course.batches.parts,
            lr_scheduler_type="cosine",
            warmup_steps=course.warmup,
            weight_decay=0.01,
            max_grad_norm=1.0,
            seed=course.seed,
            bf16=course.precision is torch.bfloat16,
            use_cpu=not cuda,
            dataloader_pin_memory=cuda,
            remove_unused_columns=False,
            average_tokens_across_devices=False,
            ddp_find_unused_parameters=False,
            save_strategy="no",  # the watcher says when
            logging_strategy="no",
            report_to="none",
            log_level_replica="passive",
            disable_tqdm=True,
        ),
        data_collator=course.collator,
        compute_loss_func=course.loss,
        callbacks=[watcher, *([tracker] if tracker else [])],
    )
    trainer.remove_callback(PrinterCallback)
    if tracker:
        watcher.forward = lambda event: _track(trainer, event)
    if course.processes.count > 1:
        torch.manual_seed(course.seed + course.processes.rank)  # else all would drop out the same
    try:
        with without_progress_bars():
            trainer.train(resume_from_checkpoint=str(checkpoint.folder) if checkpoint else None)
    except Exception as error:
        # safetensors, torch and the Trainer each have their own error for a disk that is full.
        if not watcher.saving or is_loss(error):
            raise
        raise OutputError(
            f"A checkpoint could not be written in {folder} ({_reason(error)}): make room, then "
            "give the same command with --resume."
        ) from error


def _track(trainer: Trainer, event: Event) -> None:
    if figures := logged(event):
        trainer.log(figures)


def _reason(error: Exception) -> str:
    """What the system said, in its words."""
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return getattr(error, "strerror", None) or text

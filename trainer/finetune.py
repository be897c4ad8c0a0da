"""``fine_tune_gpt2``: a data set in, a model folder out."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from torch.utils.data import Dataset
from transformers import PrinterCallback, Trainer, TrainingArguments

from emojifier.artifact import DataSource, Name
from emojifier.catalogue import catalogue
from emojifier.opening import pick_device
from trainer.bases import Start, prepare
from trainer.datasets import load
from trainer.errors import ArgumentError, DatasetError
from trainer.examples import Collator, Example, SoftCrossEntropy, make_examples
from trainer.exporting import check_output
from trainer.folder import About, validation_figures, write_model
from trainer.progress import Event, Reporter, silent
from trainer.rows import Kind, RowSet, Split, split
from trainer.watching import Watcher

if TYPE_CHECKING:
    import pandas as pd

_LIMITS = (
    "Trained by `mojibot-train fine-tune` on the data above; it knows what that data shows and "
    "nothing else. Look at `report/samples.txt` before you use it."
)


class Hyperparameters(BaseModel):
    """What a training is set to; stored in the model folder."""

    model_config = ConfigDict(frozen=True)

    epochs: Annotated[float, Field(gt=0, le=10_000)]
    learning_rate: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    batch_size: Annotated[int, Field(ge=1, le=65_536)]
    max_minutes: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None
    seed: Annotated[int, Field(ge=0, lt=2**32)]


class _Label(BaseModel):
    name: Name
    version: Name


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """Where the model folder lies, its figures on the validation rows, and those of each epoch."""

    output: Path
    metrics: dict[str, float]
    history: tuple[dict[str, float], ...]


def fine_tune_gpt2(
    dataset: str | Path | pd.DataFrame | Sequence[str | Path],
    *,
    base: str | Path = "gpt2",
    epochs: float = 2,
    learning_rate: float = 5e-5,
    output: str | Path = "models/trained",
    batch_size: int = 32,
    max_minutes: float | None = None,
    seed: int = 0,
    device: Literal["auto", "cpu", "cuda"] = "auto",
    kind: Kind | None = None,
    name: str = "mojibot",
    version: str = "trained",
    reporter: Reporter = silent,
) -> TrainingResult:
    """Fine-tune a GPT-2 to react with emojis, and write a model folder.

    ``dataset`` is one or several of: a shipped set's name, a file or folder (``emoji_df.csv``,
    ``emoji-test.txt``, message/emojis tables; see ``datasets.load``), or a pandas table. ``base``
    is a Hub id, a GPT-2 folder, a model folder to go on from, or ``scratch:mini``.

    Each message is one position to learn: the softmax over all emojis and quiet after
    ``message <|react|>``, against the row's ranked emojis as a soft target. AdamW, linear warm-up
    over 6% of the steps, then a cosine to 0; ``max_minutes`` ends the training early.

    Raises ``TrainerError`` (a sentence) for data, base or output that cannot be used. ``output``
    must not exist yet; it appears only when it is complete.
    """
    target = Path(output)
    check_output(target)
    try:
        settings = Hyperparameters(
            epochs=epochs,
            learning_rate=learning_rate,
            batch_size=batch_size,
            max_minutes=max_minutes,
            seed=seed,
        )
        _Label(name=name, version=version)
    except ValidationError as error:
        raise ArgumentError.of(error) from None
    on = pick_device(device)
    sets = _load_all(dataset, kind)
    parts = split(row for one in sets for row in one.rows)
    start = prepare(str(base), parts.train, catalogue(), seed=seed)
    log = _train(start, parts, settings, on, reporter)
    about = About(
        name=name,
        version=version,
        description=f"Fine-tuned from {start.base.name} to react to messages with emojis.",
        languages=start.languages,
        data=tuple(DataSource(name=s.name, rows=len(s.rows), digest=s.digest) for s in sets),
        hyperparameters=settings.model_dump(),
        limits=_LIMITS,
    )
    manifest = write_model(target, start, parts, about, log)
    reporter({"event": "finished", "output": str(target), "metrics": manifest.metrics})
    return TrainingResult(target, manifest.metrics, manifest.history)


def _load_all(dataset: Any, kind: Kind | None) -> list[RowSet]:
    several = dataset if isinstance(dataset, list | tuple) else [dataset]
    sets = [load(one, kind) for one in several]
    telling = next((one for one in sets if one.kind == "tell"), None)
    if telling is not None:
        raise DatasetError(
            f"{telling.name} retells sentences in order, which this version cannot train yet: use "
            "a data set of reactions, or --kind react."
        )
    return sets


class _Rows(Dataset[Example]):
    """Examples as the Trainer takes them."""

    def __init__(self, examples: list[Example]) -> None:
        self._examples = examples

    def __len__(self) -> int:
        return len(self._examples)

    def __getitem__(self, index: int) -> Example:
        return self._examples[index]


def _train(
    start: Start,
    parts: Split,
    settings: Hyperparameters,
    device: torch.device,
    reporter: Reporter,
) -> list[Event]:
    encoder = start.encoder(catalogue())
    loss = SoftCrossEntropy(start.answer_ids)

    def validate() -> dict[str, float]:
        figures = validation_figures(start, encoder, parts.validation)
        start.network.train()
        return figures

    about = {
        "rows": len(parts.train),
        "validation_rows": len(parts.validation),
        "device": str(device),
    }
    watcher = Watcher(about, loss, validate, reporter, max_minutes=settings.max_minutes)
    cuda = device.type == "cuda"
    with tempfile.TemporaryDirectory(prefix="mojibot-") as workspace:
        trainer = Trainer(
            model=start.network,
            args=TrainingArguments(
                output_dir=workspace,
                num_train_epochs=settings.epochs,
                learning_rate=settings.learning_rate,
                per_device_train_batch_size=settings.batch_size,
                lr_scheduler_type="cosine",
                warmup_steps=0.06,
                weight_decay=0.01,
                max_grad_norm=1.0,
                train_sampling_strategy="group_by_length",
                seed=settings.seed,
                bf16=cuda and torch.cuda.is_bf16_supported(),
                use_cpu=not cuda,
                dataloader_pin_memory=cuda,
                remove_unused_columns=False,
                save_strategy="no",
                logging_strategy="no",
                report_to="none",
                disable_tqdm=True,
            ),
            train_dataset=_Rows(make_examples(parts.train, encoder, start.places)),
            data_collator=Collator(start.tokens.pad, len(start.answer_ids)),
            compute_loss_func=loss,
            callbacks=[watcher],
        )
        trainer.remove_callback(PrinterCallback)
        trainer.train()
    return watcher.log

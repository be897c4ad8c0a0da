"""``fine_tune_gpt2``: a data set in, a model folder out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ValidationError

from emojifier.artifact import DataSource, Name
from emojifier.catalogue import catalogue
from emojifier.opening import pick_device
from trainer.bases import Start, prepare
from trainer.checkpoints import Workspace
from trainer.datasets import Columns, load
from trainer.errors import ArgumentError
from trainer.exporting import check_output
from trainer.folder import About, write_model
from trainer.job import Hyperparameters, Job
from trainer.processes import own_device, said_once, together
from trainer.progress import Reporter, silent
from trainer.rows import Kind, RowSet, Split, split
from trainer.sequences import join
from trainer.spool import Spool
from trainer.stopping import Stop
from trainer.tracking import Tracker, callback, check_tracker
from trainer.training import train

if TYPE_CHECKING:
    import pandas as pd

_LIMITS = (
    "Trained by `mojibot-train fine-tune` on the data above; it knows what that data shows and "
    "nothing else. Look at `report/samples.txt` before you use it."
)


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
    accumulate: int = 1,
    warmup: float = 0.06,
    patience: int | None = None,
    replay: float = 0,
    hold: float = 0,
    max_minutes: float | None = None,
    seed: int = 0,
    resume: bool = False,
    save_minutes: float = 5,
    device: Literal["auto", "cpu", "cuda"] = "auto",
    kind: Kind | None = None,
    text_column: str | None = None,
    emoji_column: str | None = None,
    name: str = "mojibot",
    version: str = "trained",
    report_to: Tracker | None = None,
    reporter: Reporter = silent,
) -> TrainingResult:
    """Fine-tune a GPT-2 to react or to retell with emojis, and write a model folder.

    ``dataset`` is one or several of: a shipped set's name, a file or folder (``emoji_df.csv``,
    ``emoji-test.txt``, message/emojis tables; see ``datasets.load``), a Hub id, or a pandas table.
    Its columns are guessed, or ``text_column`` and ``emoji_column`` name them. ``base``
    is a Hub id, a GPT-2 folder, a model folder to go on from, or ``scratch:mini``.

    A message to react to is one position to learn: the softmax over all emojis and quiet after
    ``message <|react|>``, against the row's ranked emojis as a soft target. A sentence to retell
    (``kind`` tell, or the shipped set ``tell``) has one for each emoji after ``message <|tell|>``,
    and one for the end. Both kinds mix, and every row counts the same.

    AdamW, linear warm-up over the share ``warmup`` of the steps, then a cosine to 0. A step learns
    from ``batch_size`` rows, in ``accumulate`` forward passes (where the device's memory runs out,
    in twice as many). ``patience`` stops after so many epochs without a better validation loss, and
    takes the best. ``max_minutes`` plans the number of steps for that time, and ends the training
    when it is over.

    Going on from a model, ``replay`` is the share of shipped rows among all that is trained, and
    ``hold`` how much the model's old answers count in them against their labels; both keep it from
    forgetting (see ``continuing``).

    Every ``save_minutes`` a checkpoint goes into ``OUTPUT.training``, which is removed at the end;
    ``resume`` goes on from the newest one there, to the same weights on the same machine.

    ``report_to`` passes the figures on to ``tensorboard`` (files in ``OUTPUT.runs``), ``trackio``
    or ``wandb``, as the Trainer's callbacks of these names do.

    Started by ``torchrun`` or ``accelerate launch``, several processes make each step together, and
    the first of them alone writes and reports.

    Raises ``TrainerError`` (a sentence) for data, base or output that cannot be used, and
    ``Interrupted``, one of them, after Ctrl-C or SIGTERM. ``output`` must not exist yet; it appears
    only when it is complete.
    """
    target = Path(output)
    with said_once():
        check_tracker(report_to)
        on = own_device(pick_device(device))
    stop = Stop()
    with stop.listening(), together(on) as processes:
        settings = _checked(
            {"name": name, "version": version},
            epochs=epochs,
            learning_rate=learning_rate,
            batch_size=batch_size,
            accumulate=accumulate,
            warmup=warmup,
            patience=patience,
            replay=replay,
            hold=hold,
            max_minutes=max_minutes,
            seed=seed,
        )
        of_main = processes.of_main
        of_main(lambda: check_output(target))
        stop.patient = processes.count > 1
        report = reporter if processes.main else silent
        workspace = Workspace(target, owner=processes.main)
        with workspace.kept():
            run = of_main(lambda: workspace.begin(resume=resume))
            columns = Columns(text_column, emoji_column)
            spool = Spool(workspace.spool)
            sets, parts = of_main(lambda: _read(dataset, kind, columns, spool, report))

            def begin() -> Start:
                return prepare(str(base), parts.train, catalogue(), seed=seed)

            tracker = partial(callback, report_to, target) if report_to else None
            job = Job(begin, parts, settings, on, sets, save_minutes, processes, tracker)
            trained = train(job, workspace, run, stop, report)
            start = trained.start
            about = About(
                name=name,
                version=version,
                description=f"Fine-tuned from {start.base.name} on messages with emojis.",
                languages=start.languages,
                data=_sources(sets, trained.replayed),
                hyperparameters=settings.model_dump(),
                limits=_LIMITS,
            )
            manifest = of_main(
                lambda: write_model(
                    target, start, trained.parts, about, trained.log, trained.before
                )
            )
            workspace.remove()
        report({"event": "finished", "output": str(target), "metrics": manifest.metrics})
    return TrainingResult(target, manifest.metrics, manifest.history)


def _checked(label: dict[str, str], **settings: Any) -> Hyperparameters:
    try:
        _Label(**label)
        return Hyperparameters(**settings)
    except ValidationError as error:
        raise ArgumentError.of(error) from None


def _read(
    dataset: Any, kind: Kind | None, columns: Columns, spool: Spool, report: Reporter
) -> tuple[list[RowSet], Split]:
    several = dataset if isinstance(dataset, list | tuple) else [dataset]
    sets = [load(one, kind, columns, spool.keep) for one in several]
    for given, one in zip(several, sets, strict=True):
        found = isinstance(given, str | Path) and one.name != str(given)
        # Nothing is chosen or left out in silence.
        if found or one.refused or one.repeated:
            report({"event": "notice", "message": str(one)})
    return sets, split(join(*(one.rows for one in sets)))


def _sources(sets: Sequence[RowSet], replayed: int) -> tuple[DataSource, ...]:
    given = (
        DataSource(
            name=s.name,
            rows=len(s.rows),
            refused=s.refused,
            repeated=s.repeated,
            digest=s.digest,
        )
        for s in sets
    )
    old = [DataSource(name="replayed: data that ships", rows=replayed)] if replayed else []
    return (*given, *old)

"""From rows to a trained network: plans the run, resumes it, and shrinks what is too large."""

from __future__ import annotations

import gc
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import nn

from emojifier.catalogue import catalogue
from emojifier.suggestion import Suggestion
from trainer.bases import Start
from trainer.batches import Batches
from trainer.budget import check_memory, planned_steps
from trainer.checkpoints import Checkpoint, Workspace
from trainer.continuing import held_examples, replayed
from trainer.course import Course
from trainer.encoded import encoded
from trainer.errors import DatasetError, TrainingFailed
from trainer.examples import Collator, SoftCrossEntropy
from trainer.folder import validation_figures
from trainer.job import Job, check_hold, check_same, described_as
from trainer.processes import Processes
from trainer.progress import Event, Reporter
from trainer.rows import Split
from trainer.running import run
from trainer.samples import answered_by
from trainer.sequences import View, join, thinned
from trainer.stopping import Best, Stop
from trainer.watching import Watcher

# Validation rows of a large set that are scored after each epoch: hit@1 to half a point.
_JUDGED = 5_000


@dataclass(frozen=True, slots=True)
class Trained:
    """The network, all rows that it learned from or was judged by, and the log.

    ``before`` is what it answered to the samples when nothing was trained yet.
    """

    start: Start
    parts: Split
    replayed: int
    log: list[Event]
    before: list[Suggestion]


def train(
    job: Job, workspace: Workspace, earlier: Mapping[str, Any], stop: Stop, reporter: Reporter
) -> Trained:
    """Train to the end, from the newest checkpoint in ``workspace``.

    ``earlier`` describes the run that the checkpoints belong to (empty: there is none). Raises
    ``TrainerError``, and ``KeyboardInterrupt`` where ``stop`` was wanted.
    """
    start = job.begin()
    check_hold(job.settings, start)
    before = answered_by(start)
    old = replayed(job.settings.replay, len(job.parts.train), start, job.settings.seed)
    parts = Split(
        join(job.parts.train, old.train),
        join(thinned(job.parts.validation, _JUDGED), old.validation),
        job.parts.test,
    )
    if job.settings.patience and not parts.validation:
        raise DatasetError(
            "Early stopping (patience) needs validation rows, and these data sets are too small "
            "to hold any back."
        )
    job = replace(job, parts=parts)
    described = described_as(job, start)
    check_same(earlier, described)
    passes = max(job.settings.accumulate, earlier.get("passes", 1))
    steps = earlier.get("steps")
    while True:
        course = _course(job, start, len(old.train), passes, workspace)
        checkpoint = job.processes.of_main(workspace.newest)
        try:
            steps = steps or _plan(job, start, course)
            workspace.describe({**described, "steps": steps, "passes": passes})
            log = _attempt(job, start, course, steps, workspace, checkpoint, stop, reporter)
        except torch.OutOfMemoryError as error:
            if job.processes.count > 1:  # the others wait for what this one can no longer compute
                raise TrainingFailed(
                    f"The memory of {job.device} is full: give the same command with a larger "
                    "--accumulate."
                ) from error
            if passes >= min(job.settings.batch_size, len(job.parts.train)):
                raise TrainingFailed(
                    f"A single row does not fit into the memory of {job.device}: try a smaller "
                    "--base, or --device cpu."
                ) from error
        except TrainingFailed as error:
            raise _with_place(error, workspace) from error
        else:
            return Trained(start, parts, len(old.train), log, before)
        passes *= 2
        reporter(
            {
                "event": "notice",
                "message": f"The memory of {job.device} is full: going on with steps of "
                f"{passes} forward passes.",
            }
        )
        start = job.begin()
        gc.collect()
        if job.device.type == "cuda":
            torch.cuda.empty_cache()


def _course(job: Job, start: Start, old: int, passes: int, workspace: Workspace) -> Course:
    """The last ``old`` rows to train are replayed ones."""
    settings = job.settings
    nn.Module.to(start.network, job.device)  # PreTrainedModel.to is typed wrongly
    encoder = start.encoder(catalogue())
    new = len(job.parts.train) - old
    rows = job.parts.train
    # What is large is encoded once, for all processes.
    once = job.processes.of_main if isinstance(rows, View) else Processes().of_main
    learned, lengths = once(lambda: encoded(rows[:new], encoder, start, workspace.spool))
    held = held_examples(tuple(rows[new:]), start, encoder, settings.hold)
    batches = Batches(
        np.append(lengths, [len(example["input_ids"]) for example in held]).astype(np.int32),
        size=min(settings.batch_size, len(rows)),
        parts=passes,
        seed=settings.seed,
        rank=job.processes.rank,
        processes=job.processes.count,
    )
    return Course(
        examples=join(learned, held),
        collator=Collator(start.tokens.pad, len(start.emojis)),
        batches=batches,
        loss=SoftCrossEntropy([*start.answer_ids, start.tokens.end]),
        learning_rate=settings.learning_rate,
        warmup=settings.warmup,
        seed=settings.seed,
        device=job.device,
        processes=job.processes,
    )


def _plan(job: Job, start: Start, course: Course) -> int:
    """Check what can be checked before the first step, and count the steps."""
    if job.device.type == "cpu":
        check_memory(start.network, course.batches.batch_size, course.batches.longest)
    steps = math.ceil(job.settings.epochs * course.batches.steps)
    if job.settings.max_minutes is None:
        return steps
    return min(steps, planned_steps(start.network, course, job.settings.max_minutes))


def _attempt(
    job: Job,
    start: Start,
    course: Course,
    steps: int,
    workspace: Workspace,
    checkpoint: Checkpoint | None,
    stop: Stop,
    reporter: Reporter,
) -> list[Event]:
    encoder = start.encoder(catalogue())

    def validate() -> dict[str, float]:
        figures = validation_figures(start, encoder, job.parts.validation)
        start.network.train()
        return figures

    settings = job.settings
    about = {
        "rows": len(job.parts.train),
        "validation_rows": len(job.parts.validation),
        "device": _where(job),
    }
    best = Best(settings.patience) if settings.patience else None
    watcher = Watcher(
        about,
        course.batches,
        course.loss,
        validate,
        reporter,
        workspace,
        stop,
        best=best,
        max_minutes=settings.max_minutes,
        save_minutes=job.save_minutes,
        processes=job.processes,
    )
    with stop.deferred():
        tracker = job.tracker() if job.tracker and job.processes.main else None
        run(start.network, course, steps, watcher, workspace.folder, checkpoint, tracker)
    if not watcher.finished:
        raise KeyboardInterrupt
    if best and best.weights:
        start.network.load_state_dict(best.weights, strict=False)
    return watcher.log


def _where(job: Job) -> str:
    count = job.processes.count
    return f"{job.device}" if count == 1 else f"{count} processes, {job.device.type}"


def _with_place(error: TrainingFailed, workspace: Workspace) -> TrainingFailed:
    kept = workspace.newest()
    place = f" The checkpoint of step {kept.step} is kept in {workspace.folder}." if kept else ""
    return TrainingFailed(f"{error}{place}")

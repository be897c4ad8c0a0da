"""After training: both models compared, the gate asked, the new one put among the versions."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.features.retraining.commands import Ran, run, why
from bot.features.retraining.enlisting import MODULE, Entry
from bot.features.retraining.errors import RetrainingError
from bot.features.retraining.face import Estimate, Sample
from bot.features.retraining.gate import reasons
from bot.features.retraining.host import bounded
from bot.features.retraining.jobs import Job, Workplace
from bot.features.retraining.judging import SENTENCES, compared, samples, shown
from bot.features.retraining.recipe import Recipe, data_sets, trainer
from bot.registry.records import Version
from emojifier.artifact import open_folder
from emojifier.catalogue import catalogue
from emojifier.errors import ModelFolderError

# A comparison reads 2,000 messages twice; on a busy machine each may take a twentieth of a second.
_SECONDS: Final = 15 * 60
_VALIDATION: Final = "validation"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the comparison found; ``reasons`` speak against the new model."""

    figures: tuple[Estimate, ...]
    samples: tuple[Sample, ...]
    reasons: tuple[str, ...]


class Judge:
    """Judges the model of one job, in processes as confined as its training was."""

    def __init__(self, recipe: Recipe, place: Workplace, lock: int, job: Job) -> None:
        self._recipe = recipe
        self._place = place
        self._lock = lock
        self._job = job

    async def compare(self, old: Path) -> Verdict:
        """Compare with the model in ``old``; where that fails, this is the reason given."""
        sentences = self._place.work / "sentences.txt"
        sentences.write_text("\n".join(SENTENCES), encoding="utf-8")
        recipe = self._recipe
        try:
            manifest = await asyncio.to_thread(open_folder, old, catalogue())
            judged = recipe.judged_for(manifest.languages)
            report = await self._report(old, judged, _VALIDATION, sentences)
            answers = samples(report)
            tact = compared(await self._report(old, recipe.tact, "all")) if recipe.tact else {}
            figures = shown(compared(report), tact, await self._own(old))
        except (RetrainingError, ModelFolderError) as error:
            return Verdict((), (), (f"It could not be compared with the old model: {error}",))
        emojis = catalogue()
        return Verdict(figures, answers, reasons(figures, answers, lambda text: text in emojis))

    async def enlist(self, registry: Path, against: tuple[str, ...]) -> str:
        """Put the model among the versions of ``registry``; returns its id.

        Raises ``RetrainingError`` where it does not pass the checks there.
        """
        entry = Entry(
            registry=registry,
            folder=self._place.model,
            parent=self._job.parent,
            by=self._job.by,
            reason=" ".join(against) or None,
        )
        command = (sys.executable, "-m", MODULE, entry.model_dump_json())
        ran = await self._run(command)
        if ran.code != 0:
            raise RetrainingError(why(ran.code, ran.errors))
        return Version.model_validate_json(ran.output).id

    async def _own(self, old: Path) -> dict[str, Estimate]:
        """Both models on what was held back of the operator's rows; empty where they are few."""
        command = self._judging(old, data_sets(self._job.request), _VALIDATION)
        ran = await self._run(command)
        return compared(ran.output) if ran.code == 0 else {}

    async def _report(
        self, old: Path, data: tuple[str, ...], split: str, sentences: Path | None = None
    ) -> bytes:
        ran = await self._run(self._judging(old, data, split, sentences))
        if ran.code != 0:
            raise RetrainingError(why(ran.code, ran.errors))
        return ran.output

    def _judging(
        self, old: Path, data: tuple[str, ...], split: str, sentences: Path | None = None
    ) -> tuple[str, ...]:
        command = self._recipe.judging(self._place.model, old, data, split=split, samples=sentences)
        return trainer(command)

    async def _run(self, command: tuple[str, ...]) -> Ran:
        confinement = bounded(self._recipe.confinement)
        return await run(command, confinement, self._place.work, seconds=_SECONDS, lock=self._lock)

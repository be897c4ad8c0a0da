"""The last steps that every way of making a model shares: calibrate, judge, write it all down."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import BaseModel, ConfigDict

from emojifier.artifact import Calibration, DataSource, Line, Manifest, Name, write_manifest
from emojifier.catalogue import catalogue
from emojifier.emojifier import Emojifier
from emojifier.encoding import Encoder
from emojifier.suggestion import Suggestion
from trainer import card, exporting, report
from trainer.bases import Start
from trainer.calibrating import fit
from trainer.progress import Event
from trainer.rows import Kind, Row, Split, of_kind
from trainer.samples import SAMPLES, write_samples
from trainer.scoring import figures, prior, score
from trainer.sequences import in_parts, thinned

_TASKS: Final[tuple[Kind, ...]] = get_args(Kind)
# Rows scored for the prior; more would not change its third digit.
_PRIOR_ROWS = 4_000
# Among so many rows those for reactions are looked for.
_LOOKED_AT = 10_000
# Rows that are answered at once.
_ANSWERED = 256


class About(BaseModel):
    """What the maker of a model says of it; see ``artifact.Manifest`` and ``card.render``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    version: Name
    description: Line
    languages: tuple[Name, ...]
    data: tuple[DataSource, ...]
    hyperparameters: dict[str, Any]
    limits: str
    licence: Name = "other"
    base: Name | None = None


def validation_figures(start: Start, encoder: Encoder, rows: Sequence[Row]) -> dict[str, float]:
    """Loss and ranking figures of the network as it is now; empty where there are no rows."""
    if not rows:
        return {}
    logits = score(start.reader(), encoder, of_kind("react", rows))
    found = figures(start, encoder, rows, logits, Calibration())
    # The error of probabilities that are not calibrated yet says nothing.
    found.pop("calibration_error", None)
    return found


def write_model(
    output: Path,
    start: Start,
    parts: Split,
    about: About,
    log: Sequence[Event],
    before: Sequence[Suggestion] = (),
) -> Manifest:
    """Calibrate on the validation rows and write the whole model folder, all or nothing.

    ``before`` is what was answered to the samples before the training, where there was one.
    Raises ``OutputError`` where ``output`` is taken.
    """
    exporting.check_output(output)
    manifest = _manifest(start, parts, about, log)
    with exporting.staged(output) as stage:
        exporting.write_weights(stage, start)
        write_manifest(stage, manifest)
        _write_report(stage, parts.validation, log, before)
        reported = [path.name for path in (stage / "report").iterdir()]
        text = card.render(manifest, licence=about.licence, limits=about.limits, report=reported)
        (stage / "README.md").write_text(text, encoding="utf-8")
        exporting.publish(stage, output)
    return manifest


def _manifest(start: Start, parts: Split, about: About, log: Sequence[Event]) -> Manifest:
    encoder = start.encoder(catalogue())
    model = start.reader()
    calibration = start.calibration
    metrics: dict[str, float] = {}
    held_back = of_kind("react", parts.validation)
    if parts.validation:
        logits = score(model, encoder, held_back)
        calibration = fit(logits, held_back, start.places, otherwise=start.calibration)
        metrics = figures(start, encoder, parts.validation, logits, calibration)
    some = thinned(of_kind("react", thinned(parts.train, _LOOKED_AT)), _PRIOR_ROWS)
    usual = prior(score(model, encoder, some), some)
    if start.prior and not (held_back and usual):
        # A few rows, or quiet ones, say little of what is usual: what the base knows stands.
        rarest = min(start.prior.values())
        usual = [start.prior.get(emoji, rarest) for emoji in start.emojis]
    return Manifest(
        name=about.name,
        version=about.version,
        description=about.description,
        languages=about.languages,
        tasks=tuple(task for task in _TASKS if task in start.tasks or _holds(task, parts.train)),
        catalogue=exporting.catalogue_version(catalogue()),
        tokens=start.tokens,
        emojis=start.emojis,
        prior=tuple(usual),
        calibration=calibration,
        base=start.base,
        data=about.data,
        hyperparameters=about.hyperparameters,
        metrics=_figures(metrics),
        history=tuple(_figures(event) for event in log if event["event"] == "epoch"),
        versions=exporting.library_versions(),
        created=exporting.now(),
    )


def _holds(task: Kind, rows: Sequence[Row]) -> bool:
    return any(row.kind == task for row in rows)


def _figures(named: Mapping[str, Any]) -> dict[str, float]:
    """The finite numbers of an event or of metrics: a loss over no rows is none."""
    return {
        name: round(value, 4)
        for name, value in named.items()
        if isinstance(value, int | float) and math.isfinite(value)
    }


def _write_report(
    stage: Path, validation: Sequence[Row], log: Sequence[Event], before: Sequence[Suggestion]
) -> None:
    """Look at the folder as a user would: open it, and let it answer."""
    folder = stage / "report"
    folder.mkdir()
    emojifier = Emojifier.load(stage, device="cpu")
    told = emojifier.retell(SAMPLES) if "tell" in emojifier.info().tasks else ()
    write_samples(folder, before, emojifier.suggest(SAMPLES), told)
    if log:
        report.write_log(folder, log)
        report.draw_loss(folder, log)
    wanted = [row for row in of_kind("react", validation) if row.emojis]
    if wanted:
        firsts = [
            answer.emojis[0]
            for some in in_parts(wanted, _ANSWERED)
            for answer in emojifier.suggest([row.message for row in some], 1)
        ]
        report.draw_calibration(
            folder,
            [first.probability for first in firsts],
            [first.emoji in row.emojis for first, row in zip(firsts, wanted, strict=True)],
        )

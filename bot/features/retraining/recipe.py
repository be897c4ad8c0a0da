"""How a model is retrained, judged, and its data looked at: the trainer's commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.features.retraining.confined import Confinement
from bot.features.retraining.face import PRETRAINED, Request
from bot.features.retraining.jobs import Workplace
from bot.settings import Settings

_NAME_LENGTH: Final = 60
_TRAINER: Final = (sys.executable, "-m", "trainer")
# What a training has no business with; HF_TOKEN opens the data sets and models that it reads.
_SECRETS: Final = frozenset(name.upper() for name in Settings.model_fields) - {"HF_TOKEN", "DEVICE"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """What every retraining here has in common.

    ``replay`` and ``hold`` keep it from forgetting (see ``trainer.continuing``): measured on the
    model that ships with 2,000 rows of habits that it could not know, see ``benchmarks``. Both
    models are judged on what is held back of the shipped sets ``judged`` (and of ``foreign``, where
    the old one reads more than English), and for their tact on all rows of ``tact``. A training is
    planned for at most ``minutes``, judging included.
    """

    minutes: float = 15
    replay: float = 0.75
    hold: float = 1.0
    judged: tuple[str, ...] = ("react", "chat", "life", "ordinary", "serious")
    foreign: tuple[str, ...] = ("languages", "translated")
    tact: tuple[str, ...] = ("serious",)
    device: str = "auto"
    save_minutes: float = 2
    confinement: Confinement = field(default_factory=Confinement)

    def training(self, request: Request, base: str, version: str, place: Workplace) -> Command:
        """Train on what is asked for, from ``base``; goes on where it was broken off."""
        options = {
            "base": base,
            "epochs": f"{request.epochs:g}",
            "learning-rate": f"{request.learning_rate:g}",
            "replay": f"{self.replay:g}",
            # A network that never answered with emojis has no answers to hold on to.
            "hold": "0" if base == PRETRAINED else f"{self.hold:g}",
            "max-minutes": f"{self.minutes * _TRAINING_SHARE:g}",
            "save-minutes": f"{self.save_minutes:g}",
            "output": str(place.model),
            "name": _label(request.name),
            "model-version": version,
            "device": self.device,
            "progress": "json",
        }
        data = [("dataset", name) for name in data_sets(request)]
        return ("fine-tune", *_options([*data, *options.items()]), "--resume")

    def judged_for(self, languages: Collection[str]) -> tuple[str, ...]:
        """The sets to judge a model by that reads ``languages``."""
        return (*self.judged, *(self.foreign if set(languages) - {"en"} else ()))

    def judging(
        self, new: Path, old: Path, data: Sequence[str], *, split: str, samples: Path | None = None
    ) -> Command:
        """Compare two models on the same rows, and let both answer ``samples``."""
        options = [("model", str(new)), ("model", str(old)), ("device", self.device)]
        options += [("split", split), *(("dataset", name) for name in data)]
        if samples is not None:
            options.append(("samples", str(samples)))
        return ("evaluate", "--json", "--no-baselines", *_options(options))


# A command of ``python -m trainer``, without what stands before it.
Command = tuple[str, ...]
# The rest is for reading the data, the old answers, calibrating, and judging.
_TRAINING_SHARE: Final = 0.65


def inspecting(data: str) -> Command:
    """Look at a data set."""
    return ("data", "inspect", "--json", *_options([("dataset", data)]))


def data_sets(request: Request) -> tuple[str, ...]:
    """All that is trained on, as the trainer takes it."""
    return (*(str(upload.path) for upload in request.uploads), *request.sources)


def trainer(command: Command) -> tuple[str, ...]:
    """The command with the program that it is for."""
    return (*_TRAINER, *command)


def environment(
    confinement: Confinement, temporary: Path, given: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """The environment of a training: the bot's own, without its tokens and addresses."""
    kept = {name: value for name, value in given.items() if name not in _SECRETS}
    return {**kept, **confinement.environment(), "TMPDIR": str(temporary)}


def _label(name: str) -> str:
    """``name`` as a model may be called."""
    shown = "".join(c if c.isprintable() else " " for c in name)
    return " ".join(shown.split())[:_NAME_LENGTH].strip() or "retrained"


def _options(options: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    # Joined by "=", a value that begins with "-" is no option.
    return tuple(f"--{name}={value}" for name, value in options)

"""Whatever answers messages, model or baseline, behind one face."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from emojifier.emojifier import Emojifier
from emojifier.folders import default_model
from trainer.metrics import Array

DEPTH = 5


@dataclass(frozen=True, slots=True)
class Answers:
    """``emojis`` holds up to ``DEPTH`` a message, best first.

    ``confidence`` is the chance that the first one fits (NaN: the system names none); ``quiet`` the
    one that no reaction is wanted, or any score that rises with it and is 0.5 where it is even.
    """

    emojis: tuple[tuple[str, ...], ...]
    confidence: Array
    quiet: Array


class System(Protocol):
    """One column of the scoreboard."""

    @property
    def name(self) -> str:
        """What it is called there."""

    @property
    def baseline(self) -> bool:
        """Whether it is there only for comparison."""

    @property
    def tells(self) -> bool:
        """Whether it can retell a sentence."""

    def answer(self, messages: Sequence[str]) -> Answers:
        """Answer each message, in order."""

    def retell(self, messages: Sequence[str]) -> list[tuple[str, ...]]:
        """Retell each sentence with emojis, in order; only where it ``tells``."""


class Model:
    """A model folder, asked in the way that the bot asks it."""

    baseline = False

    def __init__(self, emojifier: Emojifier, *, specific: float, name: str | None = None) -> None:
        """``specific`` is passed on with every message; see ``Emojifier.suggest``."""
        info = emojifier.info()
        self.name = name or info.title
        self.tells = "tell" in info.tasks
        self._emojifier = emojifier
        self._specific = specific

    def answer(self, messages: Sequence[str]) -> Answers:
        """Answer each message, in order."""
        suggestions = self._emojifier.suggest(messages, DEPTH, specific=self._specific)
        return Answers(
            emojis=tuple(tuple(e.emoji for e in one.emojis) for one in suggestions),
            confidence=np.array(
                [one.emojis[0].probability if one.emojis else 0.0 for one in suggestions]
            ),
            quiet=np.array([one.quiet for one in suggestions]),
        )

    def retell(self, messages: Sequence[str]) -> list[tuple[str, ...]]:
        """Retell each sentence, in order."""
        return [tuple(e.emoji for e in one.emojis) for one in self._emojifier.retell(messages)]


def open_models(folders: Sequence[str], *, device: str, specific: float) -> list[Model]:
    """Open model folders (none: the one that ships), each under a name of its own.

    Raises ``ModelFolderError`` or ``DeviceUnavailable``.
    """
    models: list[Model] = []
    for folder in [Path(folder) for folder in folders] or [default_model()]:
        emojifier = Emojifier.load(folder, device=device)
        title = emojifier.info().title
        alike = sum(model.name.split(" #")[0] == title for model in models)
        name = f"{title} #{alike + 1}" if alike else title
        models.append(Model(emojifier, specific=specific, name=name))
    return models

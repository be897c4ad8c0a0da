"""What comes out: emojis with their probabilities, and what is known of the model that made them.

Plain data without torch, so that whoever only passes answers on need not load it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Mode(StrEnum):
    """What is wanted of a message; the last two need a model that was trained to tell.

    ``SUGGEST``: emojis that fit it; ``RETELL``: emojis that tell it in order; ``DECORATE``: the
    message itself with emojis where they belong.
    """

    SUGGEST = "suggest"
    RETELL = "retell"
    DECORATE = "decorate"


@dataclass(frozen=True, slots=True)
class ScoredEmoji:
    """One emoji in the catalogue's spelling.

    ``probability`` (0..1) is the calibrated chance that it fits, given that a reaction is wanted.
    """

    emoji: str
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The answer to one message.

    ``emojis`` stand in the order of the final score, best first; ``quiet`` (0..1) is the calibrated
    probability that no reaction is wanted; ``model`` is the title of the model that answered;
    ``decorated`` is the message with emojis in it, where that was asked for; ``serious`` (0..1) is
    how serious the message reads, see ``emojifier.tact``.
    """

    emojis: tuple[ScoredEmoji, ...]
    quiet: float
    model: str
    decorated: str | None = None
    serious: float = 0.0

    @property
    def output(self) -> str:
        """The emojis alone, separated by blanks (empty where there are none); or ``decorated``."""
        if self.decorated is not None:
            return self.decorated
        return " ".join(scored.emoji for scored in self.emojis)

    def to_json(self) -> dict[str, Any]:
        """The answer in the JSON shape that the command line and the HTTP API share."""
        return {
            "output": self.output,
            "emojis": [
                {"emoji": e.emoji, "name": e.name, "probability": round(e.probability, 4)}
                for e in self.emojis
            ],
            "quiet": round(self.quiet, 4),
            "serious": round(self.serious, 4),
            "model": self.model,
        }


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What is known of a model: from its folder, plus the device it runs on.

    ``emojis`` of the ``catalogue`` emojis can come out; ``metrics`` are the folder's own
    validation figures by name, such as ``hit@1``: shares from 0 to 1, but for the loss in nats.
    ``licence`` is empty where the folder does not name one.
    """

    name: str
    version: str
    digest: str
    description: str
    base: str
    data: tuple[str, ...]
    languages: tuple[str, ...]
    tasks: tuple[str, ...]
    emojis: int
    catalogue: int
    parameters: int
    metrics: Mapping[str, float]
    created: str
    device: str
    licence: str = ""

    @property
    def title(self) -> str:
        """Name, version and short digest, as answers carry it: ``mojibot 0.1.0 (3f9a…)``."""
        return f"{self.name} {self.version} ({self.digest[:4]}…)"

    def to_json(self) -> dict[str, Any]:
        """The information as a JSON object."""
        return {
            "title": self.title,
            "name": self.name,
            "version": self.version,
            "digest": self.digest,
            "description": self.description,
            "base": self.base,
            "data": list(self.data),
            "languages": list(self.languages),
            "tasks": list(self.tasks),
            "emojis": self.emojis,
            "catalogue": self.catalogue,
            "parameters": self.parameters,
            "metrics": dict(self.metrics),
            "created": self.created,
            "device": self.device,
            "licence": self.licence,
        }

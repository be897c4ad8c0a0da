"""A system whose answers are written down, so that every figure is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from trainer.evaluate.systems import Answers


@dataclass(frozen=True)
class Scripted:
    """Answers by message: emojis and P(quiet); tellings by sentence."""

    answers: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    tellings: Mapping[str, str] = field(default_factory=dict)
    name: str = "scripted"
    baseline: bool = False

    @property
    def tells(self) -> bool:
        return bool(self.tellings)

    def answer(self, messages: Sequence[str]) -> Answers:
        found = [self.answers[message] for message in messages]
        return Answers(
            emojis=tuple(tuple(emojis.split()) for emojis, _ in found),
            confidence=np.full(len(found), 0.5),
            quiet=np.array([quiet for _, quiet in found]),
        )

    def retell(self, messages: Sequence[str]) -> list[tuple[str, ...]]:
        return [tuple(self.tellings[message].split()) for message in messages]

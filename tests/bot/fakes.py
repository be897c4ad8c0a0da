"""A model without a network: a test decides what it answers, and by gates when."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from emojifier.catalogue import catalogue
from emojifier.suggestion import ModelInfo, ScoredEmoji, Suggestion

# A gate that nobody opens ends its test after this many seconds instead of hanging it.
PATIENCE: Final = 20.0

INFO: Final = ModelInfo(
    name="fake",
    version="0.1.0",
    digest="3f9a" + "0" * 60,
    description="Answers as the test says.",
    base="gpt2",
    data=("react (1200 rows)", "chat (300 rows)"),
    languages=("en",),
    tasks=("react",),
    emojis=1800,
    catalogue=1914,
    parameters=8_000_000,
    metrics={"hit@1": 0.41, "hit@3": 0.63},
    created="2026-01-02T03:04:05Z",
    device="cpu",
    licence="apache-2.0",
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of ``FakeModel.suggest``."""

    texts: tuple[str, ...]
    k: int
    newest: float | None


class Gate:
    """Something that a thread passes through, and where a test can hold it."""

    def __init__(self, *, is_open: bool = True) -> None:
        self.reached = threading.Event()
        self._open = threading.Event()
        if is_open:
            self._open.set()

    def open(self) -> None:
        """Let pass whoever waits, and everybody after."""
        self._open.set()

    def close(self) -> None:
        """Hold whoever comes from now on, and forget who came."""
        self._open.clear()
        self.reached.clear()

    def wait(self) -> None:
        """Pass, or stand until the gate opens."""
        self.reached.set()
        if not self._open.wait(PATIENCE):
            raise TimeoutError("nobody opened the gate")


class Telling(ABC):
    """Retells and decorates with what ``suggest`` answers."""

    @abstractmethod
    def suggest(
        self, texts: Sequence[str], k: int = 3, *, newest: float | None = None
    ) -> list[Suggestion]: ...

    def retell(self, texts: Sequence[str], *, newest: float | None = None) -> list[Suggestion]:
        """Up to six emojis."""
        return self.suggest(texts, 6, newest=newest)

    def decorate(self, texts: Sequence[str], *, newest: float | None = None) -> list[Suggestion]:
        """One emoji behind the text."""
        found = self.suggest(texts, 1, newest=newest)
        return [
            replace(suggestion, decorated=f"{text} {suggestion.output}")
            for text, suggestion in zip(texts, found, strict=True)
        ]


class FakeModel(Telling):
    """A ``bot.inference.Model``: ``answers`` by text, else ``emojis``; ``error`` raises instead.

    The first emoji has ``probability``, the second a half of it, and so on.
    ``tells`` says that it was trained to tell. ``gate`` holds ``suggest`` on the worker's thread,
    so that "slow" is exact; ``calls`` records.
    """

    def __init__(
        self,
        answers: Mapping[str, Sequence[str]] | None = None,
        *,
        emojis: Sequence[str] = ("🎉", "🐶", "🍕"),
        probability: float = 0.5,
        quiet: float = 0.125,
        gate: Gate | None = None,
        error: BaseException | None = None,
        tells: bool = False,
    ) -> None:
        self._info = replace(INFO, tasks=("react", "tell")) if tells else INFO
        self.answers = dict(answers or {})
        self.emojis = tuple(emojis)
        self.probability = probability
        self.quiet = quiet
        self.gate = gate or Gate()
        self.error = error
        self.calls: list[Call] = []

    def suggest(
        self, texts: Sequence[str], k: int = 3, *, newest: float | None = None
    ) -> list[Suggestion]:
        self.calls.append(Call(tuple(texts), k, newest))
        self.gate.wait()
        if self.error is not None:
            raise self.error
        return [self._answer(text, k) for text in texts]

    def info(self) -> ModelInfo:
        return self._info

    def _answer(self, text: str, k: int) -> Suggestion:
        emojis = tuple(self.answers.get(text, self.emojis))[:k]
        scored = tuple(
            ScoredEmoji(emoji, catalogue()[emoji].name, self.probability / (rank + 1))
            for rank, emoji in enumerate(emojis)
        )
        return Suggestion(emojis=scored, quiet=self.quiet, model=INFO.title)


class FakeLoader:
    """What a ``Worker`` loads with: gives ``model`` once ``gate`` is open, or raises ``error``."""

    def __init__(
        self,
        model: FakeModel | None = None,
        *,
        gate: Gate | None = None,
        error: BaseException | None = None,
    ) -> None:
        self.model = model or FakeModel()
        self.gate = gate or Gate()
        self.error = error

    def __call__(self) -> FakeModel:
        self.gate.wait()
        if self.error is not None:
            raise self.error
        return self.model

"""The face of inference: what features ask, wherever the model runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.inference.request import Priority
from bot.inference.stats import Stats
from emojifier.suggestion import Mode, ModelInfo, Suggestion

# Seconds that an answer may take, unless the caller knows better.
DEADLINE = 30.0


class Model(Protocol):
    """What computes: ``emojifier.Emojifier`` is one. Used from one thread only."""

    def suggest(
        self, texts: Sequence[str], k: int = 3, *, newest: float | None = None
    ) -> list[Suggestion]:
        """Answer each text with ``k`` emojis; see ``Emojifier.suggest``."""

    def retell(self, texts: Sequence[str], *, newest: float | None = None) -> list[Suggestion]:
        """Tell each text with emojis; see ``Emojifier.retell``."""

    def decorate(self, texts: Sequence[str], *, newest: float | None = None) -> list[Suggestion]:
        """Put emojis into each text; see ``Emojifier.decorate``."""

    def info(self) -> ModelInfo:
        """What the model is and where it runs."""


class Inference(Protocol):
    """A model to ask: on this machine's worker thread (``Worker``) or elsewhere."""

    @property
    def info(self) -> ModelInfo | None:
        """The model that answers, or None while none is there."""

    @property
    def pending(self) -> int:
        """Requests queued and running."""

    @property
    def failure(self) -> str | None:
        """Why no model is there, or None while it may still come, and when it is there."""

    async def suggest(
        self,
        text: str,
        *,
        k: int = 3,
        mode: Mode = Mode.SUGGEST,
        newest: float | None = None,
        deadline: float = DEADLINE,
        priority: Priority = Priority.COMMAND,
    ) -> Suggestion:
        """The ``k`` emojis that fit ``text`` best, within ``deadline`` seconds from now.

        ``newest`` is the newest Unicode emoji version that may come out (None: any). The other
        modes choose how many emojis there are themselves, and need a model that was trained to
        tell. Raises an ``InferenceError``: ``CannotTell`` where it was not.
        """

    async def suggest_many(
        self,
        texts: Sequence[str],
        *,
        k: int = 3,
        mode: Mode = Mode.SUGGEST,
        newest: float | None = None,
        deadline: float = DEADLINE,
        priority: Priority = Priority.COMMAND,
    ) -> list[Suggestion]:
        """Answer all ``texts``, in order, or none: raises the first ``InferenceError``."""

    def stats(self) -> Stats:
        """What was counted since the start."""

    async def aclose(self, grace: float = 3.0) -> bool:
        """Refuse new work, let what runs end within ``grace`` seconds, fail the rest.

        Returns whether all has ended.
        """

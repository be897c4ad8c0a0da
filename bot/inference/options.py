"""What is asked besides the text, and changes the answer."""

from __future__ import annotations

from dataclasses import dataclass

from emojifier.suggestion import Mode


@dataclass(frozen=True, slots=True)
class Options:
    """``k`` emojis (in mode ``SUGGEST``), none newer than Unicode emoji version ``newest``."""

    k: int = 3
    mode: Mode = Mode.SUGGEST
    newest: float | None = None

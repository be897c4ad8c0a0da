"""Time that passes only when a test says so."""

from __future__ import annotations


class ManualClock:
    """Seconds since 1970; stands still between two calls of ``advance``."""

    def __init__(self) -> None:
        self._now = 1_800_000_000.0

    def now(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += seconds

"""Time that passes only when a test says so."""

from __future__ import annotations

import time


class ManualClock:
    """Seconds since 1970; stands still between two calls of ``advance``.

    It begins at the real time, since the bot reads the age of messages off their ids.
    """

    def __init__(self) -> None:
        self._now = time.time()

    def now(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += seconds

"""The time, which a test may move on."""

from __future__ import annotations

import time


class Clock:
    """Seconds since 1970: the real time, since signatures carry it, plus what tests skip."""

    def __init__(self) -> None:
        self._skipped = 0.0
        self._last_stamp = 0

    def now(self) -> float:
        return time.time() + self._skipped

    def advance(self, seconds: float) -> None:
        self._skipped += seconds

    def stamp(self) -> str:
        """A message's ``ts``: seconds with six decimals, never the same twice, always growing."""
        self._last_stamp = max(self._last_stamp + 1, int(self.now() * 1_000_000))
        return f"{self._last_stamp // 1_000_000}.{self._last_stamp % 1_000_000:06d}"

"""How often people may ask: token buckets, in memory and bounded."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

from bot.features.errors import TooOften
from bot.store.records import PersonKey, ServerKey

# Turns in a full bucket, and the seconds in which an empty one fills up again.
PER_PERSON: Final = 20
PER_SERVER: Final = 120
WINDOW: Final = 60.0
# Buckets of each kind that are remembered; beyond it the one longest unused counts as full again.
REMEMBERED: Final = 10_000


class Limits:
    """A person may ask ``PER_PERSON`` times a minute, a server's people ``PER_SERVER`` times.

    Turns not taken are saved up to a minute's worth, so a short burst is no offence.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds and never goes back."""
        self._clock = clock
        self._people = _Buckets(PER_PERSON)
        self._servers = _Buckets(PER_SERVER)

    def check(self, person: PersonKey, server: ServerKey | None) -> None:
        """Take a turn; raises ``TooOften`` where there is none, which costs nobody a turn."""
        now = self._clock()
        wait = self._people.wait(person, now)
        if server is not None:
            wait = max(wait, self._servers.wait(server, now))
        if wait > 0:
            raise TooOften(wait)
        self._people.take(person, now)
        if server is not None:
            self._servers.take(server, now)


class _Buckets:
    """Token buckets by key, each kept as the one time at which it is full again (GCRA)."""

    def __init__(self, turns: int) -> None:
        self._turn = WINDOW / turns
        self._full: OrderedDict[Hashable, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full)

    def wait(self, key: Hashable, now: float) -> float:
        """Seconds until the next turn; zero or less: there is one now."""
        # A hair of tolerance: the sum of twenty floats is not quite a minute.
        return self._full.get(key, now) - now - (WINDOW - self._turn) - 1e-6

    def take(self, key: Hashable, now: float) -> None:
        self._full[key] = max(self._full.get(key, now), now) + self._turn
        self._full.move_to_end(key)
        if len(self._full) > REMEMBERED:
            self._full.popitem(last=False)

"""What a process keeps in memory: the newest of what was read, and what is not written yet."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import date
from typing import Final, Generic, TypeVar

from bot.store.records import ServerKey

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# Different counts that wait at most while the database is away; further ones are not counted.
MOST_WAITING: Final = 20_000


class Recent(Generic[K, V]):
    """At most ``size`` values, of which the one that was not used for longest goes first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value, which then counts as used just now; or None."""
        if key in self._values:
            self._values.move_to_end(key)
        return self._values.get(key)

    def put(self, key: K, value: V) -> None:
        """Keep a value."""
        self._values[key] = value
        self._values.move_to_end(key)
        if len(self._values) > self._size:
            self._values.popitem(last=False)

    def drop(self, key: K) -> None:
        """Forget a value, if it is there."""
        self._values.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()


class Unwritten:
    """Counts, and comings and goings, until they are written all at once."""

    def __init__(self) -> None:
        self.counts: dict[tuple[ServerKey, date, str], int] = {}
        self.left_at: dict[ServerKey, float | None] = {}

    def __bool__(self) -> bool:
        return bool(self.counts or self.left_at)

    def count(self, server: ServerKey, day: date, what: str, number: int) -> None:
        """Add to a count."""
        key = (server, day, what)
        if key in self.counts or len(self.counts) < MOST_WAITING:
            self.counts[key] = self.counts.get(key, 0) + number

    def take_back(self, unwritten: Unwritten) -> None:
        """Keep what could not be written; what happened since stands above it."""
        for (server, day, what), number in unwritten.counts.items():
            self.count(server, day, what, number)
        self.left_at = unwritten.left_at | self.left_at

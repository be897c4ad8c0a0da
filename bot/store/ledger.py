"""Counts, comings and goings on their way from memory to the database, and what is due to go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import queries
from bot.store.database import Access, Database
from bot.store.memory import Unwritten
from bot.store.records import ServerKey

# Seconds.
WRITE_EVERY: Final = 30.0
CLEAN_EVERY: Final = 86_400.0

FORGET_AFTER: Final = timedelta(days=30)
COUNTS_KEPT: Final = timedelta(days=366)


class Ledger:
    """Collects what nobody waits for, and writes it at once; ``clock`` is seconds since 1970."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        self._unwritten = Unwritten()
        self._written_at = self._cleaned_at = float("-inf")

    def count(self, server: ServerKey, what: str, number: int) -> None:
        """Add to a server's count of today, in UTC."""
        self._unwritten.count(server, self._now().date(), what, number)

    def joined(self, server: ServerKey) -> None:
        """The bot is on that server."""
        self._unwritten.left_at[server] = None

    def left(self, server: ServerKey) -> None:
        """The bot is not there any more."""
        self._unwritten.left_at[server] = self._clock()

    def empty(self) -> bool:
        """Whether nothing waits to be written."""
        return not self._unwritten

    def due(self) -> bool:
        """Whether to write: counts wait, a day is over, or a database may be usable again."""
        counts = not self.empty() and self._clock() - self._written_at >= WRITE_EVERY
        return counts or self._cleaning_due() or self._database.fails(Access.WRITE)

    async def write(self, *, within: float | None = None) -> list[ServerKey]:
        """Write everything, and once a day clean up; returns servers that are forgotten now.

        Raises ``StoreUnavailable``, and then keeps everything for the next time.
        """
        now = self._now()
        cleaning = self._cleaning_due()
        unwritten, self._unwritten = self._unwritten, Unwritten()

        async def write(connection: AsyncConnection) -> list[ServerKey]:
            await queries.touch(connection)
            await queries.add_counts(connection, unwritten.counts)
            await queries.note_presence(connection, unwritten.left_at)
            if not cleaning:
                return []
            left_before = (now - FORGET_AFTER).timestamp()
            return await queries.clean(connection, left_before, (now - COUNTS_KEPT).date())

        try:
            forgotten = await self._database.write(write, within=within)
        except BaseException:  # a caller that gives up is one as well
            self._unwritten.take_back(unwritten)
            raise
        self._written_at = now.timestamp()
        if cleaning:
            self._cleaned_at = now.timestamp()
        return forgotten

    def _cleaning_due(self) -> bool:
        return self._clock() - self._cleaned_at >= CLEAN_EVERY

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)

"""The one way to the database: bounded in time, and its failures caught, told and got over here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any, Final, TypeVar

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.engine import make_engine, writing
from bot.store.errors import StoreUnavailable
from bot.store.migrating import current, migrate, newest
from bot.store.reasons import TooSlow, reason_of

T = TypeVar("T")

# Seconds.
READ_WITHIN: Final = 2.0
WRITE_WITHIN: Final = 5.0
CLOSE_WITHIN: Final = 1.0


class Access(StrEnum):
    """What a piece of work does; a full disk can still be read."""

    READ = "read"
    WRITE = "write"


class Database:
    """Runs work in transactions. Nothing of it ever waits longer than its limit.

    ``trouble`` says why the last work of some kind failed. ``tell`` hears of an outage once when it
    begins (with the reason) and once when it ends (None), however much work failed in between.
    Work that did not end in time is cancelled and left alone: a thread inside a dead disk cannot be
    stopped. Making one connects to nothing yet; raises ``DriverMissing``.
    """

    def __init__(self, url: URL, tell: Callable[[str | None], None]) -> None:
        self._tell = tell
        self._engines = {Access.READ: make_engine(url)}
        self._engines[Access.WRITE] = writing(self._engines[Access.READ])
        self._migrated = False
        self._failing: dict[Access, str] = {}
        self._abandoned: set[asyncio.Future[Any]] = set()

    @property
    def trouble(self) -> str | None:
        """Why the database cannot be used just now, or not fully; None if it can."""
        return next(iter(self._failing.values()), None)

    def fails(self, access: Access) -> bool:
        """Whether the last work of that kind failed."""
        return access in self._failing

    async def read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Run ``work`` in a transaction that only reads. Raises ``StoreUnavailable``."""
        return await self._run(Access.READ, work, READ_WITHIN)

    async def write(
        self, work: Callable[[AsyncConnection], Awaitable[T]], *, within: float | None = None
    ) -> T:
        """Run ``work`` in a transaction and commit it. Raises ``StoreUnavailable``.

        What ``work`` itself raises, other than a database's errors, rolls back and is passed on.
        """
        return await self._run(Access.WRITE, work, WRITE_WITHIN if within is None else within)

    async def migrate(self) -> bool:
        """Bring the tables up to date, once; returns whether that was needed."""
        if self._migrated:
            return False
        # Looked at first, since a database that can only be read may be up to date.
        found = await self.read(lambda connection: connection.run_sync(current))
        needed = found != newest() and await self.write(
            lambda connection: connection.run_sync(migrate)
        )
        self._migrated = True
        return needed

    async def aclose(self) -> None:
        """Close all connections, or give up on them after a second."""
        closing = asyncio.create_task(self._engines[Access.READ].dispose())
        await asyncio.wait({closing, *self._abandoned}, timeout=CLOSE_WITHIN)

    async def _run(
        self, access: Access, work: Callable[[AsyncConnection], Awaitable[T]], seconds: float
    ) -> T:
        try:
            result = await self._within(seconds, self._transact(access, work))
        except Exception as error:
            reason = reason_of(error)
            if reason is None:
                raise
            self._failed(access, reason)
            raise StoreUnavailable(reason) from error
        self._succeeded(access)
        return result

    async def _transact(self, access: Access, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        async with self._engines[access].begin() as connection:
            return await work(connection)

    async def _within(self, seconds: float, work: Awaitable[T]) -> T:
        task = asyncio.ensure_future(work)
        try:
            done, _ = await asyncio.wait({task}, timeout=seconds)
        except asyncio.CancelledError:
            self._abandon(task)
            raise
        if not done:
            self._abandon(task)
            raise TooSlow(seconds)
        return task.result()

    def _abandon(self, task: asyncio.Future[T]) -> None:
        task.cancel()
        self._abandoned.add(task)
        task.add_done_callback(self._abandoned.discard)
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _failed(self, access: Access, reason: str) -> None:
        begins = not self._failing
        self._failing[access] = reason
        if begins:
            self._tell(reason)

    def _succeeded(self, access: Access) -> None:
        if self._failing.pop(access, None) is not None and not self._failing:
            self._tell(None)

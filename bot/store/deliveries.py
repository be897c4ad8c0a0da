"""Which deliveries of a platform have been taken on, by this process or one before it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, Final, TypeVar
from uuid import uuid4

from sqlalchemy import and_, bindparam, delete, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Access, Database
from bot.store.errors import StoreUnavailable
from bot.store.memory import Recent
from bot.store.tables import deliveries

T = TypeVar("T")
U = TypeVar("U")

# Seconds: how long a delivery is remembered, how often old ones are removed, and how long anybody
# waits for the database, which must not keep a platform from its acknowledgement.
REMEMBERED: Final = 600.0
_CLEAN_EVERY: Final = 60.0
_WITHIN: Final = 1.0
# More than come within ``REMEMBERED`` at thirty a second.
_IN_MEMORY: Final = 20_000
# Settled ones that are written at once.
_AT_ONCE: Final = 500


class DatabaseDeliveries:
    """A ``bot.store.face.Deliveries``; while the database is away, memory alone counts."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        self._owner = uuid4().hex
        self._claimed: Recent[tuple[str, str], float] = Recent(_IN_MEMORY)
        # In the order in which they were settled.
        self._unwritten: dict[tuple[str, str], None] = {}
        self._cleaned_at = float("-inf")

    async def claim(self, platform: str, delivery: str) -> bool:
        """Whether nobody took it on within ``REMEMBERED`` seconds, or only who died over it."""
        key, now = (platform, delivery), self._clock()
        before = self._claimed.get(key)
        if before is not None and now - before < REMEMBERED:
            return False
        self._claimed.put(key, now)  # before anything is awaited: it may come twice at once
        cleaning = now - self._cleaned_at >= _CLEAN_EVERY
        if cleaning:
            self._cleaned_at = now

        settled = self._some_settled()

        async def write(connection: AsyncConnection) -> bool:
            await _settle(connection, settled)
            if cleaning:
                old = deliveries.c.at < now - REMEMBERED
                await connection.execute(delete(deliveries).where(old))
            return await _claim(connection, platform, delivery, self._owner, now)

        claimed = await self._write(write, otherwise=None)
        if claimed is not None:
            self._written(settled)
        return claimed is not False

    def settle(self, platform: str, delivery: str) -> None:
        """What was claimed is done; written with the next claim, or by ``flush``."""
        self._unwritten[platform, delivery] = None
        if len(self._unwritten) > _IN_MEMORY:
            del self._unwritten[next(iter(self._unwritten))]

    async def flush(self) -> None:
        """Write what is settled. Never raises."""
        while settled := self._some_settled():

            async def write(
                connection: AsyncConnection, settled: Sequence[tuple[str, str]] = settled
            ) -> bool:
                await _settle(connection, settled)
                return True

            if not await self._write(write, otherwise=False):
                return
            self._written(settled)

    async def release(self, platform: str, delivery: str) -> None:
        """What was claimed could not be taken on: whoever gets it next may."""
        self._claimed.drop((platform, delivery))

        async def write(connection: AsyncConnection) -> None:
            await connection.execute(delete(deliveries).where(_is(platform, delivery)))

        await self._write(write, otherwise=None)

    def _some_settled(self) -> Sequence[tuple[str, str]]:
        return tuple(islice(self._unwritten, _AT_ONCE))

    def _written(self, settled: Sequence[tuple[str, str]]) -> None:
        for key in settled:
            self._unwritten.pop(key, None)

    async def _write(
        self, work: Callable[[AsyncConnection], Awaitable[T]], *, otherwise: U
    ) -> T | U:
        if not self._database.fails(Access.WRITE):
            with suppress(StoreUnavailable, TimeoutError):
                async with asyncio.timeout(_WITHIN):
                    await self._database.migrate()
                    return await self._database.write(work)
        return otherwise


async def _claim(
    connection: AsyncConnection, platform: str, delivery: str, owner: str, now: float
) -> bool:
    made = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = {"at": now, "owner": owner, "settled": False}
    statement = made(deliveries).values(platform=platform, delivery=delivery, **row)
    died_over_it = and_(deliveries.c.owner != owner, deliveries.c.settled.is_(False))
    claimed = await connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(deliveries.primary_key),
            set_=row,
            where=or_(died_over_it, deliveries.c.at <= now - REMEMBERED),
        ).returning(deliveries.c.owner)
    )
    return claimed.one_or_none() is not None


async def _settle(connection: AsyncConnection, settled: Sequence[tuple[str, str]]) -> None:
    if settled:
        done = update(deliveries).where(_is(bindparam("of"), bindparam("which")))
        rows = [{"of": platform, "which": delivery} for platform, delivery in settled]
        await connection.execute(done.values(settled=True), rows)


def _is(platform: object, delivery: object) -> Any:
    return and_(deliveries.c.platform == platform, deliveries.c.delivery == delivery)

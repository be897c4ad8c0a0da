"""What an operator does to a database without the bot; each raises ``StoreError`` with a sentence.

A bot that runs on the same database sees it within seconds.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.store import queries
from bot.store.address import describe, parse
from bot.store.database import Database
from bot.store.errors import DatabaseUnusable, StoreUnavailable
from bot.store.records import PersonKey


async def migrate(address: str) -> bool:
    """Bring the tables up to date; returns whether that was needed."""
    async with _database(address) as database:
        return await database.migrate()


async def forget(address: str, person: PersonKey) -> int:
    """Remove everything kept about a person; returns how many rows that were."""
    async with _database(address) as database:
        await database.migrate()
        return await database.write(lambda connection: queries.forget(connection, person))


async def check(address: str) -> str:
    """Which database that is, if it can be read and written; brings its tables up to date."""
    async with _database(address) as database:
        await database.migrate()
        await database.write(queries.touch)
    return describe(parse(address))


@asynccontextmanager
async def _database(address: str) -> AsyncIterator[Database]:
    url = parse(address)
    database = Database(url, tell=lambda _: None)  # the error says it
    try:
        yield database
    except StoreUnavailable as error:
        raise DatabaseUnusable(describe(url), error.reason) from error
    finally:
        await database.aclose()

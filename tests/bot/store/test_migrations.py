"""Tables made and brought up to date, on both databases."""

from __future__ import annotations

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import maintenance
from bot.store.address import parse
from bot.store.errors import DatabaseUnusable, StoreUnavailable
from bot.store.records import DISCORD, EVERYWHERE, ServerKey, ServerSettings
from bot.store.tables import metadata
from tests.bot.store.changes import forbid, run_sql, switch_on
from tests.bot.store.conftest import Open

SERVER = ServerKey(DISCORD, "1")


async def test_migrations_make_exactly_the_tables_that_the_store_uses(address: str) -> None:
    await maintenance.migrate(address)
    engine = create_async_engine(parse(address))

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_migrating_again_changes_nothing(address: str, open_one: Open) -> None:
    assert await maintenance.migrate(address)
    store = await open_one(address)
    changed = await store.change(SERVER, switch_on(EVERYWHERE))

    assert not await maintenance.migrate(address)

    assert await (await open_one(address)).settings(SERVER) == changed


async def test_processes_that_start_at_once_migrate_once(address: str, open_one: Open) -> None:
    stores = await asyncio.gather(*(open_one(address) for _ in range(4)))

    assert [store.trouble for store in stores] == [None] * 4
    assert await run_sql(address, "SELECT count(*) FROM revisions") == [(3,)]


async def test_migration_that_fails_half_way_leaves_nothing_behind(
    address: str, open_one: Open
) -> None:
    await run_sql(address, "CREATE TABLE counts (in_the_way INTEGER)")
    with pytest.raises(DatabaseUnusable):
        await maintenance.migrate(address)

    await run_sql(address, "DROP TABLE counts")

    assert (await open_one(address)).trouble is None


async def test_database_of_a_newer_release_is_told_and_left_as_it_is(
    address: str, open_one: Open
) -> None:
    first = await open_one(address)
    await first.change(SERVER, switch_on(EVERYWHERE))
    await run_sql(address, "UPDATE alembic_version SET version_num = '9999'")

    store = await open_one(address)

    assert store.trouble == "it was made by a newer release"
    assert await store.settings(SERVER) == ServerSettings()
    with pytest.raises(StoreUnavailable):
        await store.change(SERVER, forbid("🍆"))

"""A PostgreSQL that stops, hangs or refuses: nothing waits for long, and all is well afterwards."""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import database
from bot.store.address import parse
from bot.store.errors import StoreUnavailable
from bot.store.records import (
    DISCORD,
    EVERYWHERE,
    PersonKey,
    ServerKey,
    ServerSettings,
    channel_scope,
)
from tests.bot.store.changes import run_sql, switch_on, until
from tests.bot.store.conftest import Open
from tests.bot.store.postgres import DATABASE, PostgresServer

SERVER = ServerKey(DISCORD, "1")
ANN = PersonKey(DISCORD, "7")


async def test_server_stopped_and_started_under_load_loses_no_change_that_was_confirmed(
    postgres: PostgresServer, postgres_address: str, open_one: Open
) -> None:
    store = await open_one(postgres_address)
    confirmed: set[str] = set()
    refused = asyncio.Event()
    over = asyncio.Event()

    async def load(name: str) -> None:
        number = 0
        while not over.is_set():
            scope = channel_scope(f"{name} {number}")
            number += 1
            store.count(SERVER, "reactions")
            assert (await store.settings(SERVER)).auto_react.keys() >= confirmed
            try:
                await store.change(SERVER, switch_on(scope))
            except StoreUnavailable:
                refused.set()
            else:
                confirmed.add(scope)

    tasks = [asyncio.create_task(load(name)) for name in "abc"]
    await until(lambda: asyncio.sleep(0, len(confirmed) > 5), True)
    await asyncio.to_thread(postgres.stop)
    await refused.wait()
    during = len(confirmed)
    assert store.trouble is not None
    await asyncio.to_thread(postgres.start)
    await until(lambda: asyncio.sleep(0, len(confirmed) > during + 5), True)
    over.set()
    await asyncio.gather(*tasks)
    await store.keep()

    assert store.trouble is None
    await store.aclose()
    found = await (await open_one(postgres_address)).settings(SERVER)
    assert found.auto_react.keys() >= confirmed
    assert (await run_sql(postgres_address, "SELECT number FROM counts"))[0][0] > during


async def test_server_restarted_while_nobody_asked_is_not_noticed(
    postgres: PostgresServer, postgres_address: str, open_one: Open
) -> None:
    store = await open_one(postgres_address)
    await store.change(SERVER, switch_on(EVERYWHERE))
    postgres.stop()
    postgres.start()

    assert len((await store.change(SERVER, switch_on("channel:1"))).auto_react) == 2
    assert store.trouble is None


async def test_store_opens_without_a_server_and_makes_it_good_later(
    postgres: PostgresServer, postgres_address: str, open_one: Open
) -> None:
    first = await open_one(postgres_address)
    changed = await first.change(SERVER, switch_on(EVERYWHERE))
    await first.aclose()
    postgres.stop()
    try:
        store = await open_one(postgres_address)
        assert store.trouble == "it cannot be reached"
        assert await store.settings(SERVER) == ServerSettings()
        assert store.opted_out(ANN)
    finally:
        postgres.start()
    await store.keep()

    assert store.trouble is None
    assert await store.settings(SERVER) == changed
    assert not store.opted_out(ANN)


async def test_server_that_hangs_is_not_waited_for(
    postgres_address: str, open_one: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await open_one(postgres_address)
    monkeypatch.setattr(database, "READ_WITHIN", 0.1)
    monkeypatch.setattr(database, "WRITE_WITHIN", 0.1)
    engine = create_async_engine(parse(postgres_address))
    async with engine.begin() as other:
        await other.exec_driver_sql("LOCK TABLE servers, revisions")
        began = monotonic()

        settings = await asyncio.gather(*(store.settings(SERVER) for _ in range(100)))
        with pytest.raises(StoreUnavailable) as caught:
            await store.change(SERVER, switch_on(EVERYWHERE))
        await store.keep()

        assert monotonic() - began < 5
        assert settings == [ServerSettings()] * 100
        assert caught.value.reason == "it does not answer in time"
    await engine.dispose()
    monkeypatch.setattr(database, "READ_WITHIN", 10)
    monkeypatch.setattr(database, "WRITE_WITHIN", 10)
    await store.keep()

    assert store.trouble is None
    assert (await store.change(SERVER, switch_on(EVERYWHERE))).auto_react


async def test_database_that_does_not_exist_is_told(postgres_address: str, open_one: Open) -> None:
    store = await open_one(postgres_address.replace(f"/{DATABASE}", "/missing"))

    assert store.trouble == "there is no such database"


async def test_read_only_server_is_read(
    postgres: PostgresServer, postgres_address: str, open_one: Open
) -> None:
    first = await open_one(postgres_address)
    changed = await first.change(SERVER, switch_on(EVERYWHERE))
    postgres.sql(f"ALTER DATABASE {DATABASE} SET default_transaction_read_only = on")

    store = await open_one(postgres_address)

    assert store.trouble == "it is read-only"
    assert await store.settings(SERVER) == changed
    assert not store.opted_out(ANN)

"""Settings of servers, on both databases."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import queries
from bot.store.records import DISCORD, EVERYWHERE, SLACK, ServerKey, ServerSettings, channel_scope
from tests.bot.store.changes import forbid, run_sql, switch_on, until
from tests.bot.store.conftest import Clock, Open

SERVER = ServerKey(DISCORD, "1")


async def test_server_that_nobody_set_up_has_the_defaults(address: str, open_one: Open) -> None:
    store = await open_one(address)

    assert await store.settings(SERVER) == ServerSettings()
    assert await run_sql(address, "SELECT * FROM servers") == []


async def test_what_is_set_holds_at_once_and_after_a_restart(address: str, open_one: Open) -> None:
    store = await open_one(address)
    changed = await store.change(SERVER, switch_on(EVERYWHERE))

    assert changed.auto_react[EVERYWHERE].enabled
    assert await store.settings(SERVER) == changed
    await store.aclose()
    assert await (await open_one(address)).settings(SERVER) == changed


async def test_same_id_on_another_platform_is_another_server(address: str, open_one: Open) -> None:
    store = await open_one(address)
    await store.change(SERVER, switch_on(EVERYWHERE))

    assert await store.settings(ServerKey(SLACK, SERVER.server)) == ServerSettings()


async def test_change_that_raises_changes_nothing(address: str, open_one: Open) -> None:
    store = await open_one(address)
    before = await store.change(SERVER, switch_on(EVERYWHERE))

    def refuse(_: ServerSettings) -> ServerSettings:
        raise LookupError("no such channel")

    with pytest.raises(LookupError):
        await store.change(SERVER, refuse)

    assert await store.settings(SERVER) == before
    assert store.trouble is None
    assert await store.change(SERVER, lambda same: same) == before


async def test_changes_at_once_of_two_processes_all_hold(address: str, open_one: Open) -> None:
    stores = [await open_one(address), await open_one(address)]
    scopes = [channel_scope(str(number)) for number in range(12)]

    await asyncio.gather(
        *(
            stores[number % 2].change(SERVER, switch_on(scope))
            for number, scope in enumerate(scopes)
        )
    )

    for store in stores:
        await store.look()
        assert sorted((await store.settings(SERVER)).auto_react) == sorted(scopes)


async def test_change_of_another_process_is_seen_by_the_next_look(
    address: str, open_one: Open
) -> None:
    here, there = await open_one(address), await open_one(address)
    assert await here.settings(SERVER) == ServerSettings()

    changed = await there.change(SERVER, forbid("🍆"))
    await here.look()

    assert await here.settings(SERVER) == changed


async def test_slow_reading_does_not_undo_a_change_made_meanwhile(
    address: str, open_one: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await open_one(address)
    reached, gate = asyncio.Event(), asyncio.Event()
    read = queries.settings_of

    async def read_slowly(connection: AsyncConnection, server: ServerKey) -> queries.Versioned:
        found = await read(connection, server)
        reached.set()
        await gate.wait()
        return found

    monkeypatch.setattr(queries, "settings_of", read_slowly)
    reading = asyncio.create_task(store.settings(SERVER))
    await reached.wait()
    changed = await store.change(SERVER, forbid("🍆"))
    gate.set()

    assert await reading == await store.settings(SERVER) == changed


async def test_keeper_looks_by_itself(address: str, open_one: Open) -> None:
    here, there = await open_one(address, look_every=0.01), await open_one(address)
    assert await here.settings(SERVER) == ServerSettings()

    changed = await there.change(SERVER, forbid("🍆"))

    await until(lambda: here.settings(SERVER), changed)


async def test_known_settings_cost_no_query(address: str, open_one: Open) -> None:
    store = await open_one(address)
    await store.settings(SERVER)

    await run_sql(address, "DROP TABLE servers")

    assert await store.settings(SERVER) == ServerSettings()
    assert store.trouble is None


async def test_servers_left_for_30_days_are_forgotten_with_all_that_belongs_to_them(
    address: str, open_one: Open, clock: Clock
) -> None:
    store = await open_one(address)
    stays, back = ServerKey(DISCORD, "2"), ServerKey(DISCORD, "3")
    for server in (SERVER, stays, back):
        await store.change(server, switch_on(EVERYWHERE))
        await store.lower(server, "c", "🎉")
        store.count(server, "reactions")
    await store.left(SERVER)
    await store.left(back)
    clock.now += 29 * 86_400
    await store.keep()
    await store.joined(back)
    assert (await store.settings(SERVER)).auto_react

    clock.now += 2 * 86_400
    await store.keep()
    await store.joined(SERVER)

    for table in ("servers", "lowered", "counts"):
        found = await run_sql(address, f"SELECT DISTINCT server FROM {table} ORDER BY server")  # noqa: S608
        assert found == [("2",), ("3",)]
    assert await store.settings(SERVER) == ServerSettings()
    assert (await store.settings(back)).auto_react


async def test_server_that_was_left_and_joined_between_two_writings_is_kept(
    address: str, open_one: Open, clock: Clock
) -> None:
    store = await open_one(address)
    await store.change(SERVER, switch_on(EVERYWHERE))
    await store.left(SERVER)
    await store.joined(SERVER)

    clock.now += 40 * 86_400
    await store.keep()

    assert (await store.settings(SERVER)).auto_react

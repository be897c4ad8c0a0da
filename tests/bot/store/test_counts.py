"""Emojis that were taken away, and counts of a day, on both databases."""

from __future__ import annotations

from datetime import date

from bot.store.ledger import WRITE_EVERY
from bot.store.queries import LOWERED_AT_MOST, MOST_LOWERED
from bot.store.records import DISCORD, SLACK, ServerKey
from tests.bot.store.changes import forbid, run_sql
from tests.bot.store.conftest import Clock, Open

SERVER = ServerKey(DISCORD, "1")


async def test_emoji_taken_away_is_counted_in_its_channel_only(
    address: str, open_one: Open
) -> None:
    store = await open_one(address)
    assert await store.lowered(SERVER, "a") == {}

    await store.lower(SERVER, "a", "🎉")
    await store.lower(SERVER, "a", "🎉")
    await store.lower(SERVER, "a", "<:blobRain:55>")
    await store.lower(ServerKey(DISCORD, "2"), "a", "🎉")

    assert await store.lowered(SERVER, "a") == {"🎉": 2, "<:blobRain:55>": 1}
    assert await store.lowered(SERVER, "b") == {}
    await store.aclose()
    assert await (await open_one(address)).lowered(SERVER, "a") == {"🎉": 2, "<:blobRain:55>": 1}


async def test_emoji_taken_away_in_another_process_is_seen_by_the_next_look(
    address: str, open_one: Open
) -> None:
    here, there = await open_one(address), await open_one(address)
    assert await here.lowered(SERVER, "a") == {}

    await there.lower(SERVER, "a", "🎉")
    await here.look()

    assert await here.lowered(SERVER, "a") == {"🎉": 1}


async def test_counting_taken_away_emojis_is_bounded(sqlite_address: str, open_one: Open) -> None:
    store = await open_one(sqlite_address)
    for _ in range(LOWERED_AT_MOST + 2):
        await store.lower(SERVER, "a", "🎉")
    for number in range(MOST_LOWERED + 3):
        await store.lower(SERVER, "a", f"<:e:{number}>")

    lowered = await store.lowered(SERVER, "a")

    assert len(lowered) == MOST_LOWERED
    assert lowered["🎉"] == LOWERED_AT_MOST
    assert f"<:e:{MOST_LOWERED + 2}>" in lowered
    assert await run_sql(sqlite_address, "SELECT count(*) FROM lowered") == [(MOST_LOWERED,)]


async def test_counts_of_two_processes_add_up_by_server_day_and_kind(
    address: str, open_one: Open, clock: Clock
) -> None:
    stores = [await open_one(address), await open_one(address)]
    for store in stores:
        store.count(SERVER, "reactions")
        store.count(SERVER, "reactions", 4)
        store.count(SERVER, "commands")
    clock.now += 86_400
    stores[0].count(SERVER, "reactions")

    for store in stores:
        await store.aclose()

    found = await run_sql(address, "SELECT day, what, number FROM counts ORDER BY day, what")
    assert [(str(day), what, number) for day, what, number in found] == [
        ("2026-01-01", "commands", 2),
        ("2026-01-01", "reactions", 10),
        ("2026-01-02", "reactions", 1),
    ]


async def test_counts_are_written_now_and_then_while_running(
    address: str, open_one: Open, clock: Clock
) -> None:
    store = await open_one(address)
    store.count(SERVER, "reactions")
    await store.keep()
    assert await run_sql(address, "SELECT number FROM counts") == []

    clock.now += WRITE_EVERY
    await store.keep()
    await store.keep()

    assert await run_sql(address, "SELECT number FROM counts") == [(1,)]


async def test_counts_older_than_a_year_are_dropped(
    address: str, open_one: Open, clock: Clock
) -> None:
    store = await open_one(address)
    store.count(SERVER, "reactions")
    clock.now += 300 * 86_400
    store.count(SERVER, "reactions")
    await store.keep()

    clock.now += 100 * 86_400
    await store.keep()

    found = await run_sql(address, "SELECT day FROM counts")
    assert [str(day) for (day,) in found] == [str(date(2026, 10, 28))]


async def test_servers_are_known_by_anything_kept_until_they_are_left(
    address: str, open_one: Open
) -> None:
    store = await open_one(address)
    one, two, three, left = (ServerKey(DISCORD, number) for number in "1234")
    await store.change(one, forbid("🍆"))
    await store.change(left, forbid("🍆"))
    await store.change(ServerKey(SLACK, "5"), forbid("🍆"))
    await store.lower(two, "a", "🎉")
    store.count(three, "reactions")
    await store.left(left)
    await store.aclose()

    assert await (await open_one(address)).known(DISCORD) == {one, two, three}

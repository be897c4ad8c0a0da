"""Deliveries that are answered once, across processes and restarts, on both databases."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.store.deliveries import REMEMBERED
from bot.store.records import SLACK
from bot.store.store import open_store
from tests.bot.store.changes import run_sql
from tests.bot.store.conftest import Clock, Open

EVENT = "event_id:Ev01"


async def test_a_delivery_is_claimed_once(address: str, open_one: Open) -> None:
    deliveries = (await open_one(address)).deliveries

    claimed = await asyncio.gather(*(deliveries.claim(SLACK, EVENT) for _ in range(5)))

    assert sorted(claimed) == [False] * 4 + [True]
    assert await deliveries.claim(SLACK, "event_id:Ev02")
    assert await deliveries.claim("another", EVENT)


async def test_the_next_process_leaves_alone_what_was_answered(
    address: str, open_one: Open
) -> None:
    before = await open_one(address)
    await before.deliveries.claim(SLACK, EVENT)
    before.deliveries.settle(SLACK, EVENT)
    await before.aclose()

    assert not await (await open_one(address)).deliveries.claim(SLACK, EVENT)


async def test_the_next_process_answers_what_the_one_before_died_over(
    address: str, open_one: Open
) -> None:
    before = await open_one(address)
    await before.deliveries.claim(SLACK, EVENT)

    deliveries = (await open_one(address)).deliveries
    assert await deliveries.claim(SLACK, EVENT)
    assert not await deliveries.claim(SLACK, EVENT)


async def test_what_could_not_be_taken_on_may_be_claimed_again(
    address: str, open_one: Open
) -> None:
    deliveries = (await open_one(address)).deliveries
    await deliveries.claim(SLACK, EVENT)
    await deliveries.release(SLACK, EVENT)

    assert await deliveries.claim(SLACK, EVENT)


async def test_ten_minutes_later_it_is_forgotten_and_its_row_gone(
    address: str, open_one: Open, clock: Clock
) -> None:
    deliveries = (await open_one(address)).deliveries
    await deliveries.claim(SLACK, EVENT)
    deliveries.settle(SLACK, EVENT)
    clock.now += REMEMBERED - 1
    assert not await deliveries.claim(SLACK, EVENT)
    clock.now += 2

    assert await deliveries.claim(SLACK, "event_id:Ev02")
    assert await run_sql(address, "SELECT delivery FROM deliveries") == [("event_id:Ev02",)]
    assert await deliveries.claim(SLACK, EVENT)


async def test_of_what_was_answered_during_a_long_outage_only_the_newest_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.deliveries._IN_MEMORY", 3)
    monkeypatch.setattr("bot.store.deliveries._AT_ONCE", 2)
    address = f"sqlite:///{tmp_path / 'mojibot.db'}"
    store = await open_store(address)
    for number in range(5):
        assert await store.deliveries.claim(SLACK, str(number))
    for number in range(5):
        store.deliveries.settle(SLACK, str(number))
    await store.aclose()

    settled = await run_sql(address, "SELECT delivery FROM deliveries WHERE settled")
    assert sorted(settled) == [("2",), ("3",), ("4",)]


async def test_without_a_database_memory_alone_counts(tmp_path: Path) -> None:
    file = tmp_path / "mojibot.db"
    file.write_text("no database at all" * 100)
    store = await open_store(f"sqlite:///{file}")

    assert await store.deliveries.claim(SLACK, EVENT)
    assert not await store.deliveries.claim(SLACK, EVENT)
    await store.aclose()

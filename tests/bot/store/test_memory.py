"""What is kept in memory is bounded, and nothing in it gets lost or older."""

from __future__ import annotations

import asyncio
from datetime import date

from bot.store import memory
from bot.store.memory import Recent, Unwritten
from bot.store.records import DISCORD, EVERYWHERE, ServerKey
from tests.bot.store.changes import switch_on
from tests.bot.store.conftest import Open

SERVER = ServerKey(DISCORD, "1")
TODAY = date(2026, 1, 1)


def test_value_that_was_not_used_for_longest_goes_first() -> None:
    recent: Recent[str, int] = Recent(2)
    recent.put("a", 1)
    recent.put("b", 2)
    assert recent.get("a") == 1
    recent.put("c", 3)

    assert [recent.get(key) for key in "abc"] == [1, None, 3]


def test_counts_that_could_not_be_written_join_those_since() -> None:
    failed, since = Unwritten(), Unwritten()
    failed.count(SERVER, TODAY, "reactions", 2)
    failed.left_at = {SERVER: 1.0, ServerKey(DISCORD, "2"): 1.0}
    since.count(SERVER, TODAY, "reactions", 3)
    since.left_at = {SERVER: None}

    since.take_back(failed)

    assert since.counts == {(SERVER, TODAY, "reactions"): 5}
    assert since.left_at == {SERVER: None, ServerKey(DISCORD, "2"): 1.0}


def test_a_long_outage_with_many_counts_is_bounded() -> None:
    unwritten = Unwritten()
    for number in range(memory.MOST_WAITING + 10):
        unwritten.count(ServerKey(DISCORD, str(number)), TODAY, "reactions", 1)
    unwritten.count(ServerKey(DISCORD, "0"), TODAY, "reactions", 1)

    assert len(unwritten.counts) == memory.MOST_WAITING
    assert unwritten.counts[ServerKey(DISCORD, "0"), TODAY, "reactions"] == 2


async def test_callers_that_give_up_hurt_nobody(address: str, open_one: Open) -> None:
    store = await open_one(address)
    for number in range(20):
        impatient = [
            asyncio.create_task(store.settings(ServerKey(DISCORD, f"{number}"))),
            asyncio.create_task(store.change(SERVER, switch_on(f"channel:{number}"))),
        ]
        for _ in range(number):
            await asyncio.sleep(0)
        for task in impatient:
            task.cancel()
        await asyncio.wait(impatient)

    changed = await store.change(SERVER, switch_on(EVERYWHERE))

    assert EVERYWHERE in changed.auto_react
    assert await store.settings(SERVER) == changed
    assert store.trouble is None

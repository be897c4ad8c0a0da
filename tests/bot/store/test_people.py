"""Opt-outs, and forgetting somebody, on both databases."""

from __future__ import annotations

import pytest

from bot.store.records import (
    DISCORD,
    EVERYWHERE,
    SLACK,
    AutoReact,
    FixedReaction,
    HouseRules,
    PersonKey,
    ServerKey,
    ServerSettings,
    Trigger,
)
from tests.bot.store.changes import run_sql, switch_on
from tests.bot.store.conftest import Open

ANN, BOB = PersonKey(DISCORD, "7"), PersonKey(DISCORD, "77")


async def test_opting_out_holds_at_once_and_after_a_restart_until_opting_in(
    address: str, open_one: Open
) -> None:
    store = await open_one(address)
    await store.opt_out(ANN)
    await store.opt_out(ANN)
    assert store.opted_out(ANN)
    assert not store.opted_out(BOB)
    assert not store.opted_out(PersonKey(SLACK, ANN.person))
    await store.aclose()

    store = await open_one(address)
    assert store.opted_out(ANN)
    await store.opt_in(ANN)
    assert not store.opted_out(ANN)
    await store.aclose()

    assert not (await open_one(address)).opted_out(ANN)


async def test_choice_made_in_another_process_is_seen_by_the_next_look(
    address: str, open_one: Open
) -> None:
    here, there = await open_one(address), await open_one(address)

    await there.opt_out(ANN)
    await here.opt_out(BOB)
    await here.look()
    assert here.opted_out(ANN)
    assert here.opted_out(BOB)

    await there.opt_in(ANN)
    await here.look()
    assert not here.opted_out(ANN)
    assert here.opted_out(BOB)


async def test_forgetting_leaves_no_row_and_no_setting_that_names_the_person(
    address: str, open_one: Open
) -> None:
    store, other = await open_one(address), await open_one(address)
    fixed = tuple(
        FixedReaction(trigger=Trigger.PERSON, person=who.person, emojis=("👑",))
        for who in (ANN, BOB)
    )
    both = ServerSettings(
        auto_react={EVERYWHERE: AutoReact(ignored_people=frozenset({ANN.person, BOB.person}))},
        house_rules=HouseRules(fixed=fixed),
    )
    for server in ("1", "2"):
        await store.change(ServerKey(DISCORD, server), lambda _: both)
    await store.change(ServerKey(DISCORD, "3"), switch_on("channel:7"))
    await store.change(ServerKey(SLACK, "1"), lambda _: both)
    await store.opt_out(ANN)
    await other.look()

    assert await store.forget(ANN) == 3
    await other.look()

    for each in (store, other):
        assert not each.opted_out(ANN)
        settings = await each.settings(ServerKey(DISCORD, "1"))
        assert settings.auto_react[EVERYWHERE].ignored_people == {BOB.person}
        assert settings.house_rules.fixed == fixed[1:]
        assert (await each.settings(ServerKey(DISCORD, "3"))).auto_react
    texts = await run_sql(address, "SELECT settings FROM servers WHERE platform = 'discord'")
    assert '"7"' not in str(texts)
    assert await store.settings(ServerKey(SLACK, "1")) == both
    assert await store.forget(ANN) == 0


@pytest.mark.parametrize("person", ['%"%', "_", "\\", "7'; DROP TABLE servers; --"])
async def test_odd_ids_are_ids_and_nothing_else(address: str, open_one: Open, person: str) -> None:
    store = await open_one(address)
    odd = PersonKey(DISCORD, person)
    rules = AutoReact(ignored_people=frozenset({person, "7"}))
    await store.change(ServerKey(DISCORD, "1"), switch_on(EVERYWHERE, rules))
    await store.change(ServerKey(DISCORD, "2"), switch_on(EVERYWHERE))
    await store.opt_out(odd)

    assert await store.forget(odd) == 2

    settings = await store.settings(ServerKey(DISCORD, "1"))
    assert settings.auto_react[EVERYWHERE].ignored_people == {"7"}

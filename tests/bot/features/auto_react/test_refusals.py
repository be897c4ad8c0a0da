"""What the bot leaves alone before it thinks about it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.features.auto_react import AutoReactor, Reason
from bot.store.records import (
    AutoReact,
    FixedReaction,
    HouseRules,
    ServerSettings,
    Trigger,
    category_scope,
    channel_scope,
)
from bot.store.store import DatabaseStore
from tests.bot.features.auto_react.conftest import (
    ANNA,
    BEN,
    SERVER,
    Clock,
    Draws,
    SureModel,
    said,
    switch_on,
)

VOTES = FixedReaction(trigger=Trigger.EVERY, emojis=("👍", "👎"))


@pytest.mark.parametrize(
    ("rules", "message", "reason"),
    [
        ({"enabled": False}, {}, Reason.OFF),
        ({}, {"plain": False}, Reason.NOT_PLAIN),
        ({}, {"from_bot": True}, Reason.BOT),
        ({"ignored_people": frozenset({"1"})}, {}, Reason.PERSON),
        ({"ignored_roles": frozenset({"7"})}, {"roles": frozenset({"6", "7"})}, Reason.ROLE),
        ({"threads": False}, {"parent": "9"}, Reason.THREAD),
        ({"forum_posts": False}, {"parent": "9", "forum_post": True}, Reason.FORUM_POST),
        ({"chance": 0.4}, {}, Reason.CHANCE),
        ({}, {"text": "https://example.org"}, Reason.NOTHING_TO_READ),
        ({}, {"text": "Oma ist heute Nacht gestorben"}, Reason.LANGUAGE),
        ({}, {"sent": 0.0}, Reason.LATE),
    ],
)
async def test_refused_without_any_model_work(
    reactor: AutoReactor,
    store: DatabaseStore,
    model: SureModel,
    rules: dict[str, Any],
    message: dict[str, Any],
    reason: Reason,
) -> None:
    await switch_on(store, **rules)

    verdict = await reactor.react(said(**message))

    assert (verdict.reason, verdict.reactions) == (reason, ())
    assert model.calls == []


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({}, {}),
        ({"ignore_bots": False}, {"from_bot": True}),
        ({"ignored_roles": frozenset({"7"})}, {"roles": frozenset({"6"})}),
        ({}, {"parent": "9"}),
        ({"threads": False}, {"parent": "9", "forum_post": True}),
        ({"chance": 0.6}, {}),
    ],
)
async def test_everybody_else_is_reacted_to(
    reactor: AutoReactor, store: DatabaseStore, rules: dict[str, Any], message: dict[str, Any]
) -> None:
    await switch_on(store, **rules)

    verdict = await reactor.react(said(**message))

    assert verdict.reason is Reason.REACTED
    assert [candidate.emoji for candidate in verdict.reactions] == ["🏆"]


async def test_a_server_that_set_nothing_gets_no_reaction(
    reactor: AutoReactor, model: SureModel
) -> None:
    assert (await reactor.react(said())).reason is Reason.OFF
    assert model.calls == []


async def test_whoever_opted_out_is_not_even_looked_at(
    reactor: AutoReactor, store: DatabaseStore, model: SureModel
) -> None:
    await switch_on(store, house_rules=HouseRules(fixed=(VOTES,)))
    await store.opt_out(ANNA)

    assert (await reactor.react(said())).reason is Reason.OPTED_OUT
    assert model.calls == []

    await store.opt_in(ANNA)
    assert (await reactor.react(said())).reason is Reason.FIXED


async def test_an_opt_out_counts_at_once_even_while_the_model_thinks(
    reactor: AutoReactor, store: DatabaseStore, model: SureModel
) -> None:
    await switch_on(store)
    model.gate.close()
    judging = asyncio.create_task(reactor.react(said()))
    await asyncio.to_thread(model.gate.reached.wait)
    await store.opt_out(ANNA)
    model.gate.open()

    assert (await judging).reason is Reason.OPTED_OUT


async def test_a_chance_of_nothing_never_reacts_and_one_of_all_always_does(
    reactor: AutoReactor, store: DatabaseStore, draws: Draws
) -> None:
    draws.number = 0.0
    await switch_on(store, chance=0)
    assert (await reactor.react(said())).reason is Reason.CHANCE

    draws.number = 0.999_999
    await switch_on(store, chance=1)
    assert (await reactor.react(said())).reason is Reason.REACTED


async def test_a_channel_s_own_rules_win_over_its_category_s(
    reactor: AutoReactor, store: DatabaseStore
) -> None:
    on, off = AutoReact(enabled=True, channel_cooldown=0, person_cooldown=0), AutoReact()
    rules = {category_scope("5"): on, channel_scope("11"): off}
    await store.change(SERVER, lambda _: ServerSettings(auto_react=rules))

    assert (await reactor.react(said(category="5"))).reason is Reason.REACTED
    assert (await reactor.react(said(category="5", channel="11"))).reason is Reason.OFF
    thread_of_11 = said(category="5", channel="12", parent="11")
    assert (await reactor.react(thread_of_11)).reason is Reason.OFF


async def test_votes_come_without_the_model_and_where_nothing_else_is_switched_on(
    reactor: AutoReactor, store: DatabaseStore, model: SureModel
) -> None:
    await switch_on(
        store, enabled=False, channel_cooldown=3_600, house_rules=HouseRules(fixed=(VOTES,))
    )

    for _ in range(3):
        verdict = await reactor.react(said())
        assert verdict.reason is Reason.FIXED
        assert [candidate.emoji for candidate in verdict.reactions] == ["👍", "👎"]
    assert model.calls == []


async def test_votes_leave_alone_whom_the_server_ignores(
    reactor: AutoReactor, store: DatabaseStore
) -> None:
    await switch_on(store, ignored_people=frozenset({"2"}), house_rules=HouseRules(fixed=(VOTES,)))

    assert (await reactor.react(said(author=BEN))).reason is Reason.PERSON
    assert (await reactor.react(said(from_bot=True))).reason is Reason.BOT


async def test_at_night_the_bot_is_silent_in_the_server_s_own_time_zone(
    reactor: AutoReactor, store: DatabaseStore, clock: Clock
) -> None:
    # Noon in UTC is nine in the evening in Tokyo.
    night = {"begin": "21:00", "end": "07:00", "zone": "Asia/Tokyo"}
    await switch_on(store, quiet_hours=night)
    assert (await reactor.react(said())).reason is Reason.QUIET_HOURS

    clock.now -= 1
    assert (await reactor.react(said(sent=clock.now))).reason is Reason.REACTED

"""How often at most: cooldowns, the server's limit, and each message once."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.auto_react import AutoReactor, Reason
from bot.features.auto_react.memory import Memory
from bot.store.records import AutoReact, HouseRules, PersonKey, ServerKey
from bot.store.store import DatabaseStore
from tests.bot.features.auto_react.conftest import (
    ANNA,
    BEN,
    SERVER,
    Clock,
    SureModel,
    said,
    switch_on,
)


async def test_a_channel_rests_after_a_reaction(
    reactor: AutoReactor, store: DatabaseStore, clock: Clock
) -> None:
    await switch_on(store, channel_cooldown=60)
    await reactor.react(said())

    clock.now += 59
    assert (await reactor.react(said(sent=clock.now, author=BEN))).reason is Reason.CHANNEL_COOLDOWN
    elsewhere = said(sent=clock.now, author=BEN, channel="11")
    assert (await reactor.react(elsewhere)).reason is Reason.REACTED

    clock.now += 1
    assert (await reactor.react(said(sent=clock.now, author=BEN))).reason is Reason.REACTED


async def test_a_person_is_left_alone_after_a_reaction_in_any_channel(
    reactor: AutoReactor, store: DatabaseStore, clock: Clock
) -> None:
    await switch_on(store, person_cooldown=300)
    await reactor.react(said())

    clock.now += 299
    elsewhere = said(sent=clock.now, channel="11")
    assert (await reactor.react(elsewhere)).reason is Reason.PERSON_COOLDOWN
    assert (await reactor.react(said(sent=clock.now, author=BEN))).reason is Reason.REACTED

    clock.now += 1
    assert (await reactor.react(said(sent=clock.now))).reason is Reason.REACTED


async def test_threads_share_the_cooldown_of_their_channel(
    reactor: AutoReactor, store: DatabaseStore
) -> None:
    await switch_on(store, channel_cooldown=60)
    await reactor.react(said(channel="20", parent="10"))

    another_thread = said(channel="21", parent="10", author=BEN)
    assert (await reactor.react(another_thread)).reason is Reason.CHANNEL_COOLDOWN


async def test_a_server_gets_no_more_in_an_hour_than_its_managers_allow(
    reactor: AutoReactor, store: DatabaseStore, clock: Clock
) -> None:
    await switch_on(store, house_rules=HouseRules(hourly=2))

    async def reason(channel: str) -> Reason:
        return (await reactor.react(said(channel=channel, sent=clock.now))).reason

    assert [await reason(channel) for channel in "abc"] == [
        Reason.REACTED,
        Reason.REACTED,
        Reason.HOURLY,
    ]
    clock.now += 3_599
    assert await reason("d") is Reason.HOURLY
    clock.now += 1
    assert await reason("e") is Reason.REACTED


async def test_two_messages_at_once_get_one_reaction(
    reactor: AutoReactor, store: DatabaseStore
) -> None:
    await switch_on(store, channel_cooldown=60)

    verdicts = await asyncio.gather(
        *(reactor.react(said(text, author=author)) for text, author in [("a", ANNA), ("b", BEN)])
    )

    assert sorted(verdict.reason for verdict in verdicts) == ["channel_cooldown", "reacted"]


async def test_nobody_s_message_is_judged_twice(
    reactor: AutoReactor, store: DatabaseStore, model: SureModel
) -> None:
    await switch_on(store)
    message = said()
    await reactor.react(message)

    again = await reactor.react(message)

    assert (again.reason, again.reactions) == (Reason.JUDGED, ())
    assert len(model.calls) == 1


async def test_a_message_that_is_forgotten_is_judged_in_its_new_words(
    reactor: AutoReactor, store: DatabaseStore, model: SureModel
) -> None:
    await switch_on(store)
    message = said("we one")
    model.gate.close()
    judging = asyncio.create_task(reactor.react(message))
    await asyncio.to_thread(model.gate.reached.wait)
    judging.cancel()
    reactor.forget(message.id)
    model.gate.open()

    verdict = await reactor.react(said("we won", id=message.id))

    assert verdict.reason is Reason.REACTED
    assert model.calls[-1].texts == ("we won",)


async def test_what_was_decided_is_counted_and_nothing_where_it_is_off(
    reactor: AutoReactor, store: DatabaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[tuple[ServerKey, str]] = []
    monkeypatch.setattr(store, "count", lambda *what: counted.append(what))

    await reactor.react(said())
    await switch_on(store, channel_cooldown=60)
    await reactor.react(said())
    await reactor.react(said())

    assert counted == [
        (SERVER, "auto_react.reacted"),
        (SERVER, "auto_react.channel_cooldown"),
    ]


@given(
    waits=st.lists(st.floats(-5, 400), max_size=60),
    where=st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), min_size=60),
    channel_cooldown=st.integers(0, 300),
    person_cooldown=st.integers(0, 300),
    hourly=st.integers(1, 10),
)
@settings(max_examples=60, deadline=None)
def test_no_limit_is_ever_broken(
    waits: list[float],
    where: list[tuple[str, str]],
    channel_cooldown: int,
    person_cooldown: int,
    hourly: int,
) -> None:
    memory, now = Memory(), 1_000_000.0
    rules = AutoReact(channel_cooldown=channel_cooldown, person_cooldown=person_cooldown)
    at: dict[str, list[float]] = defaultdict(list)
    for wait, (channel, name) in zip(waits, where, strict=False):
        now += wait
        message = said(channel=channel, author=PersonKey("discord", name))
        if memory.too_soon(message, rules, hourly, now) is not None:
            continue
        memory.reacted(message, ["🎉"], now)
        for times, cooldown in ((at[channel], channel_cooldown), (at[name], person_cooldown)):
            assert not times or abs(now - times[-1]) >= cooldown
            times.append(now)
        at["all"] = [then for then in at["all"] if now - then < 3_600] + [now]
        assert len(at["all"]) <= hourly + sum(wait < 0 for wait in waits)

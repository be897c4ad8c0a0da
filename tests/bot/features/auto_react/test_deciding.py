"""Which emoji comes, and when none does."""

from __future__ import annotations

import pytest

from bot.features.auto_react import AutoReactor, Reason, Verdict
from bot.features.auto_react.memory import LAST_EMOJIS
from bot.features.candidates import CustomEmoji
from bot.features.privacy import not_this_one
from bot.store.records import Floor, HouseRules
from bot.store.store import DatabaseStore
from emojifier.tact import DOUBTFUL, SERIOUS
from tests.bot.features.auto_react.conftest import SERVER, SureModel, said, switch_on


def _emojis(verdict: Verdict) -> list[str]:
    return [candidate.emoji for candidate in verdict.reactions]


async def test_the_best_emoji_comes_with_what_the_model_said(
    reactor: AutoReactor, store: DatabaseStore
) -> None:
    await switch_on(store)

    verdict = await reactor.react(said())

    assert (verdict.reason, _emojis(verdict)) == (Reason.REACTED, ["🏆"])
    assert (verdict.quiet, verdict.probability) == (0.001, 0.99)


@pytest.mark.parametrize(
    ("floor", "least"), [(Floor.RARELY, 0.94), (Floor.SOMETIMES, 0.80), (Floor.OFTEN, 0.70)]
)
async def test_both_the_emoji_and_the_wish_for_one_must_reach_the_floor(
    reactor: AutoReactor, store: DatabaseStore, model: SureModel, floor: Floor, least: float
) -> None:
    await switch_on(store, floor=floor)

    model.probability, model.quiet = least + 0.001, 0.999 - least
    assert (await reactor.react(said("a"))).reason is Reason.REACTED

    model.emojis = ("🍕",)
    model.probability = least - 0.001
    assert (await reactor.react(said("b"))).reason is Reason.UNSURE

    model.probability, model.quiet = 0.999, 1.001 - least
    assert (await reactor.react(said("c"))).reason is Reason.QUIET


async def test_at_most_so_many_and_only_the_sure_ones(
    reactor: AutoReactor, store: DatabaseStore
) -> None:
    await switch_on(store, most=3)
    assert _emojis(await reactor.react(said("a"))) == ["🏆", "🎉", "⚽"]

    await switch_on(store, most=2)
    assert _emojis(await reactor.react(said("b", channel="11"))) == ["🏆", "🎉"]


async def test_a_channel_never_gets_its_last_emojis_again(
    reactor: AutoReactor, store: DatabaseStore
) -> None:
    await switch_on(store)

    assert _emojis(await reactor.react(said("a"))) == ["🏆"]
    assert _emojis(await reactor.react(said("a"))) == ["🎉"]
    assert _emojis(await reactor.react(said("a"))) == ["⚽"]
    assert (await reactor.react(said("a"))).reason is Reason.REPEATED
    assert _emojis(await reactor.react(said("a", channel="11"))) == ["🏆"]
    assert _emojis(await reactor.react(said("a", channel="12", parent="11"))) == ["🎉"]


async def test_an_emoji_may_come_again_after_enough_others(
    reactor: AutoReactor, store: DatabaseStore, model: SureModel
) -> None:
    await switch_on(store)
    others = ["🍕", "🍔", "🍟", "🌭", "🥪", "🌮"]
    assert len(others) == LAST_EMOJIS

    await reactor.react(said("cup"))
    for other in others:
        model.answers[f"a {other}"] = [other]
        assert _emojis(await reactor.react(said(f"a {other}"))) == [other]

    assert _emojis(await reactor.react(said("cup"))) == ["🏆"]


@pytest.mark.parametrize("text", ["grandma died this morning", "i cannot go on"])
async def test_a_serious_message_gets_nothing_however_sure_the_model_is(
    reactor: AutoReactor, store: DatabaseStore, model: SureModel, text: str
) -> None:
    await switch_on(store, most=3, floor=Floor.OFTEN)
    model.serious = SERIOUS
    model.emojis = ("😂", "🫂", "🎉")

    verdict = await reactor.react(said(text))

    assert (verdict.reason, verdict.reactions) == (Reason.SERIOUS, ())


async def test_in_doubt_nothing_hurtful_comes_and_nothing_that_nobody_knows(
    reactor: AutoReactor, store: DatabaseStore, model: SureModel
) -> None:
    await switch_on(store, most=3)
    model.serious = DOUBTFUL
    model.emojis = ("😂", "📱", "🔋")
    customs = [CustomEmoji("77", "blobPhone")]

    assert _emojis(await reactor.react(said("my phone died"), customs)) == ["📱", "🔋"]

    model.emojis = ("😂", "💀")
    assert (await reactor.react(said("dead"), customs)).reason is Reason.SERIOUS


async def test_what_the_house_rules_forbid_makes_room_for_the_next(
    reactor: AutoReactor, store: DatabaseStore
) -> None:
    await switch_on(store, house_rules=HouseRules(forbidden=frozenset({"🏆"})))
    assert _emojis(await reactor.react(said())) == ["🎉"]

    forbidden = frozenset({"🏆", "🎉", "⚽"})
    await switch_on(store, house_rules=HouseRules(forbidden=forbidden))
    assert (await reactor.react(said())).reason is Reason.FORBIDDEN


async def test_the_server_s_own_emoji_can_come(
    reactor: AutoReactor, store: DatabaseStore, model: SureModel
) -> None:
    await switch_on(store, most=3)
    model.emojis = ("🌧️", "☔")
    rain = CustomEmoji("77", "blobRain")

    verdict = await reactor.react(said("it pours"), [rain])

    assert rain in [candidate.custom for candidate in verdict.reactions]


async def test_taken_away_often_enough_an_emoji_stays_away_in_that_channel(
    reactor: AutoReactor, store: DatabaseStore, model: SureModel
) -> None:
    await switch_on(store)
    model.emojis = ("🏆",)
    for _ in range(3):
        await not_this_one(store, reactor, SERVER, "10", "🏆")
    # What was used last there is forgotten, so that only the counts speak.
    reactor.avoid(SERVER, "10", ["🍕"] * LAST_EMOJIS)

    assert (await reactor.react(said())).reason is Reason.UNSURE
    assert (await reactor.react(said(channel="12", parent="10"))).reason is Reason.UNSURE
    assert (await reactor.react(said(channel="11"))).reason is Reason.REACTED


async def test_once_taken_away_does_not_come_back_at_once(
    reactor: AutoReactor, store: DatabaseStore
) -> None:
    await switch_on(store)
    await not_this_one(store, reactor, SERVER, "10", "🏆")

    assert _emojis(await reactor.react(said())) == ["🎉"]
    assert await store.lowered(SERVER, "10") == {"🏆": 1}

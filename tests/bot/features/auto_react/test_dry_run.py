"""What the bot would have done: the same answer, and no trace."""

from __future__ import annotations

from bot.features.auto_react import AutoReactor, Reason
from bot.store.records import AutoReact, FixedReaction, Floor, HouseRules, QuietHours, Trigger
from bot.store.store import DatabaseStore
from tests.bot.features.auto_react.conftest import ANNA, Clock, SureModel, said, switch_on

ON = AutoReact(enabled=True)


async def test_decides_as_if_the_rules_had_held(reactor: AutoReactor, model: SureModel) -> None:
    model.probability = 0.93

    assert (await reactor.dry_run(said(), ON)).reason is Reason.UNSURE
    sometimes = AutoReact(enabled=True, floor=Floor.SOMETIMES)
    verdict = await reactor.dry_run(said(), sometimes)
    assert [candidate.emoji for candidate in verdict.reactions] == ["🏆"]
    assert (await reactor.dry_run(said(), AutoReact())).reason is Reason.OFF


async def test_messages_of_a_while_ago_are_not_late_and_their_night_counts(
    reactor: AutoReactor, clock: Clock
) -> None:
    night = AutoReact.model_validate(
        {"enabled": True, "quiet_hours": {"begin": "11:00", "end": "12:30"}}
    )
    assert isinstance(night.quiet_hours, QuietHours)
    message = said()
    clock.now += 3_600

    assert (await reactor.dry_run(message, ON)).reason is Reason.REACTED
    assert (await reactor.dry_run(message, night)).reason is Reason.QUIET_HOURS


async def test_leaves_no_trace(reactor: AutoReactor, store: DatabaseStore) -> None:
    await switch_on(store, channel_cooldown=60, person_cooldown=60)
    message = said()

    for _ in range(2):
        verdict = await reactor.dry_run(message, ON)
        assert [candidate.emoji for candidate in verdict.reactions] == ["🏆"]
    verdict = await reactor.react(message)

    assert [candidate.emoji for candidate in verdict.reactions] == ["🏆"]


async def test_does_not_look_at_whoever_opted_out(
    reactor: AutoReactor, store: DatabaseStore, model: SureModel
) -> None:
    await store.opt_out(ANNA)

    assert (await reactor.dry_run(said(), ON)).reason is Reason.OPTED_OUT
    assert model.calls == []


async def test_shows_the_fixed_reactions(reactor: AutoReactor, store: DatabaseStore) -> None:
    votes = FixedReaction(trigger=Trigger.EVERY, emojis=("👍", "👎"))
    await switch_on(store, house_rules=HouseRules(fixed=(votes,)))

    assert (await reactor.dry_run(said(), ON)).reason is Reason.FIXED

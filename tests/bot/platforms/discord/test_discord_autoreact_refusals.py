"""What Discord does not allow: not asked for where that is known, and not asked for again."""

from __future__ import annotations

import pytest

from bot.platforms.discord.reacting import sending
from bot.settings import Settings
from bot.store.face import Store
from bot.store.records import EVERYWHERE, ServerKey
from tests.bot.fakes import FakeLoader, FakeModel
from tests.bot.platforms.discord.conftest import StartBot
from tests.bot.platforms.discord.reading import (
    REACTS,
    SETTINGS,
    about_reactions,
    events_heard,
    heard,
    judging,
    logged,
    set_rules,
    sure,
)
from tests.loopback.discord import LoopbackDiscord, errors
from tests.loopback.discord.faults import Cut, Slow
from tests.loopback.discord.life import Post
from tests.loopback.discord.limits import Limit
from tests.loopback.discord.permissions import Permission

DROPPED = "a reaction was dropped"
REACTION = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def settings() -> Settings:
    return SETTINGS


def asked_for(server: LoopbackDiscord, post: Post) -> list[int]:
    """The answers that the bot got about reactions to a message."""
    return [e.status for e in about_reactions(server) if post.id in e.path]


@pytest.mark.parametrize(
    "lacking",
    [Permission.ADD_REACTIONS, Permission.READ_MESSAGE_HISTORY],
)
async def test_a_channel_where_the_bot_may_not_react_costs_neither_model_nor_request(
    server: LoopbackDiscord, start_bot: StartBot, lacking: Permission
) -> None:
    rules = await server.guilds.channel("rules")
    await server.guilds.allow(rules, "mojibot", deny=lacking)
    model = sure()
    async with start_bot(FakeLoader(model)):
        post = await server.say("we won", channel=rules)
        await server.until_reacted(await server.say("pizza tonight"))

    assert asked_for(server, post) == []
    assert [call.texts for call in model.calls] == [("pizza tonight",)]


async def test_a_permission_that_comes_back_is_noticed(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    rules = await server.guilds.channel("rules")
    await server.guilds.allow(rules, "mojibot", deny=Permission.ADD_REACTIONS)
    async with start_bot(FakeLoader(sure())):
        await server.guilds.allow(rules, "mojibot")
        reactions = await server.until_reacted(await server.say("we won", channel=rules))

    assert reactions == {"🏆": ["mojibot"]}


@pytest.mark.parametrize("refusal", [errors.missing_permissions(), errors.missing_access()])
async def test_a_refusal_is_not_asked_for_again_until_something_changes(
    server: LoopbackDiscord, start_bot: StartBot, refusal: errors.ApiError
) -> None:
    other = await server.guilds.channel("other")
    server.rest.faults.append(("/reactions/🏆/@me", refusal))
    async with start_bot(FakeLoader(sure())):
        with logged(DROPPED) as dropped:
            await server.say("we won")
            await heard(dropped)
        left_alone = await server.say("so tired")
        await server.until_reacted(await server.say("pizza tonight", channel=other))
        await server.guilds.role("mojibot", Permission.ADD_REACTIONS)
        await server.until_reacted(await server.say("you have mail"))

    assert asked_for(server, left_alone) == []


async def test_whoever_blocked_the_bot_is_left_alone_from_then_on(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    server.block("eve")
    async with start_bot(FakeLoader(sure())):
        with logged(DROPPED) as dropped:
            await server.say("we won", author="eve")
            await heard(dropped)
        left_alone = await server.say("so tired", author="eve")
        await server.until_reacted(await server.say("pizza tonight", author="ada"))

    assert asked_for(server, left_alone) == []


async def test_an_emoji_that_discord_does_not_know_gives_way_to_the_next(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    server.reactions.newest = 12.0
    model = FakeModel(emojis=["🫶", "🎉"], probability=1.6)
    async with start_bot(FakeLoader(model)):
        post = await server.say("we won")
        reactions = await server.until_reacted(post)

    assert reactions == {"🎉": ["mojibot"]}
    assert asked_for(server, post) == [400, 204]


async def test_no_reaction_is_tried_where_twenty_stand_already(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with judging(server, start_bot, "we won") as (post, gate, _):
        for emoji in "😀😃😄😁😆😅🤣😂🙂🙃🫠😉😊😇🥰😍🤩😘😗🎈":
            await server.life.react(post, emoji, author="eve")
        await events_heard(server)
        with logged(DROPPED) as dropped:
            gate.open()
            await heard(dropped)

    assert len(post.reactions) == 20
    assert asked_for(server, post) == []


async def test_one_of_twenty_reactions_can_still_be_joined(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with judging(server, start_bot, "we won") as (post, gate, _):
        for emoji in "😀😃😄😁😆😅🤣😂🙂🙃🫠😉😊😇🥰😍🤩😘😗🏆":
            await server.life.react(post, emoji, author="eve")
        await events_heard(server)
        gate.open()
        reactions = await server.until_reacted(post)

    assert reactions["🏆"] == ["eve", "mojibot"]


async def test_a_message_that_is_gone_meanwhile_hurts_nobody(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    server.rest.faults.append(("/reactions/🏆/@me", errors.unknown_message()))
    async with start_bot(FakeLoader(sure())):
        gone = await server.say("we won")
        reactions = await server.until_reacted(await server.say("pizza tonight"))

    assert asked_for(server, gone) == [404]
    assert reactions == {"🍕": ["mojibot"]}


async def test_a_cut_connection_costs_one_reaction_and_no_more(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    server.rest.faults.append(("/reactions/🏆/@me", Cut()))
    async with start_bot(FakeLoader(sure())):
        await server.say("we won")
        reactions = await server.until_reacted(await server.say("pizza tonight"))

    assert reactions == {"🍕": ["mojibot"]}


async def test_a_reaction_that_discord_makes_wait_is_dropped(
    server: LoopbackDiscord, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.rest.limits.set("PUT", REACTION, Limit(1, 60))
    other = await server.guilds.channel("other")
    async with start_bot(FakeLoader(sure())):
        await server.until_reacted(await server.say("we won"))
        with monkeypatch.context() as impatient, logged(DROPPED) as dropped:
            impatient.setattr(sending, "SOON", 0.05)
            waits = await server.say("so tired")
            await heard(dropped)
        await server.until_reacted(await server.say("pizza tonight", channel=other))

    assert waits.reactions == {}


async def test_a_limit_on_everything_stops_unasked_requests(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(FakeLoader(sure())):
        server.rest.limits.everywhere = Limit(0, 60)
        first = await server.say("we won")
        await server.recorder.until(lambda: asked_for(server, first) == [429])
        second = await server.say("pizza tonight")
        asked = await server.slash_command("emojify", {"text": "so tired"})
        answer = await asked.answer()

    assert asked_for(server, second) == []
    assert "😴" in answer.text


async def test_after_a_limit_on_everything_reactions_come_again(
    server: LoopbackDiscord, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start_bot(FakeLoader(sure())):
        server.rest.limits.everywhere = Limit(0, 0.3)
        with monkeypatch.context() as impatient, logged(DROPPED) as dropped:
            impatient.setattr(sending, "SOON", 0.05)
            late = await server.say("we won")
            await heard(dropped)
        server.rest.limits.everywhere = None
        # discord.py would never send anything again if its wait had been broken off.
        await server.until_reacted(late)
        reactions = await server.until_reacted(await server.say("pizza tonight"))

    assert reactions == {"🍕": ["mojibot"]}


async def test_a_slow_answer_holds_up_no_other_channel(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    slow = Slow()
    server.rest.faults.append(("/reactions/🏆/@me", slow))
    other = await server.guilds.channel("other")
    async with start_bot(FakeLoader(sure())):
        await server.say("we won")
        await server.until_reacted(await server.say("pizza tonight", channel=other))
        slow.until.set()


async def test_three_reactions_are_three_at_most(
    server: LoopbackDiscord, start_bot: StartBot, store: Store, home: ServerKey
) -> None:
    await set_rules(store, home, {EVERYWHERE: REACTS.model_copy(update={"most": 3})})
    model = FakeModel(emojis=["🎉", "🐶", "🍕", "🏆"], probability=3.8)
    async with start_bot(FakeLoader(model)):
        post = await server.say("we won")
        reactions = await server.until_reacted(post, 3)

    assert list(reactions) == ["🎉", "🐶", "🍕"]

"""Reactions that nobody asked for, as a server's people see them."""

from __future__ import annotations

import logging

import pytest

from bot.features.auto_react.reactor import LATE
from bot.platforms.discord.supervisor import REFUSED_CONTENT
from bot.settings import Settings
from bot.store.face import Store
from bot.store.records import DISCORD, PersonKey, ServerKey, channel_scope
from tests.bot.fakes import FakeLoader
from tests.bot.platforms.discord.conftest import StartBot
from tests.bot.platforms.discord.reading import (
    REACTS,
    SETTINGS,
    about_reactions,
    events_heard,
    judging,
    logged,
    set_rules,
    sure,
)
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.objects import FORUM
from tests.loopback.discord.sessions import Intent


@pytest.fixture
def settings() -> Settings:
    return SETTINGS


@pytest.mark.usefixtures("home")
async def test_a_message_gets_the_emoji_that_fits(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(FakeLoader(sure())):
        post = await server.say("we won")
        reactions = await server.until_reacted(post)

    assert reactions == {"🏆": ["mojibot"]}


async def test_only_the_channel_where_it_is_wanted_gets_reactions(
    server: LoopbackDiscord, home: ServerKey, store: Store, start_bot: StartBot
) -> None:
    memes = await server.guilds.channel("memes")
    await set_rules(store, home, {channel_scope(memes["id"]): REACTS})
    model = sure()
    async with start_bot(FakeLoader(model)):
        elsewhere = await server.say("we won")
        post = await server.say("pizza tonight", channel=memes)
        await server.until_reacted(post)

    assert elsewhere.reactions == {}
    assert [call.texts for call in model.calls] == [("pizza tonight",)]


async def test_a_thread_goes_by_the_channel_that_it_hangs_on(
    server: LoopbackDiscord, home: ServerKey, store: Store, start_bot: StartBot
) -> None:
    ideas = await server.guilds.channel("ideas", kind=FORUM)
    await set_rules(store, home, {channel_scope(ideas["id"]): REACTS})
    async with start_bot(FakeLoader(sure())):
        thread = await server.guilds.thread(ideas, "A prize", "ada")
        post = await server.say("we won", channel=thread)
        reactions = await server.until_reacted(post)

    assert reactions == {"🏆": ["mojibot"]}


@pytest.mark.usefixtures("home")
async def test_nobody_elses_machine_gets_a_reaction(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    model = sure()
    async with start_bot(FakeLoader(model)):
        left_alone = [
            await server.say("we won", author="beep", bot=True),
            await server.say("we won", author="hook", webhook=True),
            await server.say("we won", kind=7),  # somebody has joined the server
            await server.say("!play we won"),
        ]
        await server.until_reacted(await server.say("pizza tonight"))

    assert [post.reactions for post in left_alone] == [{}] * 4
    assert [call.texts for call in model.calls] == [("pizza tonight",)]


@pytest.mark.usefixtures("home")
async def test_the_bot_never_looks_at_whoever_opted_out(
    server: LoopbackDiscord, store: Store, start_bot: StartBot
) -> None:
    eve = server.world.person("eve")
    await store.opt_out(PersonKey(DISCORD, eve["id"]))
    model = sure()
    async with start_bot(FakeLoader(model)):
        post = await server.say("we won", author="eve")
        await server.until_reacted(await server.say("pizza tonight", author="ada"))

    assert post.reactions == {}
    assert [call.texts for call in model.calls] == [("pizza tonight",)]


@pytest.mark.usefixtures("home")
async def test_an_edit_is_judged_in_the_place_of_what_was_written_first(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with judging(server, start_bot, "so tired") as (post, gate, _):
        await server.life.edit(post, "pizza tonight")
        gate.open()
        reactions = await server.until_reacted(post)

    assert reactions == {"🍕": ["mojibot"]}


@pytest.mark.usefixtures("home")
async def test_an_edit_of_what_was_judged_is_not_judged_again(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(FakeLoader(sure())):
        post = await server.say("so tired")
        await server.until_reacted(post)
        await server.life.edit(post, "pizza tonight")
        await server.until_reacted(await server.say("we won"))

    assert post.reactions == {"😴": ["mojibot"]}


@pytest.mark.usefixtures("home")
async def test_the_preview_of_a_link_is_no_edit(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with judging(server, start_bot, "we won") as (post, gate, model):
        await server.life.unfurl(post)
        gate.open()
        await server.until_reacted(post)
        await server.until_reacted(await server.say("pizza tonight"))

    assert [text for call in model.calls for text in call.texts] == ["we won", "pizza tonight"]


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.usefixtures("home")
async def test_a_deleted_message_is_left_alone(
    server: LoopbackDiscord, start_bot: StartBot, bulk: bool
) -> None:
    async with judging(server, start_bot, "we won") as (post, gate, _):
        other = await server.say("pizza tonight")
        if bulk:
            await server.life.bulk_delete([post])
        else:
            await server.life.delete(post)
        await events_heard(server)
        gate.open()
        await server.until_reacted(other)

    assert [e.path for e in about_reactions(server) if post.id in e.path] == []


@pytest.mark.usefixtures("home")
async def test_a_reaction_that_is_there_in_another_spelling_is_joined(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with judging(server, start_bot, "you have mail") as (post, gate, _):
        await server.life.react(post, "✉", author="eve")
        await events_heard(server)
        gate.open()
        reactions = await server.until_reacted(post)

    assert reactions == {"✉": ["eve", "mojibot"]}


@pytest.mark.usefixtures("home")
async def test_late_reactions_are_dropped(server: LoopbackDiscord, start_bot: StartBot) -> None:
    async with judging(server, start_bot, "we won") as (post, gate, _):
        server.clock.advance(LATE + 1)
        gate.open()
        await server.until_reacted(await server.say("pizza tonight"))

    assert post.reactions == {}


@pytest.mark.usefixtures("home")
async def test_commands_are_answered_while_two_hundred_messages_wait(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with judging(server, start_bot, "we won", max_queue=20) as (_, gate, _):
        for number in range(200):
            await server.say(f"message {number}")
        await events_heard(server)  # while the model still stands before the gate
        typed = await server.slash_command("emojify", {"text": "pizza tonight"})
        gate.open()
        answer = await typed.answer()

    assert "🍕" in answer.text


@pytest.mark.usefixtures("home")
async def test_nothing_that_anybody_wrote_is_in_the_log(
    server: LoopbackDiscord, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        async with start_bot(FakeLoader(sure({"my secret is xyzzy": "🤫"}))):
            post = await server.say("my secret is xyzzy")
            await server.until_reacted(post)
            await server.life.react(post, "❌", author="ada")
            await server.recorder.until(lambda: post.reactions == {"❌": ["ada"]})

    assert any(record.message == "reacted" for record in caplog.records)
    assert not any("xyzzy" in str(vars(record)) for record in caplog.records)


async def test_a_bot_that_may_not_read_along_goes_on_with_its_commands_and_says_so(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    with logged(REFUSED_CONTENT) as told:
        async with start_bot():
            asked = await server.slash_command("emojify", {"text": "hello"})
            answer = await asked.answer()

    assert told.is_set()
    assert "🎉" in answer.text
    first, second = server.recorder.identifies
    assert first["intents"] & Intent.MESSAGE_CONTENT
    assert not second["intents"] & Intent.MESSAGE_CONTENT

"""An author's own ❌ takes the bot's reactions away, and the server's own emojis take part."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.store.face import Store
from bot.store.records import ServerKey
from tests.bot.fakes import FakeLoader
from tests.bot.platforms.discord.conftest import StartBot
from tests.bot.platforms.discord.reading import (
    SETTINGS,
    about_reactions,
    events_heard,
    heard,
    judging,
    logged,
    set_rules,
    sure,
)
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.life import Post

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def settings() -> Settings:
    return SETTINGS


async def until_gone(server: LoopbackDiscord, post: Post) -> None:
    """Wait until the bot has no reaction there any more."""
    await server.recorder.until(
        lambda: not any("mojibot" in people for people in post.reactions.values())
    )


async def test_the_authors_own_no_takes_the_reaction_away_and_lowers_the_emoji_there(
    server: LoopbackDiscord, home: ServerKey, store: Store, start_bot: StartBot
) -> None:
    async with start_bot(FakeLoader(sure())):
        post = await server.say("we won", author="ada")
        await server.until_reacted(post)
        with logged("taken away") as taken_away:
            await server.life.react(post, "❌", author="ada")
            await heard(taken_away)

    assert post.reactions == {"❌": ["ada"]}
    assert await store.lowered(home, server.channel["id"]) == {"🏆": 1}


async def test_what_was_joined_in_another_spelling_is_taken_away_too(
    server: LoopbackDiscord, home: ServerKey, store: Store, start_bot: StartBot
) -> None:
    async with judging(server, start_bot, "you have mail") as (post, gate, _):
        await server.life.react(post, "✉", author="eve")
        await events_heard(server)
        gate.open()
        await server.until_reacted(post)
        with logged("taken away") as taken_away:
            await server.life.react(post, "❌", author="ada")
            await heard(taken_away)

    assert post.reactions == {"✉": ["eve"], "❌": ["ada"]}
    assert await store.lowered(home, server.channel["id"]) == {"✉️": 1}


async def test_the_authors_no_holds_for_what_somebody_else_chose(
    server: LoopbackDiscord, home: ServerKey, store: Store, start_bot: StartBot
) -> None:
    await set_rules(store, home, {})
    async with start_bot(FakeLoader(sure())):
        server.clock.advance(60)
        post = await server.say("we won", author="ada")
        asked = await server.message_command("Emojify", post, author="eve")
        await asked.answer()
        assert post.reactions == {"🏆": ["mojibot"]}
        await server.life.react(post, "❌", author="ada")
        await until_gone(server, post)

    assert post.reactions == {"❌": ["ada"]}


async def test_somebody_elses_no_takes_nothing_away(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(FakeLoader(sure())):
        post = await server.say("we won", author="ada")
        await server.until_reacted(post)
        await server.life.react(post, "❌", author="eve")
        await server.until_reacted(await server.say("pizza tonight"))

    assert post.reactions == {"🏆": ["mojibot"], "❌": ["eve"]}


async def test_the_authors_no_holds_after_a_restart(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(FakeLoader(sure())):
        post = await server.say("we won", author="ada")
        await server.until_reacted(post)
    server.clock.advance(60)
    async with start_bot(FakeLoader(sure())):
        await server.gateway.until_connected(2)
        await server.life.react(post, "❌", author="ada")
        await until_gone(server, post)

    assert post.reactions == {"❌": ["ada"]}


async def test_a_no_where_the_bot_never_reacted_costs_no_request(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(FakeLoader(sure())):
        server.clock.advance(60)
        post = await server.say("!poll tea or coffee", author="ada")
        await server.life.react(post, "❌", author="ada")
        await server.until_reacted(await server.say("we won"))

    assert not any(post.id in e.path for e in server.recorder.exchanges)


async def test_a_store_that_is_away_does_not_keep_the_reaction_there(
    server: LoopbackDiscord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with start_bot(FakeLoader(sure())):
        post = await server.say("we won", author="ada")
        await server.until_reacted(post)
        with closing(sqlite3.connect(tmp_path / "mojibot.db")) as database:
            database.execute("DROP TABLE lowered")
        with logged("an emoji was not made rarer") as told:
            await server.life.react(post, "❌", author="ada")
            await heard(told)

    assert post.reactions == {"❌": ["ada"]}


@pytest.mark.parametrize("animated", [False, True])
async def test_a_message_about_rain_gets_the_emoji_that_somebody_drew_of_it(
    server: LoopbackDiscord, start_bot: StartBot, animated: bool
) -> None:
    emoji = await server.guilds.emoji("blobUmbrellaRain", animated=animated)
    async with start_bot(FakeLoader(sure({"it pours": "☔"}))):
        post = await server.say("it pours")
        reactions = await server.until_reacted(post)

    assert list(reactions) == [emoji["id"]]


async def test_drawn_emojis_are_followed_while_the_bot_runs(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(FakeLoader(sure({"it pours": "☔", "still pouring": "☔"}))):
        emoji = await server.guilds.emoji("blobUmbrellaRain")
        first = await server.until_reacted(await server.say("it pours"))
        await server.guilds.remove_emoji(emoji)
        second = await server.until_reacted(await server.say("still pouring"))

    assert (list(first), list(second)) == ([emoji["id"]], ["☔"])


async def test_an_emoji_for_other_roles_is_not_tried(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    vip = await server.guilds.role("vip")
    await server.guilds.emoji("blobUmbrellaRain", roles=[vip])
    await server.guilds.emoji("umbrellaRain", available=False)
    async with start_bot(FakeLoader(sure({"it pours": "☔"}))):
        reactions = await server.until_reacted(await server.say("it pours"))

    assert list(reactions) == ["☔"]
    assert [e.status for e in about_reactions(server)] == [204]

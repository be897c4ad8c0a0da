"""/privacy, /optout and "Not this one", used by people on a loopback Discord."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from bot.localisation import LOCALES, Locale, text
from bot.store.face import Store
from bot.store.records import DISCORD, PersonKey, ServerKey
from tests.bot.platforms.discord.conftest import AT_ONCE, DIRECTLY, StartBot
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.components import walk
from tests.loopback.discord.life import Post
from tests.loopback.discord.permissions import EVERYONE, Permission
from tests.loopback.discord.world import Place

MENU = "Not this one"


def person(server: LoopbackDiscord, name: str) -> PersonKey:
    return PersonKey(DISCORD, server.world.person(name)["id"])


async def lowered(server: LoopbackDiscord, store: Store) -> Mapping[str, int]:
    return await store.lowered(ServerKey(DISCORD, server.guild["id"]), server.channel["id"])


async def reacted(server: LoopbackDiscord, *emojis: str, author: str = "ada") -> Post:
    """A message under which the bot put these, from an earlier life; a friend joined the first."""
    post = await server.say("we won", author=author)
    for emoji in emojis:
        await server.reactions.add(post.id, emoji, server.bot)
    await server.life.react(post, emojis[0], author="grace")
    return post


@pytest.mark.parametrize("place", list(Place))
async def test_anybody_learns_in_private_what_is_read_and_kept(
    server: LoopbackDiscord, start_bot: StartBot, place: Place
) -> None:
    async with start_bot():
        answer = await (await server.slash_command("privacy", place=place)).answer()

    assert answer.ephemeral
    assert "No message is kept" in answer.text
    assert "You: the bot may read your messages" in answer.text


async def test_the_operators_own_policy_is_linked_where_discord_knows_it(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    policy = "https://example.org/privacy"
    server.registry.application["privacy_policy_url"] = policy
    async with start_bot():
        answer = await (await server.slash_command("privacy")).answer()

    assert [c["url"] for c in walk(answer.components) if c.get("url")] == [policy]


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize("patience", [DIRECTLY, AT_ONCE])
async def test_who_opts_out_is_out_at_once_and_everywhere(
    server: LoopbackDiscord, start_bot: StartBot, store: Store, place: Place, patience: float
) -> None:
    async with start_bot(patience=patience):
        answer = await (await server.slash_command("optout", place=place)).answer()

        assert store.opted_out(person(server, "ada"))
        assert not store.opted_out(person(server, "grace"))
    assert answer.ephemeral
    assert "does not look at what you write, on any server" in answer.text


async def test_a_button_takes_it_back(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        answer = await (await server.slash_command("optout")).answer()
        back = await (await answer.press("Read me again")).answer()
        assert not store.opted_out(person(server, "ada"))
        out = await (await back.press("Do not read me")).answer()

    assert back.id == answer.id == out.id
    assert back.text.startswith("Welcome back")
    assert store.opted_out(person(server, "ada"))


async def test_the_choice_outlives_a_restart_and_so_does_its_button(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        answer = await (await server.slash_command("optout")).answer()
    async with start_bot():
        await server.gateway.until_connected(times=2)
        assert store.opted_out(person(server, "ada"))
        await (await answer.press("Read me again")).answer()

    assert not store.opted_out(person(server, "ada"))


async def test_who_wants_everything_deleted_leaves_nothing_behind(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        answer = await (await server.slash_command("optout")).answer()
        gone = await (await answer.press("Delete what is kept about me")).answer()

    assert "including your wish not to be read" in gone.text
    assert "the bot may read your messages" in gone.text
    assert await store.forget(person(server, "ada")) == 0


@pytest.mark.parametrize("locale", LOCALES)
async def test_privacy_is_explained_in_the_readers_language(
    server: LoopbackDiscord, start_bot: StartBot, locale: Locale
) -> None:
    server.speaks("ada", {"en": "en-US", "es": "es-ES"}.get(locale, locale))
    async with start_bot():
        answer = await (await server.slash_command("privacy")).answer()

    assert answer.text.startswith(text(locale, "privacy-about"))
    assert text(locale, "privacy-opt-out") in answer.buttons


async def test_the_author_takes_the_bots_reactions_away_and_they_become_rarer(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        post = await reacted(server, "🎉", "❤️")
        answer = await (await server.message_command(MENU, post, author="ada")).answer()

    assert answer.ephemeral
    assert answer.content == ("Taken away. These emojis will come up less often in this channel.")
    assert post.reactions == {"🎉": ["grace"]}
    assert await lowered(server, store) == {"🎉": 1, "❤️": 1}


async def test_with_the_store_away_the_reaction_goes_and_nothing_more_is_promised(
    server: LoopbackDiscord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with start_bot():
        post = await reacted(server, "🎉")
        with closing(sqlite3.connect(tmp_path / "mojibot.db")) as database:
            database.execute("DROP TABLE lowered")
        answer = await (await server.message_command(MENU, post, author="ada")).answer()

    assert answer.ephemeral
    assert answer.content == text("en", "privacy-taken-away-once")
    assert post.reactions == {"🎉": ["grace"]}


async def test_a_moderator_does_so_too(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    everyone = server.guild["roles"][0]
    everyone["permissions"] = str(int(EVERYONE | Permission.MANAGE_MESSAGES))
    async with start_bot():
        post = await reacted(server, "🎉")
        answer = await (await server.message_command(MENU, post, author="grace")).answer()

    assert answer.content == "Taken away. That emoji will come up less often in this channel."
    assert await lowered(server, store) == {"🎉": 1}


async def test_others_are_told_who_may(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        post = await reacted(server, "🎉")
        answer = await (await server.message_command(MENU, post, author="grace")).answer()

    assert answer.ephemeral
    assert answer.content.startswith("Only whoever wrote the message, or a moderator")
    assert post.reactions == {"🎉": ["mojibot", "grace"]}
    assert await lowered(server, store) == {}


async def test_a_message_without_the_bots_reactions_stays_as_it_is(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        post = await server.say("we won", author="ada")
        await server.life.react(post, "🎉", author="grace")
        answer = await (await server.message_command(MENU, post, author="ada")).answer()

    assert answer.content == "The bot has not reacted to that message."
    assert post.reactions == {"🎉": ["grace"]}
    assert await lowered(server, store) == {}


async def test_a_message_that_is_gone_meanwhile_is_told(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        post = await reacted(server, "🎉")
        asked = await server.message_command(MENU, post, author="ada")
        await server.life.delete(post)
        answer = await asked.answer()

    assert answer.ephemeral
    assert answer.content == text("en", "answers-message-gone")
    assert await lowered(server, store) == {}


async def test_where_the_bot_cannot_see_the_message_there_is_nothing_to_take_away(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    del server.home.members[server.bot["id"]]
    async with start_bot():
        post = await server.say("we won", author="ada")
        answer = await (await server.message_command(MENU, post, author="ada")).answer()

    assert answer.content == "The bot has not reacted to that message."

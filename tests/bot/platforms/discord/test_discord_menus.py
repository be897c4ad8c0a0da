"""A message's own menu: "Emojify" reacts at once, "Suggest emojis" lets people choose."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import pytest

from bot.localisation import text as sentence
from bot.store.face import Store
from bot.store.records import DISCORD, PersonKey
from tests.bot.fakes import FakeLoader, FakeModel
from tests.bot.platforms.discord.conftest import StartBot
from tests.loopback.discord import LoopbackDiscord, errors
from tests.loopback.discord.life import Post
from tests.loopback.discord.permissions import Permission
from tests.loopback.discord.server import Place
from tests.loopback.discord.shown import Shown

EMOJIFY: Final = "Emojify"
SUGGEST: Final = "Suggest emojis"
COPY: Final = f"{sentence('en', 'emojify-copy')}\n```\n🎉 🐶 🍕\n```"


async def use(server: LoopbackDiscord, menu: str, post: Post, *, author: str = "ada") -> Shown:
    """What somebody is told after they picked a command in a message's menu."""
    asked = await server.message_command(menu, post, author=author)
    shown = await asked.answer()
    assert shown.ephemeral
    assert asked.shown == [shown]
    return shown


async def choose(shown: Shown, name: str) -> Shown:
    """What the asker is told after they chose an emoji by its name."""
    return await (await shown.choose("Choose an emoji", [name])).answer()


async def test_emojify_reacts_with_the_best_emoji_and_says_so_in_private(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        post = await server.say("we won", author="grace")
        told = await use(server, EMOJIFY, post)

    assert post.reactions == {"🎉": ["mojibot"]}
    assert told.content == "🎉 is on the message now."


async def test_suggest_shows_some_in_private_and_the_chosen_ones_become_reactions(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        post = await server.say("we won", author="grace")
        shown = await use(server, SUGGEST, post)
        assert post.reactions == {}
        told = await choose(shown, "dog face")
        again = await choose(told, "pizza")

    assert post.reactions == {"🐶": ["mojibot"], "🍕": ["mojibot"]}
    assert (told.id, again.id) == (shown.id, shown.id)
    assert again.content == "🍕 is on the message now."


async def test_suggestions_can_be_chosen_after_a_restart(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        post = await server.say("we won", author="grace")
        shown = await use(server, SUGGEST, post)
    async with start_bot():
        await server.gateway.until_connected(2)
        await choose(shown, "dog face")

    assert post.reactions == {"🐶": ["mojibot"]}


@pytest.mark.parametrize("there", ["☠", "☠️"])
@pytest.mark.parametrize("menu", [EMOJIFY, SUGGEST])
async def test_a_reaction_that_is_there_in_either_spelling_is_joined_not_doubled(
    server: LoopbackDiscord, start_bot: StartBot, menu: str, there: str
) -> None:
    async with start_bot(FakeLoader(FakeModel(emojis=["☠️", "🍕"]))):
        post = await server.say("arrr", author="grace")
        await server.life.react(post, there, author="alan")
        shown = await use(server, menu, post)
        if menu == SUGGEST:
            await choose(shown, "skull and crossbones")

    assert post.reactions == {there: ["alan", "mojibot"]}


async def test_an_emoji_that_discord_does_not_know_gives_way_to_the_next(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    server.reactions.newest = 5.0
    async with start_bot(FakeLoader(FakeModel(emojis=["🥱", "🥰", "🍕"]))):
        post = await server.say("long day", author="grace")
        told = await use(server, EMOJIFY, post)

    assert post.reactions == {"🍕": ["mojibot"]}
    assert told.content == "🍕 is on the message now."


async def test_emojis_that_discord_does_not_know_at_all_end_in_a_sentence(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    server.reactions.newest = 5.0
    async with start_bot(FakeLoader(FakeModel(emojis=["🥱", "🥰"]))):
        post = await server.say("long day", author="grace")
        told = await use(server, EMOJIFY, post)

    assert told.content == sentence("en", "answers-emoji-unknown")


@pytest.mark.parametrize("menu", [EMOJIFY, SUGGEST])
@pytest.mark.parametrize("denied", [Permission.ADD_REACTIONS, Permission.READ_MESSAGE_HISTORY])
async def test_where_the_bot_may_not_react_there_are_emojis_to_copy(
    server: LoopbackDiscord, start_bot: StartBot, menu: str, denied: Permission
) -> None:
    async with start_bot():
        await server.guilds.allow(server.channel, "mojibot", deny=denied)
        post = await server.say("we won", author="grace")
        told = await use(server, menu, post)

    assert told.content == COPY
    assert post.reactions == {}
    assert not server.recorder.requests("PUT", "/reactions")


@pytest.mark.parametrize("menu", [EMOJIFY, SUGGEST])
async def test_among_friends_without_the_bot_there_are_emojis_to_copy(
    server: LoopbackDiscord, start_bot: StartBot, menu: str
) -> None:
    async with start_bot():
        post = await server.say("we won", place=Place.PRIVATE_CHANNEL)
        told = await use(server, menu, post)

    assert told.content == COPY


@pytest.mark.parametrize("menu", [EMOJIFY, SUGGEST])
async def test_on_a_server_without_the_bot_there_are_emojis_to_copy_whatever_is_allowed(
    server: LoopbackDiscord, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch, menu: str
) -> None:
    monkeypatch.setattr(server.world, "bots_permissions", lambda _: ~Permission(0))
    elsewhere = server.world.add_guild("Elsewhere", with_bot=False)
    async with start_bot():
        channel = await server.guilds.channel("general", guild=elsewhere)
        post = await server.say("we won", author="grace", channel=channel)
        told = await use(server, menu, post)

    assert told.content == COPY


@pytest.mark.parametrize("menu", [EMOJIFY, SUGGEST])
async def test_messages_of_people_who_opted_out_are_not_read(
    server: LoopbackDiscord, start_bot: StartBot, store: Store, menu: str
) -> None:
    model = FakeModel()
    async with start_bot(FakeLoader(model)):
        post = await server.say("mine alone", author="grace")
        await store.opt_out(PersonKey(DISCORD, server.world.person("grace")["id"]))
        told = await use(server, menu, post)

    assert told.content == sentence("en", "emojify-opted-out")
    assert model.calls == []


@pytest.mark.parametrize("menu", [EMOJIFY, SUGGEST])
async def test_a_message_without_words_gets_a_sentence(
    server: LoopbackDiscord, start_bot: StartBot, menu: str
) -> None:
    async with start_bot():
        post = await server.say("https://example.org", author="grace")
        told = await use(server, menu, post)

    assert told.content == sentence("en", "errors-nothing-to-read")


async def _is_gone(server: LoopbackDiscord, post: Post) -> None:
    await server.life.delete(post)


async def _is_full(server: LoopbackDiscord, post: Post) -> None:
    for letter in range(20):
        await server.life.react(post, chr(0x1F600 + letter), author="alan")


async def _is_blocked(server: LoopbackDiscord, post: Post) -> None:
    del post
    server.block("grace")


async def _is_no_longer_allowed(server: LoopbackDiscord, post: Post) -> None:
    del post
    await server.guilds.allow(server.channel, "mojibot", deny=Permission.ADD_REACTIONS)


async def _is_hidden(server: LoopbackDiscord, post: Post) -> None:
    del post
    await server.guilds.allow(server.channel, "mojibot", deny=Permission.VIEW_CHANNEL)


async def _is_refused(server: LoopbackDiscord, post: Post) -> None:
    del post
    server.rest.faults.append(("/reactions/🐶/@me", errors.ApiError(400, 99999, "New Rule")))


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        (_is_gone, "answers-message-gone"),
        (_is_full, "answers-too-many-reactions"),
        (_is_blocked, "answers-blocked"),
        (_is_no_longer_allowed, "answers-no-permission"),
        (_is_hidden, "answers-no-permission"),
        (_is_refused, "answers-reaction-failed"),
    ],
)
async def test_what_keeps_a_chosen_emoji_away_is_told_in_one_sentence(
    server: LoopbackDiscord,
    start_bot: StartBot,
    happens: Callable[[LoopbackDiscord, Post], Awaitable[None]],
    told: str,
) -> None:
    async with start_bot():
        post = await server.say("we won", author="grace")
        shown = await use(server, SUGGEST, post)
        await happens(server, post)
        after = await choose(shown, "dog face")

    assert after.content == sentence("en", told)


async def test_a_servers_own_emoji_can_be_the_reaction(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(FakeLoader(FakeModel(emojis=["🌧️", "🍕"]))):
        emoji = await server.guilds.emoji("blobRain")
        post = await server.say("rain again", author="grace")
        shown = await use(server, SUGGEST, post)
        await choose(shown, "blobRain")

    assert post.reactions == {emoji["id"]: ["mojibot"]}

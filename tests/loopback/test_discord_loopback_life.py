"""Life on the loopback Discord's servers: what the bot is told, and what it may do about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final
from urllib.parse import quote

import aiohttp
import pytest

from tests.loopback.discord import objects
from tests.loopback.discord.emojis import spellings
from tests.loopback.discord.life import Post
from tests.loopback.discord.objects import Json
from tests.loopback.discord.permissions import Permission
from tests.loopback.discord.raw_bot import RawBot, raw_bot
from tests.loopback.discord.server import Place
from tests.loopback.discord.sessions import PRIVILEGED, Intent

ALL: Final = ~Intent(0) & ~PRIVILEGED
HEARS_ALL: Final = ALL | Intent.MESSAGE_CONTENT
Socket = aiohttp.ClientWebSocketResponse


@pytest.fixture
async def bot() -> AsyncIterator[RawBot]:
    async with raw_bot() as bot:
        bot.server.grant_message_content()
        yield bot
        assert bot.server.recorder.violations == []


async def listen(bot: RawBot, intents: Intent = HEARS_ALL) -> Socket:
    """A connection past its greeting."""
    socket = await bot.identify(intents=int(intents))
    await bot.server.gateway.until_connected()
    assert (await heard(socket))[0] == "READY"
    if intents & Intent.GUILDS:
        assert (await heard(socket))[0] == "GUILD_CREATE"
    return socket


async def heard(socket: Socket) -> tuple[str, Json]:
    event = await socket.receive_json(timeout=5)
    return event["t"], event["d"]


def where(post: Post, bot: RawBot, emoji: str, whose: str = "@me") -> str:
    channel = bot.server.messages.get(post.id).json["channel_id"]
    return f"/channels/{channel}/messages/{post.id}/reactions/{quote(emoji)}/{whose}"


async def react(bot: RawBot, post: Post, emoji: str) -> int:
    """Discord's error code, or 0."""
    _, answer = await bot.ask("PUT", where(post, bot, emoji))
    return answer["code"] if answer else 0


async def test_a_message_arrives_with_its_author_and_its_words(bot: RawBot) -> None:
    socket = await listen(bot)

    post = await bot.server.say("hello", author="ada")

    event, message = await heard(socket)
    assert event == "MESSAGE_CREATE"
    assert (message["id"], message["content"]) == (post.id, "hello")
    assert message["author"]["username"] == "ada"
    assert "user" not in message["member"]


@pytest.mark.parametrize(("text", "read"), [("hello", ""), ("hello <@{bot}>", "hello <@{bot}>")])
async def test_without_the_intent_only_words_to_the_bot_are_read(
    bot: RawBot, text: str, read: str
) -> None:
    socket = await listen(bot, ALL)

    await bot.server.say(text.format(bot=bot.server.bot["id"]))

    _, message = await heard(socket)
    assert message["content"] == read.format(bot=bot.server.bot["id"])


async def test_words_in_private_are_read_without_the_intent(bot: RawBot) -> None:
    socket = await listen(bot, ALL)

    await bot.server.say("hello", place=Place.BOT_DM)

    _, message = await heard(socket)
    assert message["content"] == "hello"
    assert "guild_id" not in message


async def test_nothing_is_heard_of_what_was_not_asked_for(bot: RawBot) -> None:
    socket = await listen(bot, Intent.GUILDS)

    post = await bot.server.say("hello")
    await bot.server.life.react(post, "🎉")
    await bot.server.guilds.emoji("blob")
    await bot.server.guilds.give("ada")
    await bot.server.guilds.give("mojibot")

    event, member = await heard(socket)
    assert event == "GUILD_MEMBER_UPDATE"
    assert member["user"] == bot.server.bot


async def test_edits_previews_and_deletions_are_told_apart(bot: RawBot) -> None:
    socket = await listen(bot)
    life = bot.server.life
    one, two = await bot.server.say("one"), await bot.server.say("two")
    three = await bot.server.say("three")

    await life.edit(one, "uno")
    await life.unfurl(one)
    await life.delete(one)
    await life.bulk_delete([two, three])

    events = [await heard(socket) for _ in range(7)][3:]
    names = ["MESSAGE_UPDATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"]
    assert [event for event, _ in events] == names
    assert events[0][1]["content"] == "uno"
    assert events[0][1]["edited_timestamp"] == events[1][1]["edited_timestamp"] is not None
    assert events[3][1]["ids"] == [two.id, three.id]
    assert not one.there


async def test_a_channel_that_the_bot_cannot_see_is_silent(bot: RawBot) -> None:
    socket = await listen(bot)
    server = bot.server
    secret = await server.guilds.channel("secret")
    await server.guilds.allow(secret, "mojibot", deny=Permission.VIEW_CHANNEL)

    post = await server.say("psst", channel=secret)
    await server.say("hello")

    events = [(await heard(socket))[0] for _ in range(3)]
    assert events == ["CHANNEL_CREATE", "CHANNEL_UPDATE", "MESSAGE_CREATE"]
    assert await react(bot, post, "🎉") == 50001


async def test_a_reaction_is_seen_by_all_and_taken_back(bot: RawBot) -> None:
    socket = await listen(bot)
    post = await bot.server.say("hello")
    await bot.server.life.react(post, "🎉", author="grace")

    assert await react(bot, post, "🎉") == 0
    assert post.reactions == {"🎉": ["grace", "mojibot"]}
    await bot.ask("DELETE", where(post, bot, "🎉"))
    assert post.reactions == {"🎉": ["grace"]}

    events = [await heard(socket) for _ in range(4)][1:]
    assert [(event, data["user_id"]) for event, data in events] == [
        ("MESSAGE_REACTION_ADD", bot.server.world.person("grace")["id"]),
        ("MESSAGE_REACTION_ADD", bot.server.bot["id"]),
        ("MESSAGE_REACTION_REMOVE", bot.server.bot["id"]),
    ]


@pytest.mark.parametrize(
    ("emoji", "code"),
    [
        ("✉️", 0),
        ("✉", 10014),
        ("❤️‍🔥", 0),
        ("❤‍🔥", 10014),
        ("#️⃣", 0),
        ("👍🏽", 0),
        ("tada", 10014),
        (":tada:", 10014),
        ("🎉🎉", 10014),
        ("🫩", 10014),  # of 2024, newer than the clients
        ("blob:1", 10014),
    ],
)
async def test_an_emoji_must_be_spelled_as_clients_spell_it(
    bot: RawBot, emoji: str, code: int
) -> None:
    post = await bot.server.say("hello")

    assert await react(bot, post, emoji) == code


def test_all_of_unicodes_emojis_are_known() -> None:
    assert len(spellings()) == 3_944


async def test_what_stands_there_in_an_old_spelling_can_be_joined(bot: RawBot) -> None:
    post = await bot.server.say("you have mail")
    await bot.server.life.react(post, "✉", author="grace")

    assert await react(bot, post, "✉") == 0
    assert post.reactions == {"✉": ["grace", "mojibot"]}


async def test_drawn_emojis_work_where_they_are_known_and_allowed(bot: RawBot) -> None:
    server = bot.server
    own = await server.guilds.emoji("blobRain")
    other = await server.guilds.found("Elsewhere")
    foreign = await server.guilds.emoji("frog", animated=True, guild=other)
    post = await server.say("rain")

    async def code(emoji: Json) -> int:
        return await react(bot, post, f"{emoji['name']}:{emoji['id']}")

    assert await code(own) == 0
    assert await code(foreign) == 0
    await server.guilds.allow(server.channel, "@everyone", deny=Permission.USE_EXTERNAL_EMOJIS)
    post = await server.say("more rain")
    assert await code(own) == 0
    assert await code(foreign) == 50013
    await server.guilds.remove_emoji(own)
    assert await code(own) == 10014


@pytest.mark.parametrize(
    ("denied", "code", "joining"),
    [
        (Permission.VIEW_CHANNEL, 50001, 50001),
        (Permission.READ_MESSAGE_HISTORY, 50013, 50013),
        (Permission.ADD_REACTIONS, 50013, 0),
    ],
)
async def test_reactions_need_permission_and_joining_needs_less(
    bot: RawBot, denied: Permission, code: int, joining: int
) -> None:
    server = bot.server
    post = await server.say("hello")
    await server.life.react(post, "🎉")
    await server.guilds.allow(server.channel, "mojibot", deny=denied)

    assert await react(bot, post, "🐶") == code
    assert await react(bot, post, "🎉") == joining


async def test_a_message_takes_twenty_different_reactions(bot: RawBot) -> None:
    post = await bot.server.say("hello")
    for emoji in list(spellings())[:20]:
        await bot.server.life.react(post, emoji)

    assert await react(bot, post, "🎉") == 30010
    assert await react(bot, post, "😀") == 0


async def test_who_has_blocked_the_bot_gets_no_reaction(bot: RawBot) -> None:
    post = await bot.server.say("hello")
    bot.server.block("ada")

    assert await react(bot, post, "🎉") == 90001


async def test_a_message_that_is_gone_or_elsewhere_is_unknown(bot: RawBot) -> None:
    post = await bot.server.say("hello")
    path = where(post, bot, "🎉")
    elsewhere = await bot.server.guilds.channel("elsewhere")
    other = path.replace(bot.server.channel["id"], elsewhere["id"], 1)
    nowhere = path.replace(bot.server.channel["id"], "1", 1)

    assert (await bot.ask("PUT", other))[1]["code"] == 10008
    assert (await bot.ask("PUT", nowhere))[1]["code"] == 10003
    await bot.server.life.delete(post)
    assert (await bot.ask("PUT", path))[1]["code"] == 10008


async def test_only_moderators_take_others_reactions_away(bot: RawBot) -> None:
    server = bot.server
    post = await server.say("hello")
    await server.life.react(post, "🎉", author="grace")
    path = where(post, bot, "🎉", server.world.person("grace")["id"])

    _, answer = await bot.ask("DELETE", path)
    assert answer["code"] == 50013
    await server.guilds.allow(server.channel, "mojibot", allow=Permission.MANAGE_MESSAGES)
    assert (await bot.ask("DELETE", path))[0] == 204
    assert post.reactions == {}


async def test_a_message_is_looked_up_with_its_reactions(bot: RawBot) -> None:
    post = await bot.server.say("hello")
    await bot.server.life.react(post, "🎉")
    path = f"/channels/{bot.server.channel['id']}/messages/{post.id}"

    _, message = await bot.ask("GET", path)
    assert (message["content"], message["reactions"][0]["count"]) == ("hello", 1)
    bot.server.registry.set_flags(0)
    _, message = await bot.ask("GET", path)
    assert message["content"] == ""


async def test_channels_threads_and_posts_are_made_and_go(bot: RawBot) -> None:
    socket = await listen(bot)
    guilds = bot.server.guilds
    category = await guilds.channel("Fun", kind=objects.CATEGORY)
    forum = await guilds.channel("help", kind=objects.FORUM, category=category)
    post = await guilds.thread(forum, "my cat is stuck", "ada")
    await bot.server.say("it sits in the tree", channel=post)
    await guilds.delete_channel(post)
    await guilds.delete_channel(forum)

    events = [await heard(socket) for _ in range(6)]
    assert [event for event, _ in events] == [
        *("CHANNEL_CREATE", "CHANNEL_CREATE", "THREAD_CREATE"),
        *("MESSAGE_CREATE", "THREAD_DELETE", "CHANNEL_DELETE"),
    ]
    assert events[3][1]["channel_id"] == post["id"]


async def test_servers_come_and_go(bot: RawBot) -> None:
    socket = await listen(bot)
    other = await bot.server.guilds.found("Elsewhere")
    await bot.server.guilds.outage(other)
    await bot.server.guilds.throw_out(other)
    await bot.server.guilds.invite(other)

    events = [await heard(socket) for _ in range(4)]
    assert [(event, data.get("unavailable")) for event, data in events] == [
        ("GUILD_CREATE", None),
        ("GUILD_DELETE", True),
        ("GUILD_DELETE", None),
        ("GUILD_CREATE", None),
    ]


async def test_nothing_is_heard_of_servers_where_the_bot_is_not(bot: RawBot) -> None:
    abroad = await bot.server.guilds.found("Abroad", invited=False)
    socket = await listen(bot)

    there = await bot.server.guilds.channel("there", guild=abroad)
    await bot.server.say("hello", channel=there)
    await bot.server.say("and here")

    event, message = await heard(socket)
    assert (event, message["content"]) == ("MESSAGE_CREATE", "and here")


async def test_a_shard_hears_of_its_own_servers(bot: RawBot) -> None:
    other = await bot.server.guilds.found("Elsewhere")
    sockets = [await bot.identify(intents=int(HEARS_ALL), shard=[number, 2]) for number in range(2)]
    await bot.server.gateway.until_connected(2)
    channel = await bot.server.guilds.channel("there", guild=other)
    await bot.server.say("hello", channel=channel)

    heard_of: list[set[Any]] = []
    for socket in sockets:
        ready = (await heard(socket))[1]
        [guild] = ready["guilds"]
        heard_of.append({guild["id"]})
        assert (await heard(socket))[1]["id"] == guild["id"]
        if guild["id"] == other.id:
            assert [(await heard(socket))[0] for _ in range(2)] == [
                "CHANNEL_CREATE",
                "MESSAGE_CREATE",
            ]
    assert heard_of[0] | heard_of[1] == {bot.server.home.id, other.id}


async def test_who_holds_a_role_has_its_permissions(bot: RawBot) -> None:
    server = bot.server
    moderators = await server.guilds.role("moderators", Permission.MANAGE_MESSAGES)
    member = await server.guilds.give("grace", moderators)

    def held() -> bool:
        granted = server.home.permissions(member["user"]["id"], server.channel)
        return bool(granted & Permission.MANAGE_MESSAGES)

    assert held()
    await server.guilds.allow(server.channel, "moderators", deny=Permission.MANAGE_MESSAGES)
    assert not held()
    await server.guilds.allow(server.channel, "grace", allow=Permission.MANAGE_MESSAGES)
    assert held()
    await server.guilds.allow(server.channel, "@everyone", deny=Permission.VIEW_CHANNEL)
    assert not held()

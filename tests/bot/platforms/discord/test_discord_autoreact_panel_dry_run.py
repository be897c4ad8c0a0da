"""The dry run of /autoreact: what would have been done with what came in, and what is forgotten."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.features.auto_react import Reason
from bot.features.incoming import IncomingMessage
from bot.features.watching import MESSAGES, PANELS, Watchers
from bot.localisation import LOCALES, Locale, text
from bot.settings import Settings, load_settings
from bot.store.face import Store
from bot.store.records import (
    DISCORD,
    EVERYWHERE,
    PersonKey,
    ServerKey,
    category_scope,
    channel_scope,
)
from tests.bot.fakes import FakeLoader, FakeModel
from tests.bot.platforms.discord.conftest import StartBot
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.permissions import Permission
from tests.loopback.discord.server import TOKEN
from tests.loopback.discord.shown import Shown

MANAGER = "owner"
SERVER = ServerKey(DISCORD, "1")
ADA = PersonKey(DISCORD, "2")
GRACE = PersonKey(DISCORD, "3")


@pytest.fixture
def settings(server: LoopbackDiscord) -> Settings:
    """The bot may read messages."""
    server.grant_message_content()
    return load_settings({"DISCORD_TOKEN": TOKEN, "DISCORD_MESSAGE_CONTENT": "true"})


def message(n: int = 0, *, channel: str = "10", author: PersonKey = GRACE) -> IncomingMessage:
    return IncomingMessage(
        id=str(n), server=SERVER, channel=channel, author=author, text=f"hello {n}", sent=0.0
    )


async def open_panel(server: LoopbackDiscord) -> Shown:
    return await (await server.slash_command("autoreact", author=MANAGER)).answer()


async def dry_run(panel: Shown) -> Shown:
    return await (await panel.press("Dry run", author=MANAGER)).answer()


async def test_a_dry_run_shows_to_the_manager_alone_what_would_have_been_done(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    model = FakeModel({"we won the *cup*": ["🏆"]}, probability=0.95, quiet=0.01)
    async with start_bot(FakeLoader(model)):
        panel = await open_panel(server)
        assert "⚠️" not in panel.text
        often = await panel.choose("panel:autoreact:floor", ["often"], author=MANAGER)
        panel = await often.answer()
        won = await server.say("we won the *cup*", author="ada")
        await server.say("beep", author="robot", bot=True)
        answer = await dry_run(panel)

    assert answer.ephemeral
    title, *lines = answer.content.splitlines()
    assert title.startswith("**Nothing was sent.**")
    link = f"https://discord.com/channels/{server.guild['id']}/{server.channel['id']}/{won.id}"
    assert lines[0] == rf"> we won the \*cup\* {link}"
    assert lines[1] == "🏆 This fits."
    assert lines[3] == "A bot wrote it."
    assert won.reactions == {}
    assert answer.pings == ()


async def test_a_manager_reads_nothing_from_a_channel_that_they_may_not_see(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        managers = await server.guilds.role("managers", Permission.MANAGE_GUILD)
        await server.guilds.give("mallory", managers)
        board = await server.guilds.channel("board")
        await server.guilds.allow(board, "@everyone", deny=Permission.VIEW_CHANNEL)
        await server.guilds.allow(board, "mojibot", allow=Permission.VIEW_CHANNEL)
        await server.guilds.allow(board, "ada", allow=Permission.VIEW_CHANNEL)
        panels = {}
        for manager in ("mallory", MANAGER):
            panel = await (await server.slash_command("autoreact", author=manager)).answer()
            everywhere = await panel.choose("panel:autoreact:scope", ["Everywhere"], author=manager)
            panels[manager] = await everywhere.answer()
        await server.say("we fire grace", author="ada", channel=board)
        await server.say("lunch anybody", author="ada")
        seen = {
            manager: await (await panel.press("Dry run", author=manager)).answer()
            for manager, panel in panels.items()
        }

    assert "lunch anybody" in seen["mallory"].content
    assert "fire" not in seen["mallory"].content
    assert "we fire grace" in seen[MANAGER].content


async def test_a_manager_reads_nothing_from_a_private_thread(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        managers = await server.guilds.role("managers", Permission.MANAGE_GUILD)
        await server.guilds.give("mallory", managers)
        asked = await server.slash_command("autoreact", author="mallory")
        panel = await asked.answer()
        aside = await server.guilds.thread(server.channel, "aside", "ada", private=True)
        await server.say("between us", author="ada", channel=aside)
        answer = await (await panel.press("Dry run", author="mallory")).answer()

    assert "between us" not in answer.content


async def test_what_was_written_before_the_panel_was_open_is_not_known(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        await server.say("before", author="ada")
        panel = await open_panel(server)
        answer = await dry_run(panel)

    assert answer.content.startswith("Nobody has written there since this panel was opened.")


async def test_who_opted_out_stays_out_of_the_dry_run(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        panel = await open_panel(server)
        await server.say("mine", author="ada")
        await (await server.slash_command("optout", author="ada")).answer()
        await server.say("mine again", author="ada")
        await server.say("anybody may read this", author="grace")
        answer = await dry_run(panel)

    assert "mine" not in answer.content
    assert "anybody may read this" in answer.content


async def test_a_message_that_was_deleted_stays_out_of_the_dry_run(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        panel = await open_panel(server)
        regretted = await server.say("regretted", author="ada")
        await server.say("stays", author="ada")
        await server.life.delete(regretted)
        answer = await dry_run(panel)

    assert "regretted" not in answer.content
    assert "stays" in answer.content


async def test_a_dry_run_shows_what_a_message_says_now(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        panel = await open_panel(server)
        post = await server.say("my number is 555", author="ada")
        await server.life.edit(post, "never mind")
        answer = await dry_run(panel)

    assert "555" not in answer.content
    assert "never mind" in answer.content


async def test_a_dry_run_changes_no_setting(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        panel = await open_panel(server)
        await server.say("hello", author="ada")
        await dry_run(panel)

    settings = await store.settings(ServerKey(DISCORD, server.guild["id"]))
    assert settings.auto_react == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_verdict_is_said_in_words(locale: Locale) -> None:
    sentences = {text(locale, f"autoreact-reason-{r.replace('_', '-')}") for r in Reason}

    assert len(sentences) == len(Reason)


async def test_only_the_last_messages_are_remembered() -> None:
    watchers = Watchers()
    watchers.watch(SERVER, ADA, EVERYWHERE)
    for n in range(MESSAGES + 3):
        watchers.saw(message(n))

    assert [m.id for m in watchers.seen(SERVER, ADA)] == ["3", "4", "5", "6", "7"]


async def test_nothing_is_remembered_without_a_panel_nor_from_elsewhere() -> None:
    watchers = Watchers()
    watchers.saw(message())
    watchers.watch(SERVER, ADA, channel_scope("10"))
    watchers.saw(message(channel="11"))

    assert watchers.seen(SERVER, ADA) == ()
    assert watchers.seen(SERVER, GRACE) == ()


@pytest.mark.parametrize("scope", [EVERYWHERE, category_scope("7"), channel_scope("10")])
async def test_threads_belong_to_their_channel_and_its_category(scope: str) -> None:
    watchers = Watchers()
    watchers.watch(SERVER, ADA, scope)
    in_thread = replace(message(channel="99"), parent="10", category="7")
    watchers.saw(in_thread)

    assert watchers.seen(SERVER, ADA) == (in_thread,)


async def test_a_closed_panel_forgets() -> None:
    watchers = Watchers()
    watchers.watch(SERVER, ADA, EVERYWHERE)
    watchers.saw(message())
    watchers.close(SERVER, ADA)

    assert watchers.seen(SERVER, ADA) == ()


async def test_a_panel_that_is_left_open_forgets_after_a_while() -> None:
    watchers = Watchers(lives=0.0)
    watchers.watch(SERVER, ADA, EVERYWHERE)
    watchers.saw(message())
    assert watchers.seen(SERVER, ADA)
    later = asyncio.Event()
    asyncio.get_running_loop().call_later(0.0, later.set)
    await later.wait()

    assert watchers.seen(SERVER, ADA) == ()


async def test_another_scope_starts_afresh_and_the_same_one_goes_on() -> None:
    watchers = Watchers()
    watchers.watch(SERVER, ADA, EVERYWHERE)
    watchers.saw(message(1))
    watchers.watch(SERVER, ADA, EVERYWHERE)
    assert [m.id for m in watchers.seen(SERVER, ADA)] == ["1"]
    watchers.watch(SERVER, ADA, channel_scope("10"))

    assert watchers.seen(SERVER, ADA) == ()


async def test_a_person_and_deleted_messages_are_forgotten_everywhere() -> None:
    watchers = Watchers()
    watchers.watch(SERVER, ADA, EVERYWHERE)
    for n, author in enumerate((ADA, GRACE, GRACE)):
        watchers.saw(message(n, author=author))
    watchers.forget(ADA)
    watchers.deleted(["1"])

    assert [m.id for m in watchers.seen(SERVER, ADA)] == ["2"]


async def test_the_oldest_of_too_many_panels_is_forgotten() -> None:
    watchers = Watchers()
    managers = [PersonKey(DISCORD, str(n)) for n in range(PANELS + 1)]
    for manager in managers:
        watchers.watch(SERVER, manager, EVERYWHERE)
    watchers.saw(message())

    assert watchers.seen(SERVER, managers[0]) == ()
    assert len(watchers.seen(SERVER, managers[1])) == 1

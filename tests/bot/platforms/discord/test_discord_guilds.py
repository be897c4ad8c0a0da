"""Coming to servers and leaving them: what was set there is kept for a while, and no longer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest

from bot.settings import Settings
from bot.store.records import DISCORD, ServerKey, ServerSettings
from bot.store.store import DatabaseStore, open_store
from tests.bot.fakes import FakeLoader
from tests.bot.platforms.discord.conftest import StartBot
from tests.bot.platforms.discord.reading import SETTINGS, events_heard, heard, logged, sure
from tests.loopback.discord import LoopbackDiscord

DAY: Final = 86_400.0


@pytest.fixture
def settings() -> Settings:
    return SETTINGS


@pytest.fixture
async def store(server: LoopbackDiscord, tmp_path: Path) -> AsyncIterator[DatabaseStore]:
    """A store that goes by the loopback's clock."""
    store = await open_store(f"sqlite:///{tmp_path / 'mojibot.db'}", clock=server.clock.now)
    yield store
    await store.aclose()


@asynccontextmanager
async def connected(start_bot: StartBot) -> AsyncIterator[None]:
    """A bot that knows all its servers; discord.py waits 2 s for more of them."""
    with logged("connected to Discord") as ready:
        async with start_bot(FakeLoader(sure())):
            await heard(ready)
            yield


async def test_a_server_that_threw_the_bot_out_is_forgotten_after_a_month(
    server: LoopbackDiscord, home: ServerKey, store: DatabaseStore, start_bot: StartBot
) -> None:
    async with start_bot():
        await server.guilds.throw_out()
        await events_heard(server)
        await store.keep()
        server.clock.advance(29 * DAY)
        await store.keep()
        kept = await store.settings(home)
        server.clock.advance(2 * DAY)
        await store.keep()
        forgotten = await store.settings(home)

    assert kept != ServerSettings()
    assert forgotten == ServerSettings()


async def test_a_server_that_invites_the_bot_again_in_time_finds_its_settings(
    server: LoopbackDiscord, home: ServerKey, store: DatabaseStore, start_bot: StartBot
) -> None:
    async with connected(start_bot):
        await server.guilds.throw_out()
        await events_heard(server)
        await store.keep()
        server.clock.advance(29 * DAY)
        await server.guilds.invite()
        await server.until_reacted(await server.say("we won"))
        server.clock.advance(29 * DAY)
        await store.keep()

    assert await store.settings(home) != ServerSettings()


async def test_a_server_that_comes_back_while_the_bot_is_down_is_not_forgotten(
    server: LoopbackDiscord, home: ServerKey, store: DatabaseStore, start_bot: StartBot
) -> None:
    async with start_bot():
        await server.guilds.throw_out()
        await events_heard(server)
        await store.keep()
    await server.guilds.invite()
    async with connected(start_bot):
        server.clock.advance(31 * DAY)
        await store.keep()

    assert await store.settings(home) != ServerSettings()


async def test_a_server_that_threw_the_bot_out_while_it_was_down_is_forgotten_too(
    server: LoopbackDiscord, home: ServerKey, store: DatabaseStore, start_bot: StartBot
) -> None:
    await server.guilds.throw_out()
    async with connected(start_bot):
        await store.keep()
        server.clock.advance(31 * DAY)
        await store.keep()

    assert await store.settings(home) == ServerSettings()


async def test_a_server_in_an_outage_while_the_bot_starts_is_not_forgotten(
    server: LoopbackDiscord,
    home: ServerKey,
    store: DatabaseStore,
    start_bot: StartBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    greeting = server.gateway._greeting
    monkeypatch.setattr(server.gateway, "_greeting", lambda session: greeting(session)[:1])
    async with connected(start_bot):
        await store.keep()
        server.clock.advance(31 * DAY)
        await store.keep()

    assert await store.settings(home) != ServerSettings()


async def test_a_server_with_the_commands_alone_is_remembered_while_they_are_used(
    server: LoopbackDiscord, home: ServerKey, store: DatabaseStore, start_bot: StartBot
) -> None:
    await server.guilds.throw_out()
    server.home.commands = True
    async with connected(start_bot):
        await store.keep()
        server.clock.advance(20 * DAY)
        await (await server.slash_command("model")).answer()
        await store.keep()
        server.clock.advance(20 * DAY)
        await store.keep()

    assert await store.settings(home) != ServerSettings()


async def test_an_outage_of_discords_is_no_farewell(
    server: LoopbackDiscord, home: ServerKey, store: DatabaseStore, start_bot: StartBot
) -> None:
    async with start_bot():
        await server.guilds.outage()
        await events_heard(server)
        server.clock.advance(31 * DAY)
        await store.keep()

    assert await store.settings(home) != ServerSettings()


@pytest.mark.usefixtures("home")
async def test_a_new_server_gets_no_reaction_until_somebody_wants_some(
    server: LoopbackDiscord, store: DatabaseStore, start_bot: StartBot
) -> None:
    async with start_bot(FakeLoader(sure())):
        elsewhere = await server.guilds.found("Elsewhere")
        channel = await server.guilds.channel("general", guild=elsewhere)
        post = await server.say("so tired", channel=channel)
        await server.until_reacted(await server.say("we won"))

    assert post.reactions == {}
    assert await store.settings(ServerKey(DISCORD, elsewhere.id)) == ServerSettings()

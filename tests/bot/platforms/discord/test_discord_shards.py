"""A bot on many servers: several connections, in one process or in several."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import discord
import pytest

from bot.inference import Worker
from bot.platforms.discord.services import make_services
from bot.platforms.discord.supervisor import run
from bot.settings import Settings, load_settings
from bot.store.face import Store
from bot.store.records import DISCORD, EVERYWHERE, ServerKey
from tests.bot.fakes import FakeLoader
from tests.bot.platforms.discord.reading import (
    REACTS,
    events_heard,
    heard,
    logged,
    set_rules,
    sure,
)
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.objects import Json
from tests.loopback.discord.server import TOKEN
from tests.loopback.discord.sessions import Intent


def _settings(**more: str) -> Settings:
    return load_settings({"DISCORD_TOKEN": TOKEN, "DISCORD_MESSAGE_CONTENT": "true", **more})


@asynccontextmanager
async def process(
    settings: Settings, server: LoopbackDiscord, store: Store
) -> AsyncIterator[asyncio.Task[None]]:
    """One process of the bot."""
    worker = Worker(FakeLoader(sure()))
    worker.start()
    services = make_services(settings, worker, store, clock=server.clock.now)
    running = asyncio.create_task(run(settings, services))
    try:
        yield running
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await worker.aclose()


@pytest.fixture
async def channels(registered: LoopbackDiscord, store: Store) -> tuple[Json, Json]:
    """A channel each on two servers that fall to different shards."""
    registered.grant_message_content()
    other = await registered.guilds.found("Elsewhere")
    channel = await registered.guilds.channel("general", guild=other)
    for guild in (registered.home, other):
        await set_rules(store, ServerKey(DISCORD, guild.id), {EVERYWHERE: REACTS})
    assert int(registered.home.id) >> 22 & 1 != int(other.id) >> 22 & 1
    return registered.channel, channel


async def test_two_processes_share_the_servers(
    server: LoopbackDiscord, store: Store, channels: tuple[Json, Json]
) -> None:
    async with AsyncExitStack() as stack:
        for number in ("0", "1"):
            settings = _settings(SHARD_COUNT="2", SHARD_IDS=number)
            await stack.enter_async_context(process(settings, server, store))
        await server.gateway.until_connected(2)
        posts = [await server.say("we won", channel=channel) for channel in channels]
        reactions = [await server.until_reacted(post) for post in posts]

    assert reactions == [{"🏆": ["mojibot"]}] * 2
    assert sorted(i["shard"] for i in server.recorder.identifies) == [[0, 2], [1, 2]]
    assert len([e for e in server.recorder.exchanges if "/reactions/" in e.path]) == 2


async def test_a_process_leaves_the_servers_of_others_alone(
    server: LoopbackDiscord, store: Store, channels: tuple[Json, Json]
) -> None:
    ours = int(server.home.id) >> 22 & 1  # whose events can be waited for
    others = [c["guild_id"] for c in channels if int(c["guild_id"]) >> 22 & 1 != ours]
    gone = {number: ServerKey(DISCORD, str((2 << 22 | int(number) << 22) + 9)) for number in "01"}
    for key in gone.values():
        await set_rules(store, key, {EVERYWHERE: REACTS})
    with logged("connected to Discord") as ready:
        settings = _settings(SHARD_COUNT="2", SHARD_IDS=str(ours))
        async with process(settings, server, store):
            await heard(ready)
            await events_heard(server)
    await store.aclose()

    known = {key.server for key in await store.known(DISCORD)}
    assert gone[str(ours)].server not in known
    assert {gone[str(1 - ours)].server, *others} <= known


async def test_as_many_connections_are_opened_as_discord_recommends(
    server: LoopbackDiscord,
    store: Store,
    channels: tuple[Json, Json],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def at_once(client: discord.Client, shard: int | None, *, initial: bool) -> None:
        del client, shard, initial  # discord.py waits 5 s, as Discord asks of it

    monkeypatch.setattr(discord.Client, "before_identify_hook", at_once)
    server.registry.shards = 2
    async with process(_settings(), server, store):
        await server.gateway.until_connected(2)
        posts = [await server.say("we won", channel=channel) for channel in channels]
        reactions = [await server.until_reacted(post) for post in posts]
        await events_heard(server)

    assert reactions == [{"🏆": ["mojibot"]}] * 2
    assert sorted(i["shard"] for i in server.recorder.identifies) == [[0, 2], [1, 2]]


async def test_a_shard_whose_connection_breaks_resumes(
    server: LoopbackDiscord, store: Store, channels: tuple[Json, Json]
) -> None:
    del channels
    async with process(_settings(SHARD_COUNT="1"), server, store):
        await server.gateway.until_connected()
        await server.gateway.close(4000)
        await server.gateway.until_connected(2)
        await server.until_reacted(await server.say("we won"))

    assert len(server.recorder.identifies) == len(server.recorder.resumes) == 1


async def test_a_shard_that_discord_refuses_the_content_goes_on_with_commands(
    registered: LoopbackDiscord, store: Store
) -> None:
    async with process(_settings(SHARD_COUNT="1"), registered, store):
        await registered.gateway.until_connected()
        await events_heard(registered)

    first, second = registered.recorder.identifies
    assert first["intents"] & Intent.MESSAGE_CONTENT
    assert not second["intents"] & Intent.MESSAGE_CONTENT

"""A loopback Discord, and the bot running against it through the unmodified discord.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Final, Protocol

import pytest

from bot.features.retraining.face import Retrainer
from bot.inference import Worker
from bot.platforms.discord.services import make_services
from bot.platforms.discord.supervisor import run
from bot.platforms.discord.sync import sync_commands
from bot.settings import Settings, load_settings
from bot.store.face import Store
from bot.store.records import DISCORD, EVERYWHERE, ServerKey
from tests.bot.fakes import FakeLoader
from tests.bot.platforms.discord.reading import REACTS, set_rules
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.server import TOKEN

# Never deferred, however slow the machine; and deferred at once, unless the answer is there.
DIRECTLY: Final = 30.0
AT_ONCE: Final = 0.0


async def no_wait(seconds: float) -> None:
    """A backoff that takes no time."""
    del seconds
    await asyncio.sleep(0)


class StartBot(Protocol):
    """Starts a bot and waits until it is connected; leaving the context stops it."""

    def __call__(
        self,
        load: FakeLoader | None = None,
        *,
        patience: float = DIRECTLY,
        max_queue: int = 256,
        sleep: Callable[[float], Awaitable[None]] = no_wait,
        retrainer: Retrainer | None = None,
    ) -> AbstractAsyncContextManager[asyncio.Task[None]]: ...


@pytest.fixture
def settings() -> Settings:
    return load_settings({"DISCORD_TOKEN": TOKEN, "DISCORD_EMOJI_VERSION": "15.1"})


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as server:
        server.point_discord_py_here(monkeypatch)
        yield server
    assert server.recorder.violations == []


@pytest.fixture
async def registered(server: LoopbackDiscord, settings: Settings) -> LoopbackDiscord:
    """The server, once it knows the commands."""
    await sync_commands(settings)
    return server


@pytest.fixture
def start_bot(registered: LoopbackDiscord, settings: Settings, store: Store) -> StartBot:
    @asynccontextmanager
    async def start(
        load: FakeLoader | None = None,
        *,
        patience: float = DIRECTLY,
        max_queue: int = 256,
        sleep: Callable[[float], Awaitable[None]] = no_wait,
        retrainer: Retrainer | None = None,
    ) -> AsyncIterator[asyncio.Task[None]]:
        worker = Worker(load or FakeLoader(), max_queue=max_queue)
        worker.start()
        clock = registered.clock.now
        services = make_services(settings, worker, store, retrainer=retrainer, clock=clock)
        bot = asyncio.create_task(run(settings, services, patience=patience, sleep=sleep))
        try:
            await registered.gateway.until_connected()
            yield bot
        finally:
            bot.cancel()
            with suppress(asyncio.CancelledError):
                await bot
            await worker.aclose()

    return start


@pytest.fixture
async def home(server: LoopbackDiscord, store: Store) -> ServerKey:
    """The server, where the bot may read along and has been switched on everywhere."""
    server.grant_message_content()
    home = ServerKey(DISCORD, server.home.id)
    await set_rules(store, home, {EVERYWHERE: REACTS})
    return home

"""The stage: a loopback Discord and the bot as it ships, on the day's own clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pytest

from bot.app import make_inference
from bot.features.incoming import IncomingMessage
from bot.features.limits import Limits
from bot.features.retraining.face import Retrainer
from bot.features.watching import Watchers
from bot.platforms.discord.services import make_services
from bot.platforms.discord.supervisor import run
from bot.platforms.discord.sync import sync_commands
from bot.settings import load_settings
from bot.store.store import open_store
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.limits import Limit
from tests.loopback.discord.objects import Json
from tests.loopback.discord.server import TOKEN
from tests.played_day.reasoning import Reasoning
from tests.played_day.script import DAY, PEOPLE
from tests.played_day.words import CHANNELS

# Discord's bucket for reactions, one in 250 ms, on a clock that is faster.
REACTION: Final = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"
REACTIONS: Final = Limit(1, 0.01)
PATIENCE: Final = 60.0


class Watching(Watchers):
    """Knows which messages have reached the features."""

    def __init__(self) -> None:
        super().__init__()
        self._last = ""
        self._changed = asyncio.Event()

    def saw(self, message: IncomingMessage) -> None:
        super().saw(message)
        self._last = message.id
        self._changed.set()

    async def until(self, identifier: str) -> None:
        """Wait for a message; they come in their order."""
        async with asyncio.timeout(PATIENCE):
            while not self._last or int(self._last) < int(identifier):
                self._changed.clear()
                await self._changed.wait()


@dataclass(slots=True)
class Stage:
    """Everything that the players need; ``began`` is midnight, in seconds since 1970."""

    server: LoopbackDiscord
    watching: Watching
    reasons: dict[str, str]
    database: Path
    began: float
    channels: dict[str, Json] = field(default_factory=dict)

    async def settled(self) -> None:
        """Wait until the bot has done with all events that have reached it."""
        async with asyncio.timeout(PATIENCE):
            while busy := [t for t in asyncio.all_tasks() if t.get_name().startswith("discord.py")]:
                await asyncio.wait(busy)


@asynccontextmanager
async def stage(folder: Path, *, retrainer: Retrainer | None = None) -> AsyncIterator[Stage]:
    """Open the store, load the model that ships, start the bot, furnish the server."""
    database = folder / "mojibot.db"
    settings = load_settings(
        {
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_MESSAGE_CONTENT": "true",
            "DISCORD_EMOJI_VERSION": "15.1",
            "DEVICE": "cpu",
        }
    )
    with pytest.MonkeyPatch.context() as patch:
        async with LoopbackDiscord() as server:
            server.point_discord_py_here(patch)
            server.grant_message_content()
            midnight = (server.clock.now() // DAY + 1) * DAY
            server.clock.advance(midnight - server.clock.now())
            for method in ("PUT", "DELETE"):
                server.rest.limits.set(method, REACTION, REACTIONS)
            channels = {c.name: await server.guilds.channel(c.name) for c in CHANNELS}
            for name in PEOPLE:
                server.world.join(server.home, server.world.person(name))
            await sync_commands(settings)
            worker = make_inference(settings)
            worker.start()
            store = await open_store(f"sqlite:///{database}")
            clock = server.clock.now
            services = make_services(settings, worker, store, retrainer=retrainer, clock=clock)
            reactor = Reasoning(worker, store, newest=services.newest, clock=clock)
            reactor.reasons = {}
            watching = Watching()
            services = replace(
                services, auto_reactor=reactor, watchers=watching, limits=Limits(clock)
            )
            bot = asyncio.create_task(run(settings, services, sleep=_no_wait))
            try:
                await worker.suggest("good morning", deadline=PATIENCE)  # once it is loaded
                await server.gateway.until_connected()
                yield Stage(server, watching, reactor.reasons, database, midnight, channels)
            finally:
                bot.cancel()
                with suppress(asyncio.CancelledError):
                    await bot
                await worker.aclose()
                await store.aclose()


async def _no_wait(seconds: float) -> None:
    """A backoff that takes no time."""
    del seconds
    await asyncio.sleep(0)

"""The stage: a loopback Slack and the bot as it ships, on the day's own clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from bot.app import make_inference
from bot.features.limits import Limits
from bot.features.retraining.face import Retrainer
from bot.platforms.slack.access import Access
from bot.platforms.slack.services import SlackServices, make_slack_services
from bot.platforms.slack.supervisor import run
from bot.settings import load_settings
from bot.store.store import open_store
from tests.loopback.slack import SlackServer
from tests.loopback.slack.objects import Channel
from tests.played_day.reasoning import Reasoning
from tests.played_day.script import DAY, PEOPLE
from tests.played_day.words import CHANNELS

BOSS: Final = "boss"
PATIENCE: Final = 60.0
# As many connections as the bot keeps.
CONNECTIONS: Final = 2
CONNECTION_TRIES: Final = 10


@dataclass(slots=True)
class Stage:
    """Everything that the players need; ``began`` is midnight, in seconds since 1970."""

    server: SlackServer
    services: SlackServices
    reasons: dict[str, str]
    database: Path
    began: float
    channels: dict[str, Channel] = field(default_factory=dict)

    async def settled(self) -> None:
        """Wait until the bot has acknowledged everything, and done with it."""
        await self.server.until_settled()
        async with asyncio.timeout(PATIENCE):
            await self.services.tasks.settle()


@asynccontextmanager
async def stage(folder: Path, *, retrainer: Retrainer | None = None) -> AsyncIterator[Stage]:
    """Open the store, load the model that ships, start the bot, furnish the workspace."""
    database = folder / "mojibot.db"
    settings = load_settings(
        {
            "SLACK_BOT_TOKEN": SlackServer.bot_token,
            "SLACK_APP_TOKEN": SlackServer.app_token,
            "DEVICE": "cpu",
        }
    )
    async with SlackServer() as server:
        midnight = (server.clock.now() // DAY + 1) * DAY
        server.clock.advance(midnight - server.clock.now())
        server.limits.on = True
        # Slack says "one or more a minute", and lets a start with two connections pass.
        server.limits.calls["apps.connections.open"] = CONNECTION_TRIES
        server.world.person(BOSS, is_admin=True)
        for name in PEOPLE:
            server.world.person(name)
        channels = {c.name: server.world.channel(c.name) for c in CHANNELS}
        worker = make_inference(settings)
        worker.start()
        store = await open_store(f"sqlite:///{database}")
        clock = server.clock.now
        services = make_slack_services(settings, worker, store, retrainer=retrainer, clock=clock)
        reactor = Reasoning(worker, store, newest=services.newest, clock=clock)
        reactor.reasons = {}
        services = replace(
            services, auto_reactor=reactor, access=Access(clock), limits=Limits(clock)
        )
        bot = asyncio.create_task(run(settings, services, base_url=server.api_url, sleep=_no_wait))
        try:
            await worker.suggest("good morning", deadline=PATIENCE)  # once it is loaded
            await server.sockets.until_connected(CONNECTIONS)
            yield Stage(server, services, reactor.reasons, database, midnight, channels)
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

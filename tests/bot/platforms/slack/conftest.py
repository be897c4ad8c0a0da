"""A loopback Slack, and the bot running against it through the unmodified slack_bolt."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from bot.features.retraining.face import Retrainer
from bot.inference import Worker
from bot.platforms.slack.retraining import picture, showing
from bot.platforms.slack.services import SlackServices, make_slack_services
from bot.platforms.slack.supervisor import run
from bot.settings import Settings, load_settings
from bot.store.face import Store
from bot.store.records import SLACK, ServerKey
from tests.bot.fakes import FakeLoader
from tests.bot.retraining import ScriptedRetrainer
from tests.loopback.slack import SlackServer


async def no_wait(seconds: float) -> None:
    """A backoff that takes no time."""
    del seconds
    await asyncio.sleep(0)


@dataclass(frozen=True, slots=True)
class Running:
    """A bot at work: its task, and what its features work with."""

    task: asyncio.Task[None]
    services: SlackServices


class StartSlack(Protocol):
    """Starts a bot and waits until it is connected; leaving the context stops it."""

    def __call__(
        self,
        load: FakeLoader | None = None,
        *,
        max_queue: int = 256,
        store: Store | None = None,
        retrainer: Retrainer | None = None,
        sleep: Callable[[float], Awaitable[None]] = no_wait,
    ) -> AbstractAsyncContextManager[Running]: ...


@pytest.fixture
def slack_settings() -> Settings:
    return load_settings(
        {"SLACK_BOT_TOKEN": SlackServer.bot_token, "SLACK_APP_TOKEN": SlackServer.app_token}
    )


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """Leaving it fails the test for every violation that was not forgiven."""
    async with SlackServer() as slack:
        yield slack


@pytest.fixture
def workspace(slack: SlackServer) -> ServerKey:
    return ServerKey(SLACK, slack.world.team_id)


@pytest.fixture
def boss(slack: SlackServer) -> str:
    """Somebody who administers the workspace."""
    slack.world.person("boss", is_admin=True, tz="Asia/Tokyo")
    return "boss"


@pytest.fixture
def start_slack(slack: SlackServer, slack_settings: Settings, store: Store) -> StartSlack:
    usual = store

    @asynccontextmanager
    async def start(
        load: FakeLoader | None = None,
        *,
        max_queue: int = 256,
        store: Store | None = None,
        retrainer: Retrainer | None = None,
        sleep: Callable[[float], Awaitable[None]] = no_wait,
    ) -> AsyncIterator[Running]:
        worker = Worker(load or FakeLoader(), max_queue=max_queue)
        worker.start()
        services = make_slack_services(
            slack_settings, worker, store or usual, retrainer=retrainer, clock=slack.clock.now
        )
        bot = asyncio.create_task(
            run(slack_settings, services, base_url=slack.api_url, sleep=sleep)
        )
        try:
            await slack.sockets.until_connected(2)
            yield Running(bot, services)
        finally:
            bot.cancel()
            with suppress(asyncio.CancelledError):
                await bot
            # Else what comes next would be sent to whoever is gone.
            await slack.wait_for(lambda: not slack.sockets.connections)
            await worker.aclose()

    return start


@pytest.fixture
def retrainer(tmp_path: Path) -> ScriptedRetrainer:
    """A retrainer whose progress the test tells."""
    return ScriptedRetrainer(tmp_path)


@pytest.fixture
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A retraining's message follows every change at once."""
    monkeypatch.setattr(showing, "EVERY", 0.0)
    monkeypatch.setattr(picture, "EVERY", 0.0)

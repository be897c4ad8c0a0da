"""The chat platforms that are configured, over one model, one store and one retrainer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.errors import CannotRun
from bot.inference import Inference
from bot.registry import Registry
from bot.settings import Settings
from bot.store.errors import StoreError

if TYPE_CHECKING:
    from bot.features.retraining.face import Retrainer
    from bot.platforms.slack.http import Door
    from bot.store.face import Store


class Chat:
    """Discord, Slack, both or neither. What is not configured is not even imported."""

    def __init__(
        self,
        settings: Settings,
        worker: Inference,
        *,
        way: Callable[[bool], Awaitable[None]] | None = None,
        door: Door | None = None,
    ) -> None:
        """``way`` leaves a core to a training; through ``door`` Slack's HTTP requests come."""
        self._settings = settings
        self._worker = worker
        self._way = way
        self._door = door
        self._store: Store | None = None

    async def run(self) -> None:
        """Answer until cancelled; returns where there is nothing to do (any more).

        Raises ``CannotRun`` where a platform refuses the bot for good, also in a group.
        """
        settings = self._settings
        if settings.discord_token is None and settings.slack_bot_token is None:
            return
        # Here, so that the playground alone need not wait for what training needs.
        from bot.features.retraining.retrainer import make_retrainer

        store = await self._open_store()
        retrainer = make_retrainer(settings, Registry(settings.models_dir), self._way)
        await retrainer.open()
        try:
            async with asyncio.TaskGroup() as platforms:
                if settings.discord_token is not None:
                    platforms.create_task(self._run_discord(store, retrainer))
                if settings.slack_bot_token is not None:
                    platforms.create_task(self._run_slack(store, retrainer))
        finally:
            await retrainer.aclose()

    async def aclose(self) -> None:
        """Close the store, once nothing uses it any more."""
        if self._store is not None:
            await self._store.aclose()

    async def _open_store(self) -> Store:
        # Here, so that the playground alone need not wait for SQLAlchemy.
        from bot.store.store import open_store

        try:
            self._store = await open_store(self._settings.database)
        except StoreError as error:
            raise CannotRun(str(error)) from error
        return self._store

    async def _run_discord(self, store: Store, retrainer: Retrainer) -> None:
        from bot.platforms.discord.errors import DiscordError
        from bot.platforms.discord.services import make_services
        from bot.platforms.discord.supervisor import run

        services = make_services(self._settings, self._worker, store, retrainer=retrainer)
        try:
            await run(self._settings, services)
        except DiscordError as error:
            raise CannotRun(str(error)) from error

    async def _run_slack(self, store: Store, retrainer: Retrainer) -> None:
        from bot.platforms.slack.errors import SlackError
        from bot.platforms.slack.services import make_slack_services
        from bot.platforms.slack.supervisor import run

        services = make_slack_services(self._settings, self._worker, store, retrainer=retrainer)
        try:
            await run(self._settings, services, door=self._door)
        except SlackError as error:
            raise CannotRun(str(error)) from error


def make_door(settings: Settings) -> Door | None:
    """What lets Slack's HTTP requests in; None where Slack is not used, or over Socket Mode."""
    secret = settings.slack_signing_secret
    if secret is None or settings.slack_app_token is not None:
        return None
    from bot.platforms.slack.http import Door

    return Door(secret.get_secret_value())

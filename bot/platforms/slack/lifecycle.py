"""When the workspace throws the app out: its settings go, and the adapter stops."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.platforms.slack.services import SlackServices

log = logging.getLogger(__name__)


def register(app: AsyncApp, services: SlackServices) -> None:
    """Listen for the app's removal, and for its token's."""

    async def leave() -> None:
        await services.store.left(services.server)
        services.gone.set()

    @app.event("app_uninstalled")
    async def uninstalled() -> None:
        log.warning("the app was uninstalled", extra={"team": services.workspace.team})
        await leave()

    @app.event("tokens_revoked")
    async def revoked(event: dict[str, Any]) -> None:
        # People's own tokens may be revoked as well; the bot has one, under its own id.
        if services.workspace.bot_user in (event.get("tokens") or {}).get("bot", ()):
            log.warning("the bot token was revoked", extra={"team": services.workspace.team})
            await leave()

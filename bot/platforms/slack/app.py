"""Which features answer which events: a bolt app with the listeners of every feature."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack import home, lifecycle, model, reacting, retraining
from bot.platforms.slack.client import make_client
from bot.platforms.slack.emojify import register as emojify
from bot.platforms.slack.services import SlackServices

# What bolt says below ERROR is for developers, and at INFO and DEBUG it holds whole requests: what
# people wrote, and tokens.
_library = logging.getLogger("slack_bolt")

Register = Callable[[AsyncApp, SlackServices], None]
FEATURES: Final[tuple[Register, ...]] = (
    emojify,
    model.register,
    lifecycle.register,
    reacting.register,
    home.register,
    retraining.register,
)

_ANY: Final = re.compile("")


def make_app(services: SlackServices, client: AsyncWebClient) -> AsyncApp:
    """The app that answers for ``services.workspace`` with the token of ``client``.

    Listeners acknowledge first and hand everything else to ``services.work``.
    """
    _library.setLevel(logging.ERROR)
    app = AsyncApp(
        name="mojibot",
        logger=_library,
        client=make_client(None, client.base_url),
        authorize=_authorise(services, client),
        # Requests are verified where they come in.
        request_verification_enabled=False,
    )
    for register in FEATURES:
        register(app, services)
    _acknowledge_the_rest(app)
    return app


def _authorise(services: SlackServices, client: AsyncWebClient) -> Callable[..., Any]:
    """Nobody needs to be asked again who the bot is: that was the first thing it asked."""
    home = services.workspace

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=home.team,
            bot_user_id=home.bot_user,
            bot_id=home.bot,
            bot_token=client.token,
        )

    return authorize


def _acknowledge_the_rest(app: AsyncApp) -> None:
    """What no feature wants would be sent again and again, and shown to people as a failure."""

    async def nothing() -> None:
        pass

    async def acknowledge(ack: Callable[[], Any]) -> None:
        await ack()

    app.event(_ANY)(nothing)
    for kind in (app.action, app.view, app.options, app.shortcut, app.command):
        kind(_ANY)(acknowledge)

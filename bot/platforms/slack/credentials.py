"""The tokens and the secret, out of the settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.platforms.slack.errors import TokenMissing
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Credentials:
    """``bot_token`` calls methods; events come over ``app_token``'s sockets where there is one.

    Else they come as HTTP requests signed with ``signing_secret``.
    """

    bot_token: str = field(repr=False)
    app_token: str | None = field(repr=False)
    signing_secret: str | None = field(repr=False)


def credentials(settings: Settings) -> Credentials:
    """What the settings hold; raises ``TokenMissing`` where that is not enough."""
    token, app, secret = (
        settings.slack_bot_token,
        settings.slack_app_token,
        settings.slack_signing_secret,
    )
    if token is None or (app is None and secret is None):
        raise TokenMissing
    return Credentials(
        bot_token=token.get_secret_value(),
        app_token=app.get_secret_value() if app else None,
        signing_secret=secret.get_secret_value() if secret else None,
    )

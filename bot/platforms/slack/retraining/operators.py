"""Who may retrain: the bot's operators, looked up anew at each step."""

from __future__ import annotations

import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.features.errors import FeatureError
from bot.features.retraining.desk import Reader
from bot.platforms.slack.emojify.asking import Asker
from bot.platforms.slack.localisation import reader
from bot.platforms.slack.permissions import is_operator
from bot.platforms.slack.services import SlackServices

log = logging.getLogger(__name__)


class OperatorsOnly(FeatureError):
    """Asked by somebody who does not run the bot."""

    message = "slack-retraining-operators-only"


async def reader_of(services: SlackServices, client: AsyncWebClient, asker: Asker) -> Reader:
    """Who asks, as Slack knows them at this moment."""
    services.people.forget(asker.user)
    locale = await reader(services, client, asker.user)
    return Reader(services.person(asker.user, asker.team), locale)


async def check(services: SlackServices, client: AsyncWebClient, asker: Asker) -> None:
    """Raises ``OperatorsOnly`` for everybody else, and for whom Slack does not say."""
    if not await is_operator(services, client, asker.user):
        log.warning(
            "a retraining was refused to somebody who is no operator",
            extra={"user": asker.user, "team": asker.team},
        )
        raise OperatorsOnly

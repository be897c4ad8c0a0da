"""``/emoji-model``: which model answers and how it is doing, to the asker alone."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.features.model_info import ModelState, about_model, model_status
from bot.inference.stats import Stats
from bot.localisation import Locale, text
from bot.platforms.slack.answering import Reply, answer, to_asker
from bot.platforms.slack.localisation import reader
from bot.platforms.slack.markup import plain
from bot.platforms.slack.services import SlackServices
from emojifier.suggestion import ModelInfo

COMMAND: Final = "/emoji-model"


def register(app: AsyncApp, services: SlackServices) -> None:
    """Listen for the command."""

    @app.command(COMMAND)
    async def emoji_model(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        services.work(body, _tell(services, body["user_id"], client, respond))


async def _tell(
    services: SlackServices, user: str, client: AsyncWebClient, respond: AsyncRespond
) -> None:
    """Never waits for a model that still loads."""
    locale = await reader(services, client, user)

    async def reply() -> Reply:
        return Reply(await model_card(services, locale))

    await answer(reply(), to_asker(respond), locale, command=COMMAND)


async def model_card(services: SlackServices, locale: Locale) -> str:
    """What is known of the model that answers, as mrkdwn; or a sentence that says there is none."""
    status, worker = model_status(services.worker), services.worker
    if status.info is not None:
        version = await asyncio.to_thread(services.registry.id_of, status.info.digest)
        return card(status.info, worker.stats(), worker.pending, locale, version)
    loading = status.state is ModelState.LOADING
    return text(locale, "model-loading" if loading else "answers-no-model")


def card(
    info: ModelInfo, stats: Stats, waiting: int, locale: Locale, version: str | None = None
) -> str:
    """A line a fact; ``waiting`` requests are queued or running, ``version`` is its id."""
    title, *facts = about_model(info, stats, waiting, locale, version, plain=plain)
    return "\n".join((f"*{title}*", *facts))

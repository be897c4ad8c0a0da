"""``/emoji-retrain``: a modal, and a direct message that says what was understood of it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.features.retraining.desk import Page, Wish
from bot.localisation import Locale, closest, text
from bot.platforms.slack.answering import Reply, answer, to_asker
from bot.platforms.slack.calling import Undelivered, code_of
from bot.platforms.slack.emojify.asking import asker_of
from bot.platforms.slack.retraining.blocks import drawn
from bot.platforms.slack.retraining.files import fetch_with
from bot.platforms.slack.retraining.following import follow
from bot.platforms.slack.retraining.form import CALLBACK, Refused, form, read, telling
from bot.platforms.slack.retraining.messages import begin
from bot.platforms.slack.retraining.operators import check, reader_of
from bot.platforms.slack.services import RETRAIN, SlackServices

log = logging.getLogger(__name__)

_READING: Final = "files:read"


def register(app: AsyncApp, services: SlackServices) -> None:
    """Listen for the command, and for its modal."""

    @app.command(RETRAIN)
    async def typed(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        services.work(body, _typed(services, body, client, respond))

    @app.view(CALLBACK)
    async def sent(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        locale = closest(body["view"]["private_metadata"])
        try:
            wish = read(body["view"], locale)
        except Refused as refused:
            await ack(response_action="errors", errors={refused.field: refused.said})
            return
        said = text(locale, "slack-retraining-looking")
        await ack(response_action="update", view=telling(locale, said))
        services.work(body, _preview(services, body, client, wish))


async def _typed(
    services: SlackServices, body: Mapping[str, Any], client: AsyncWebClient, respond: AsyncRespond
) -> None:
    """Open the modal within three seconds, or say why there is none."""
    asker = asker_of(body)
    reader = await reader_of(services, client, asker)

    async def reply() -> Reply | None:
        await check(services, client, asker)
        running = services.retraining.running(reader.locale)
        if running is not None:
            return drawn(running, reader.locale)
        return await _open(services, client, body["trigger_id"], reader.locale)

    await answer(reply(), to_asker(respond), reader.locale, command=RETRAIN)


async def _open(
    services: SlackServices, client: AsyncWebClient, trigger: str, locale: Locale
) -> Reply | None:
    data, bases = services.retraining.choices()
    files = _READING in services.workspace.scopes
    view = form(locale, data, bases, files=files, metadata=locale)
    try:
        await client.views_open(trigger_id=trigger, view=view)
    except Undelivered as error:
        log.warning("a modal could not be opened", extra={"error": code_of(error)})
        return Reply(text(locale, "slack-retraining-again", command=RETRAIN))
    return None


async def _preview(
    services: SlackServices, body: Mapping[str, Any], client: AsyncWebClient, wish: Wish
) -> None:
    """Fetch the files and look at everything, then say so in a direct message."""
    asker = asker_of(body)
    reader = await reader_of(services, client, asker)
    locale = reader.locale
    try:
        place = await begin(client, asker.user, text(locale, "slack-working"))
    except Undelivered as error:
        log.warning("an operator takes no direct messages", extra={"error": code_of(error)})
        said = text(locale, "slack-retraining-no-direct")
        with suppress(*Undelivered):
            await client.views_update(view_id=body["view"]["id"], view=telling(locale, said))
        return
    shown: list[Page] = []

    async def reply() -> Reply:
        await check(services, client, asker)
        shown.append(await services.retraining.ask(reader, wish, fetch_with(client)))
        return drawn(shown[0], locale)

    await answer(reply(), place.say, locale, command=RETRAIN)
    for page in shown:
        follow(services, place, page, locale)

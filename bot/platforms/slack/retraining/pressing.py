"""The buttons under previews, progress and results: they work from their own values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.features.retraining.desk import Action, Page
from bot.platforms.slack.answering import Reply, answer, to_asker
from bot.platforms.slack.emojify.asking import asker_of
from bot.platforms.slack.retraining.blocks import PREFIX, drawn, picture_in
from bot.platforms.slack.retraining.following import follow
from bot.platforms.slack.retraining.messages import Place
from bot.platforms.slack.retraining.operators import check, reader_of
from bot.platforms.slack.services import SlackServices

_OURS: Final = re.compile(f"^{PREFIX}(?:{'|'.join(Action)})$")


def register(app: AsyncApp, services: SlackServices) -> None:
    """Listen for each of them."""

    @app.action(_OURS)
    async def pressed(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        services.work(body, _press(services, body, client, respond))


async def _press(
    services: SlackServices, body: Mapping[str, Any], client: AsyncWebClient, respond: AsyncRespond
) -> None:
    """Exchange the message for what comes of it; where nothing does, whoever pressed is told."""
    asker, pressed = asker_of(body), body["actions"][0]
    action = Action(pressed["action_id"].removeprefix(PREFIX))
    reader = await reader_of(services, client, asker)
    place, picture = _place(body, client), picture_in(body.get("message") or {})
    shown: list[Page] = []

    async def reply() -> Reply:
        await check(services, client, asker)
        shown.append(await services.retraining.press(reader, action, pressed["value"]))
        return drawn(shown[0], reader.locale, picture)

    say = to_asker(respond, replace=True) if place is None else place.say
    sorry = to_asker(respond)
    await answer(reply(), say, reader.locale, apologise=sorry, action=action.value)
    if place is not None:
        for page in shown:
            follow(services, place, page, reader.locale, picture)


def _place(body: Mapping[str, Any], client: AsyncWebClient) -> Place | None:
    """The message whose button was pressed; None for one that only its reader can reach."""
    container = body["container"]
    if container.get("is_ephemeral"):
        return None
    return Place(client, container["channel_id"], container["message_ts"])

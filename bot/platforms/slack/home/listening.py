"""Which events, presses and forms the home answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.home.channels import ChannelList
from bot.platforms.slack.home.forms import FORMS, Refused, read_form
from bot.platforms.slack.home.handling import pressed, publish, submitted
from bot.platforms.slack.home.kit import PREFIX
from bot.platforms.slack.home.press import Surroundings, read_filled, read_press
from bot.platforms.slack.home.state import read_state
from bot.platforms.slack.services import SlackServices

_ACTIONS: Final = re.compile(f"^{PREFIX}")
# A form of another release is acknowledged like all that nobody knows.
_FORMS: Final = re.compile(f"^{PREFIX}({'|'.join(FORMS)})$")


def register(app: AsyncApp, services: SlackServices) -> None:
    """Listen to who opens the home, and to what they do there."""
    channels = ChannelList()

    @app.event("app_home_opened", matchers=[_is_home])
    async def opened(
        body: Mapping[str, Any], event: Mapping[str, Any], client: AsyncWebClient
    ) -> None:
        channels.changed()
        state = read_state((event.get("view") or {}).get("private_metadata"))
        around = Surroundings(services, client, channels)
        services.work(body, publish(around, str(event["user"]), state))

    @app.action(_ACTIONS)
    async def action(ack: AsyncAck, body: Mapping[str, Any], client: AsyncWebClient) -> None:
        await ack()
        services.work(body, _press(Surroundings(services, client, channels), body))

    @app.view(_FORMS)
    async def view(ack: AsyncAck, body: Mapping[str, Any], client: AsyncWebClient) -> None:
        filled = read_filled(Surroundings(services, client, channels), body)
        try:
            read_form(filled)
        except Refused as refused:
            await ack(response_action="errors", errors={refused.field: refused.said})
            return
        await ack()
        services.work(body, submitted(filled))


async def _is_home(event: Mapping[str, Any]) -> bool:
    return event.get("tab") == "home"


async def _press(around: Surroundings, body: Mapping[str, Any]) -> None:
    await pressed(await read_press(around, body))

"""``/emojify``: a text in, emojis out, to the asker alone until they post it."""

from __future__ import annotations

from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.localisation import text
from bot.platforms.slack.answering import Reply, answer, to_asker
from bot.platforms.slack.emojify.asking import ask, asker_of
from bot.platforms.slack.emojify.blocks import Action, answered, asked
from bot.platforms.slack.emojify.state import kept
from bot.platforms.slack.localisation import reader
from bot.platforms.slack.services import SlackServices

COMMAND: Final = "/emojify"


def register(app: AsyncApp, services: SlackServices) -> None:
    """Listen for the command."""

    @app.command(COMMAND)
    async def emojify(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        services.work(body, _emojify(services, body, client, respond))


async def _emojify(
    services: SlackServices, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
) -> None:
    asker, words = asker_of(body), (body.get("text") or "").strip()
    locale = await reader(services, client, asker.user)

    async def reply() -> Reply:
        if not words:
            return Reply(text(locale, "slack-help", command=COMMAND))
        found = await ask(services, asker, words)
        asking = asked(asker.user, kept(words), found, page=0)
        return answered(asking, locale, tuple(Action), quote=True)

    await answer(reply(), to_asker(respond), locale, command=COMMAND)

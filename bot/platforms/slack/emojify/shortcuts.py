"""The shortcuts "Emojify": of a message, to react to it, and of no message, to write one."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.localisation import Locale, text
from bot.platforms.slack.answering import Reply, answer, respond_at, to_asker
from bot.platforms.slack.calling import Undelivered, code_of
from bot.platforms.slack.emojify import modals
from bot.platforms.slack.emojify.asking import ask, asker_of, writer_of
from bot.platforms.slack.emojify.blocks import posted, title
from bot.platforms.slack.emojify.modals import View, chosen, posting, telling, waiting
from bot.platforms.slack.emojify.state import Asking, kept, read, write
from bot.platforms.slack.localisation import reader
from bot.platforms.slack.services import SlackServices

log = logging.getLogger(__name__)

# As the manifests name them.
OF_A_MESSAGE: Final = "emojify_message"
OF_NOTHING: Final = "emojify_text"
# Of the modals that come after.
REACT: Final = "emojify_react"
WRITTEN: Final = "emojify_written"
POST: Final = "emojify_post_it"

# "Errors" of reactions.add in Slack's documentation; not_in_channel comes besides these.
_SENTENCES: Final[Mapping[str, str]] = {
    "message_not_found": "answers-message-gone",
    "bad_timestamp": "answers-message-gone",
    "no_item_specified": "answers-message-gone",
    "not_reactable": "answers-message-gone",
    "too_many_emoji": "slack-too-many-reactions",
    "too_many_reactions": "slack-too-many-reactions",
    "invalid_name": "slack-emoji-unknown",
    "not_in_channel": "slack-not-there",
    "channel_not_found": "slack-not-there",
    "no_access": "slack-not-there",
    "is_archived": "slack-archived",
}


def register(app: AsyncApp, services: SlackServices) -> None:
    """Listen for the shortcuts, and for what is chosen in their modals."""

    @app.shortcut({"type": "message_action", "callback_id": OF_A_MESSAGE})
    async def of_a_message(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        services.work(body, _offer_reactions(services, body, client, respond))

    @app.shortcut({"type": "shortcut", "callback_id": OF_NOTHING})
    async def of_nothing(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        services.work(body, _let_write(services, body, client))

    for callback, work in ((REACT, _react), (WRITTEN, _offer_to_post), (POST, _post)):
        _listen(app, services, callback, work)


_Work = Callable[[SlackServices, Mapping[str, Any], AsyncWebClient, Locale], Awaitable[View]]


def _listen(app: AsyncApp, services: SlackServices, callback: str, work: _Work) -> None:
    """Work on what is submitted while its modal waits; ``work`` returns what it shows then."""

    @app.view(callback)
    async def submitted(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        locale = services.people.remembered(body["user"]["id"]).locale
        await ack(response_action="update", view=waiting(locale))

        async def show() -> None:
            await _show(client, body["view"]["id"], locale, work(services, body, client, locale))

        services.work(body, show())


async def _offer_reactions(
    services: SlackServices, body: Mapping[str, Any], client: AsyncWebClient, respond: AsyncRespond
) -> None:
    """Open a modal at once, since nobody can open one later, and fill it when the model is done."""
    asker, message = asker_of(body), body["message"]
    locale = await reader(services, client, asker.user)
    opened = await _open(client, body["trigger_id"], waiting(locale))

    async def offer() -> View:
        if message.get("user"):
            author = writer_of(message)
            if services.store.opted_out(services.person(author.user, author.team)):
                return telling(locale, text(locale, "emojify-opted-out"))
        found = await ask(services, asker, message.get("text") or "")
        target = {"channel": body["channel"]["id"], "stamp": message["ts"]}
        return modals.reacting(locale, found, REACT, json.dumps(target))

    async def again() -> Reply:
        return Reply(text(locale, "panel-press-again"))

    if opened is not None:
        await _show(client, opened, locale, offer())
    else:
        await answer(again(), to_asker(respond), locale, shortcut=OF_A_MESSAGE)


async def _let_write(
    services: SlackServices, body: Mapping[str, Any], client: AsyncWebClient
) -> None:
    locale = await reader(services, client, asker_of(body).user)
    await _open(client, body["trigger_id"], modals.writing(locale, WRITTEN))


async def _react(
    services: SlackServices, body: Mapping[str, Any], client: AsyncWebClient, locale: Locale
) -> View:
    del services
    target, name = json.loads(body["view"]["private_metadata"]), chosen(body["view"])
    try:
        await client.reactions_add(channel=target["channel"], timestamp=target["stamp"], name=name)
    except Undelivered as error:
        code = code_of(error)
        if code != "already_reacted":
            log.info("a reaction was refused", extra={"error": code, "emoji": name})
            return telling(locale, text(locale, _SENTENCES.get(code, "slack-reaction-failed")))
    return telling(locale, text(locale, "emojify-reacted", emoji=f":{name}:"))


async def _offer_to_post(
    services: SlackServices, body: Mapping[str, Any], client: AsyncWebClient, locale: Locale
) -> View:
    del client
    asker, words = asker_of(body), modals.wrote(body["view"])
    found = await ask(services, asker, words)
    asking = Asking(asker.user, kept(words), model=title(found.model))
    return posting(locale, found, POST, write(asking))


async def _post(
    services: SlackServices, body: Mapping[str, Any], client: AsyncWebClient, locale: Locale
) -> View:
    del services, client
    asking, urls = read(body["view"]["private_metadata"]), body.get("response_urls") or ()
    if asking is None or not urls:
        return telling(locale, text(locale, "slack-not-posted"))
    reply = posted(
        Asking(asking.asker, asking.text, shown=f":{chosen(body['view'])}:", model=asking.model),
        locale,
    )
    await respond_at(urls[0]["response_url"], reply, response_type="in_channel")
    return telling(locale, text(locale, "slack-is-posted"))


async def _open(client: AsyncWebClient, trigger: str, view: View) -> str | None:
    """Open a modal and return its id; None where it was too late for that, which the log tells."""
    try:
        opened = await client.views_open(trigger_id=trigger, view=view)
    except Undelivered as error:
        log.warning("a modal could not be opened", extra={"error": code_of(error)})
        return None
    return str(opened["view"]["id"])


async def _show(
    client: AsyncWebClient, view_id: str, locale: Locale, work: Awaitable[View]
) -> None:
    """Put the view that ``work`` returns into an open modal, or a sentence that tells why not."""
    shown: list[View] = []

    async def reply() -> Reply:
        shown.append(await work)
        return Reply("")

    async def say(reply: Reply) -> None:
        view = shown[0] if shown else telling(locale, reply.text)
        await client.views_update(view_id=view_id, view=view)

    await answer(reply(), say, locale, view=view_id)

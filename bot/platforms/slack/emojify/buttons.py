"""The buttons under an answer: they work from their own value, whichever process sent them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.localisation import Locale, text
from bot.platforms.slack.answering import (
    Reply,
    answer,
    in_its_place,
    take_back,
    to_all,
    to_asker,
)
from bot.platforms.slack.emojify.asking import Asker, ask, asker_of
from bot.platforms.slack.emojify.blocks import Action, answered, asked, posted, why
from bot.platforms.slack.emojify.state import Asking, read
from bot.platforms.slack.localisation import reader
from bot.platforms.slack.services import SlackServices


@dataclass(frozen=True, slots=True)
class _Press:
    """A button was pressed: by whom, under which message, and how to answer."""

    services: SlackServices
    body: Mapping[str, Any]
    asking: Asking
    asker: Asker
    locale: Locale
    respond: AsyncRespond


def register(app: AsyncApp, services: SlackServices) -> None:
    """Listen for each of them."""
    for action, press in _PRESSES.items():
        _listen(app, services, action, press)


def _listen(
    app: AsyncApp,
    services: SlackServices,
    action: Action,
    press: Callable[[_Press], Awaitable[None]],
) -> None:
    @app.action(action.value)
    async def pressed(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        services.work(body, _press(services, body, client, respond, press))


async def _press(
    services: SlackServices,
    body: Mapping[str, Any],
    client: AsyncWebClient,
    respond: AsyncRespond,
    press: Callable[[_Press], Awaitable[None]],
) -> None:
    asker, asking = asker_of(body), read(body["actions"][0].get("value", ""))
    locale = await reader(services, client, asker.user)
    if asking is None:
        await _tell(respond, locale, "answers-outdated")
    elif asking.asker != asker.user:
        await _tell(respond, locale, "emojify-not-yours")
    else:
        await press(_Press(services, body, asking, asker, locale, respond))


async def _tell(respond: AsyncRespond, locale: Locale, message: str) -> None:
    async def sentence() -> Reply:
        return Reply(text(locale, message))

    await answer(sentence(), to_asker(respond), locale)


async def _post(press: _Press) -> None:
    """Post it for everybody, once however often that is pressed, and take the private one away."""
    container = press.body.get("container") or {}
    once = f"posted:{container.get('channel_id')}:{container.get('message_ts')}"
    if not await press.services.seen.claim(once):
        return

    async def everybody(reply: Reply) -> None:
        try:
            await to_all(press.respond)(reply)
        except BaseException:
            await press.services.seen.release(once)
            raise
        press.services.seen.settle(once)
        await take_back(press.respond)

    async def reply() -> Reply:
        return posted(press.asking, press.locale)

    await answer(reply(), everybody, press.locale, action=Action.POST.value)


async def _reroll(press: _Press) -> None:
    asking = press.asking

    async def reply() -> Reply:
        found = await ask(press.services, press.asker, asking.text, page=asking.page)
        following = asked(asking.asker, asking.text, found, asking.page)
        return answered(following, press.locale, actions, quote=private)

    private = bool((press.body.get("container") or {}).get("is_ephemeral"))
    actions = tuple(Action) if private else PUBLIC
    await answer(
        reply(),
        in_its_place(press.respond),
        press.locale,
        apologise=to_asker(press.respond),
        action=Action.REROLL.value,
    )


async def _why(press: _Press) -> None:
    async def reply() -> Reply:
        found = await ask(press.services, press.asker, press.asking.text)
        return why(found, press.locale)

    await answer(reply(), to_asker(press.respond), press.locale, action=Action.WHY.value)


# Under an answer that everybody sees already.
PUBLIC: Final = (Action.REROLL, Action.WHY)
_PRESSES: Final[Mapping[Action, Callable[[_Press], Awaitable[None]]]] = {
    Action.POST: _post,
    Action.REROLL: _reroll,
    Action.WHY: _why,
}

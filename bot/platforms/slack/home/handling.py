"""What each press and each form does, and the home drawn anew after it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from bot.features.explaining import sentence
from bot.features.settings.altering import TooMuch
from bot.localisation import text
from bot.platforms.slack.calling import Undelivered, code_of
from bot.platforms.slack.home.changes import Change, change_of, scope_of, turned
from bot.platforms.slack.home.dry_run import dry_run, waiting
from bot.platforms.slack.home.forms import form_of, read_form, resolved
from bot.platforms.slack.home.home import draw, look
from bot.platforms.slack.home.press import Filled, Press, Surroundings
from bot.platforms.slack.home.rights import may_set
from bot.platforms.slack.home.state import State
from bot.platforms.slack.services import SlackServices
from bot.store.errors import StoreUnavailable
from bot.store.records import PersonKey

log = logging.getLogger(__name__)


async def publish(
    around: Surroundings,
    user: str,
    state: State,
    notice: str | None = None,
    hash_: str | None = None,
) -> None:
    """Show somebody their home as it is now. Raises nothing of Slack's.

    ``hash_`` is of the home that was pressed: where another has been shown since, what that one
    changed is not lost, for everything is read anew.
    """
    guard = {} if hash_ is None else {"hash": hash_}
    careful = False
    while True:
        home = await look(
            around.services, around.client, around.channels, user, state, notice, careful=careful
        )
        try:
            await around.client.views_publish(user_id=user, view=draw(home), **guard)
        except Undelivered as error:
            if guard and code_of(error) == "hash_conflict":
                guard = {}
                continue
            if not careful and code_of(error) == "invalid_arguments":
                careful = True
                continue
            log.warning("a home could not be shown", extra={"error": code_of(error)})
        return


async def pressed(press: Press) -> None:
    """Do what was pressed."""
    around, state = press.around, turned(press)
    scope = scope_of(press.action, press.state)
    notice: str | None
    if scope is not None and not await _is_allowed(press, scope):
        notice = text(press.locale, "slack-home-admins-only")
    elif press.action in _PERSONAL:
        notice = await _decide(press)
    elif press.action == "dry-run":
        await _dry_run(press)
        return
    elif (form := await form_of(press)) is not None:
        await _open(press, form)
        return
    elif (change := change_of(press)) is not None:
        notice = await _change(around.services, change, state)
    else:
        notice = None
    await publish(around, press.user, state, notice, press.hash)


async def submitted(filled: Filled) -> None:
    """Do what a form asks for, which was found to be right."""
    around, state = filled.around, filled.state
    scope = scope_of(filled.name, state)
    if scope is None or not await may_set(around.services, around.client, filled.user, scope):
        notice: str | None = text(state.locale, "slack-home-admins-only")
    else:
        change = read_form(await resolved(filled))
        notice = await _change(around.services, change, state)
    await publish(around, filled.user, state, notice)


async def _is_allowed(press: Press, scope: str) -> bool:
    return await may_set(press.around.services, press.around.client, press.user, scope)


async def _change(services: SlackServices, change: Change, state: State) -> str | None:
    """Keep a change; returns why it could not be, or None."""
    try:
        await services.store.change(services.server, change)
    except TooMuch:
        return text(state.locale, "panel-too-much")
    except StoreUnavailable as error:  # the store has logged it
        return sentence(error, state.locale)
    return None


async def _decide(press: Press) -> str | None:
    """Somebody's own choice."""
    services = press.around.services
    try:
        return await _PERSONAL[press.action](services, services.person(press.user), press)
    except StoreUnavailable as error:
        return sentence(error, press.locale)


async def _opt_out(services: SlackServices, person: PersonKey, press: Press) -> None:
    del press
    await services.store.opt_out(person)
    services.watchers.forget(person)


async def _opt_in(services: SlackServices, person: PersonKey, press: Press) -> None:
    del press
    await services.store.opt_in(person)


async def _forget(services: SlackServices, person: PersonKey, press: Press) -> str:
    await services.store.forget(person)
    services.watchers.forget(person)
    return text(press.locale, "privacy-forgotten")


async def _dry_run(press: Press) -> None:
    """Open a sheet at once, since nobody can later, and fill it when the model is done."""
    opened = await _open(press, waiting(press.locale))
    if opened is not None:
        try:
            await press.around.client.views_update(view_id=opened, view=await dry_run(press))
        except Undelivered as error:
            log.info("a dry run could not be shown", extra={"error": code_of(error)})


async def _open(press: Press, view: dict[str, Any]) -> str | None:
    """Open a form or a sheet and return its id; None where it was too late, which is told."""
    try:
        opened = await press.around.client.views_open(trigger_id=press.trigger, view=view)
    except Undelivered as error:
        log.info("a form could not be opened", extra={"error": code_of(error)})
        again = text(press.locale, "panel-press-again")
        await publish(press.around, press.user, press.state, again, press.hash)
        return None
    return str(opened["view"]["id"])


_PERSONAL: Final[
    Mapping[str, Callable[[SlackServices, PersonKey, Press], Awaitable[str | None]]]
] = {"opt-out": _opt_out, "opt-in": _opt_in, "forget": _forget}

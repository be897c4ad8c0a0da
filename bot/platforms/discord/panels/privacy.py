"""``/privacy`` and ``/optout``: what is read and kept, and each person's own choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from discord import ButtonStyle, ui

from bot.localisation import text
from bot.platforms.discord.panels import widgets
from bot.platforms.discord.panels.press import Answer, Handler, Press
from bot.platforms.discord.panels.widgets import Widgets, words

PANEL: Final = "privacy"


async def opened(press: Press) -> Answer:
    """``/privacy``."""
    return _draw(press, text(press.locale, "privacy-about"))


async def opt_out(press: Press) -> Answer:
    """``/optout``: from this moment on nothing that the person writes is looked at."""
    person = press.person
    await press.client.store.opt_out(person)
    press.client.watchers.forget(person)
    return _draw(press, text(press.locale, "privacy-is-out"))


async def opt_in(press: Press) -> Answer:
    """Undo ``/optout``."""
    await press.client.store.opt_in(press.person)
    return _draw(press, text(press.locale, "privacy-is-in"))


async def _forget(press: Press) -> Answer:
    person = press.person
    await press.client.store.forget(person)
    press.client.watchers.forget(person)
    return _draw(press, text(press.locale, "privacy-forgotten"))


async def press(press: Press) -> Answer:
    """Anything on the panel."""
    handler = _HANDLERS.get(press.action)
    if handler is None:
        return text(press.locale, "panel-asleep", command="/privacy")
    return await handler(press)


def _draw(press: Press, said: str) -> ui.LayoutView:
    """What has just been done, or what there is to know; and what can be done now."""
    locale, make = press.locale, Widgets(PANEL)
    out = press.client.store.opted_out(press.person)
    state = text(locale, "privacy-state-out" if out else "privacy-state-in")
    choice = (
        make.button("opt-in", text(locale, "privacy-opt-in"), style=ButtonStyle.success)
        if out
        else make.button("opt-out", text(locale, "privacy-opt-out"), style=ButtonStyle.danger)
    )
    forget = make.button("forget", text(locale, "privacy-forget"))
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(choice, forget)
    if (policy := _policy(press)) is not None:
        row.add_item(ui.Button(label=text(locale, "privacy-policy"), url=policy))
    return widgets.panel(words(f"{said}\n\n{state}"), row)


def _policy(press: Press) -> str | None:
    """Where the operator's policy stands, as Discord's developer portal knows it."""
    application = press.client.application
    return None if application is None else application.privacy_policy_url


_HANDLERS: Final[Mapping[str, Handler]] = {
    "opt-out": opt_out,
    "opt-in": opt_in,
    "forget": _forget,
}

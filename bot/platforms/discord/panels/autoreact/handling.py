"""What each press on ``/autoreact`` does: a change of the settings, and the panel drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from discord import ChannelType, ui

from bot.features.settings.altering import altered
from bot.features.settings.auto_react_choices import CHOICES, SWITCHES, Tab
from bot.features.settings.hours import Misread, read_hours
from bot.features.settings.scopes import effective, with_rules, without_rules
from bot.localisation import text
from bot.platforms.discord.panels.autoreact.dry_run import dry_run
from bot.platforms.discord.panels.autoreact.hours import hours_form
from bot.platforms.discord.panels.autoreact.panel import View, draw
from bot.platforms.discord.panels.autoreact.problems import problems
from bot.platforms.discord.panels.autoreact.scope import category_of, here
from bot.platforms.discord.panels.managers import for_managers
from bot.platforms.discord.panels.press import Answer, Handler, Press, data_of
from bot.platforms.discord.panels.widgets import message
from bot.store.records import AutoReact, ServerSettings, category_scope, channel_scope

Rules = Callable[[AutoReact], AutoReact]


@for_managers
async def opened(press: Press) -> Answer:
    """The command: the panel of the channel that it was typed in."""
    return await _drawn(press, here(press.interaction).scopes[0], "how")


@for_managers
async def press(press: Press) -> Answer:
    """Anything on the panel."""
    handler = _HANDLERS.get(press.action)
    if handler is None:
        return text(press.locale, "panel-asleep", command="/autoreact")
    return await handler(press)


async def _drawn(press: Press, scope: str, tab: Tab) -> ui.LayoutView:
    """The panel as it is now; from now on the bot remembers what comes in there."""
    press.client.watchers.watch(press.server, press.person, scope)
    view = View(
        locale=press.locale,
        settings=await press.client.store.settings(press.server),
        scope=scope,
        here=here(press.interaction),
        category=category_of(press.interaction, scope),
        problems=tuple(problems(press, scope)),
        tab=tab,
    )
    return draw(view)


async def _change(press: Press, tab: Tab, rules: Rules) -> Answer:
    """Give the scope rules of its own, made from those that hold there."""
    scope, category = press.argument, category_of(press.interaction, press.argument)

    def change(settings: ServerSettings) -> ServerSettings:
        return with_rules(settings, scope, rules(effective(settings, scope, category)))

    await press.client.store.change(press.server, change)
    return await _drawn(press, scope, tab)


async def _scope(press: Press) -> Answer:
    return await _drawn(press, press.values[0], "how")


async def _elsewhere(press: Press) -> Answer:
    identifier = press.values[0]
    resolved = data_of(press.interaction).get("resolved", {})
    kind = resolved.get("channels", {}).get(identifier, {}).get("type")
    scope = category_scope if kind == ChannelType.category.value else channel_scope
    return await _drawn(press, scope(identifier), "how")


async def _inherit(press: Press) -> Answer:
    await press.client.store.change(press.server, lambda s: without_rules(s, press.argument))
    return await _drawn(press, press.argument, "how")


async def _dry_run(press: Press) -> Answer:
    return await dry_run(press, category_of(press.interaction, press.argument))


async def _close(press: Press) -> Answer:
    press.client.watchers.close(press.server, press.person)
    return message(text(press.locale, "panel-closed"))


async def _hours(press: Press) -> Answer:
    settings = await press.client.store.settings(press.server)
    rules = effective(settings, press.argument, category_of(press.interaction, press.argument))
    return hours_form(press, rules.quiet_hours, _set_hours)


async def _set_hours(form: Press, begin: str, end: str, zone: str) -> Answer:
    try:
        hours = read_hours(begin, end, zone)
    except Misread as misread:
        return misread.text(form.locale)
    return await _change(form, "when", lambda rules: altered(rules, quiet_hours=hours))


def _setting(tab: Tab, rules: Callable[[Press], Rules]) -> Handler:
    async def handler(press: Press) -> Answer:
        return await _change(press, tab, rules(press))

    return handler


def _chosen(field: str) -> Callable[[Press], Rules]:
    return lambda press: lambda rules: altered(rules, **{field: press.values[0]})


def _all_chosen(field: str) -> Callable[[Press], Rules]:
    return lambda press: lambda rules: altered(rules, **{field: press.values})


def _fixed(**values: object) -> Callable[[Press], Rules]:
    return lambda _: lambda rules: altered(rules, **values)


def _page(tab: Tab) -> Handler:
    async def handler(press: Press) -> Answer:
        return await _drawn(press, press.argument, tab)

    return handler


_HANDLERS: Final[Mapping[str, Handler]] = {
    "scope": _scope,
    "elsewhere": _elsewhere,
    "inherit": _inherit,
    "dry-run": _dry_run,
    "close": _close,
    "hours": _hours,
    "no-hours": _setting("when", _fixed(quiet_hours=None)),
    "on": _setting("how", _fixed(enabled=True)),
    "off": _setting("how", _fixed(enabled=False)),
    "roles": _setting("who", _all_chosen("ignored_roles")),
    "people": _setting("who", _all_chosen("ignored_people")),
    "tab-how": _page("how"),
    "tab-when": _page("when"),
    "tab-who": _page("who"),
    **{choice.field: _setting(choice.tab, _chosen(choice.field)) for choice in CHOICES},
    **{f"{field}-on": _setting("who", _fixed(**{field: True})) for field in SWITCHES},
    **{f"{field}-off": _setting("who", _fixed(**{field: False})) for field in SWITCHES},
}

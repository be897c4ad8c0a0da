"""What each press on ``/house-rules`` does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.features.settings.altering import altered
from bot.features.settings.house_rules_choices import CHOICES, NONE, SHARE, SWITCHES
from bot.localisation import text
from bot.platforms.discord.panels.house_rules import fixed, forbidding, own
from bot.platforms.discord.panels.house_rules.changing import (
    change_customs,
    change_rules,
    drawn,
)
from bot.platforms.discord.panels.house_rules.panel import Tab
from bot.platforms.discord.panels.managers import for_managers
from bot.platforms.discord.panels.press import Answer, Handler, Press
from bot.platforms.discord.panels.widgets import message


@for_managers
async def opened(press: Press) -> Answer:
    """The command."""
    return await drawn(press, "rules")


@for_managers
async def press(press: Press) -> Answer:
    """Anything on the panel."""
    handler = _HANDLERS.get(press.action)
    if handler is None:
        return text(press.locale, "panel-asleep", command="/house-rules")
    return await handler(press)


async def _close(press: Press) -> Answer:
    return message(text(press.locale, "panel-closed"))


async def _share(press: Press) -> Answer:
    return await change_customs(press, lambda rules: altered(rules, share=press.values[0]))


async def _own_on(press: Press) -> Answer:
    return await change_customs(press, lambda rules: altered(rules, enabled=True))


async def _own_off(press: Press) -> Answer:
    return await change_customs(press, lambda rules: altered(rules, enabled=False))


async def _groups(press: Press) -> Answer:
    return await change_rules(
        press, "forbidden", lambda rules: altered(rules, forbidden_groups=press.values)
    )


def _page(tab: Tab) -> Handler:
    async def handler(press: Press) -> Answer:
        return await drawn(press, tab)

    return handler


def _choice(field: str) -> Handler:
    async def handler(press: Press) -> Answer:
        value = None if press.values[0] == NONE else press.values[0]
        return await change_rules(press, "rules", lambda rules: altered(rules, **{field: value}))

    return handler


def _switch(field: str, *, on: bool) -> Handler:
    async def handler(press: Press) -> Answer:
        return await change_rules(press, "rules", lambda rules: altered(rules, **{field: on}))

    return handler


_HANDLERS: Final[Mapping[str, Handler]] = {
    "close": _close,
    "groups": _groups,
    "edit-forbidden": forbidding.ask,
    "add-phrase": fixed.ask_phrase,
    "add-person": fixed.ask_person,
    "add-every": fixed.ask_every,
    "remove": fixed.remove,
    "own-on": _own_on,
    "own-off": _own_off,
    SHARE.field: _share,
    "words": own.ask,
    "tab-rules": _page("rules"),
    "tab-forbidden": _page("forbidden"),
    "tab-fixed": _page("fixed"),
    "tab-own": _page("own"),
    **{choice.field: _choice(choice.field) for choice in CHOICES},
    **{f"{field}-on": _switch(field, on=True) for field in SWITCHES},
    **{f"{field}-off": _switch(field, on=False) for field in SWITCHES},
}

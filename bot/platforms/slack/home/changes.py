"""What each press on the home changes of what is set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.features.settings.altering import altered
from bot.features.settings.auto_react_choices import CHOICES as AUTO_REACT
from bot.features.settings.auto_react_choices import SWITCHES as WHO
from bot.features.settings.house_rules import without_fixed
from bot.features.settings.house_rules_choices import CHOICES as HOUSE_RULES
from bot.features.settings.house_rules_choices import NONE, SHARE
from bot.features.settings.house_rules_choices import SWITCHES as LET_OUT
from bot.features.settings.scopes import effective, with_rules, without_rules
from bot.platforms.slack.home.press import Press
from bot.platforms.slack.home.rights import HOUSE_RULES as RULES
from bot.platforms.slack.home.state import AUTO_REACT_TABS, HOUSE_RULES_TABS, State, Tab
from bot.store.records import AutoReact, ServerSettings, channel_scope

Change = Callable[[ServerSettings], ServerSettings]
# Those raise ``TooMuch`` where it would be more than fits.
Changes = Callable[[Press], Change]


def scope_of(action: str, state: State) -> str | None:
    """The scope that somebody must be allowed to set for an action; None where it is for all."""
    if action in _IN_SCOPE or action in _SCOPED_FORMS:
        return state.scope
    return RULES if action in _IN_ALL or action in _RULES_FORMS else None


def change_of(press: Press) -> Change | None:
    """What a press changes; None where it changes nothing that is set."""
    changes = _IN_SCOPE.get(press.action) or _IN_ALL.get(press.action)
    return None if changes is None else changes(press)


def with_auto_react(scope: str, change: Callable[[AutoReact], AutoReact]) -> Change:
    """Give a scope rules of its own, made from those that hold there."""
    return lambda settings: with_rules(settings, scope, change(effective(settings, scope)))


def _rules(**values: object) -> Changes:
    return lambda press: with_auto_react(press.state.scope, lambda r: altered(r, **values))


def _rule(field: str) -> Changes:
    return lambda press: with_auto_react(
        press.state.scope, lambda rules: altered(rules, **{field: press.values[0]})
    )


def _people(press: Press) -> Change:
    return with_auto_react(press.state.scope, lambda r: altered(r, ignored_people=press.values))


def _inherit(press: Press) -> Change:
    return lambda settings: without_rules(settings, press.state.scope)


def _channels(press: Press) -> Change:
    """Switched on where somebody added a channel to the menu, and off where they took one out."""
    before, after = set(press.state.channels), set(press.values)

    def change(settings: ServerSettings) -> ServerSettings:
        for channel in sorted(before ^ after):
            scope = channel_scope(channel)
            rules = altered(effective(settings, scope), enabled=channel in after)
            settings = with_rules(settings, scope, rules)
        return settings

    return change


def _house_rule(field: str) -> Changes:
    def changes(press: Press) -> Change:
        value = None if press.values[0] == NONE else press.values[0]
        return _house_rules(**{field: value})

    return changes


def _house_rules(**values: object) -> Change:
    return lambda s: altered(s, house_rules=altered(s.house_rules, **values))


def _switch(field: str, *, on: bool) -> Changes:
    return lambda _: _house_rules(**{field: on})


def _groups(press: Press) -> Change:
    return _house_rules(forbidden_groups=press.values)


def _remove(press: Press) -> Change:
    return lambda s: altered(s, house_rules=without_fixed(s.house_rules, press.values))


def _own(**values: object) -> Change:
    return lambda s: altered(s, custom_emojis=altered(s.custom_emojis, **values))


_IN_SCOPE: Final[Mapping[str, Changes]] = {
    "on": _rules(enabled=True),
    "off": _rules(enabled=False),
    "inherit": _inherit,
    "people": _people,
    "no-hours": _rules(quiet_hours=None),
    **{choice.field: _rule(choice.field) for choice in AUTO_REACT},
    **{f"{field}-on": _rules(**{field: True}) for field in WHO},
    **{f"{field}-off": _rules(**{field: False}) for field in WHO},
}
_IN_ALL: Final[Mapping[str, Changes]] = {
    "channels": _channels,
    "groups": _groups,
    "remove": _remove,
    "own-on": lambda _: _own(enabled=True),
    "own-off": lambda _: _own(enabled=False),
    SHARE.field: lambda press: _own(share=press.values[0]),
    **{choice.field: _house_rule(choice.field) for choice in HOUSE_RULES},
    **{f"{field}-on": _switch(field, on=True) for field in LET_OUT},
    **{f"{field}-off": _switch(field, on=False) for field in LET_OUT},
}
# What opens a form, or shows what would have come.
_SCOPED_FORMS: Final = frozenset({"hours", "dry-run"})
_RULES_FORMS: Final = frozenset(
    {"edit-forbidden", "add-phrase", "add-person", "add-every", "words"}
)

_TABS: Final[Mapping[str, Tab]] = {
    **{f"tab-{tab}": tab for tab in AUTO_REACT_TABS},
    **{f"tab-{tab}": tab for tab in HOUSE_RULES_TABS},
}


def turned(press: Press) -> State:
    """The page that a press leads to; the same one for most."""
    if (tab := _TABS.get(press.action)) is not None:
        return replace(press.state, tab=tab)
    if press.action == "scope":
        return replace(press.state, scope=press.values[0])
    return press.state

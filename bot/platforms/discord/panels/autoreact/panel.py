"""The panel as it looks: three pages, drawn from the settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, get_args

from discord import ButtonStyle, ChannelType, ui

from bot.features.settings.auto_react_choices import CHOICES, SWITCHES, Tab
from bot.features.settings.scopes import effective
from bot.localisation import Locale, text
from bot.platforms.discord.panels import widgets
from bot.platforms.discord.panels.autoreact.scope import PANEL, Here, mention
from bot.platforms.discord.panels.widgets import Item, Widgets, words
from bot.store.records import EVERYWHERE, AutoReact, QuietHours, ServerSettings

_KINDS: Final = (
    *(ChannelType.text, ChannelType.news, ChannelType.forum, ChannelType.voice),
    ChannelType.category,
)


@dataclass(frozen=True, slots=True)
class View:
    """What one panel shows: ``scope`` is what it sets, ``category`` that scope's own."""

    locale: Locale
    settings: ServerSettings
    scope: str
    here: Here
    category: str | None
    problems: tuple[str, ...]
    tab: Tab

    @property
    def rules(self) -> AutoReact:
        """The rules that hold in the scope."""
        return effective(self.settings, self.scope, self.category)


def draw(view: View) -> ui.LayoutView:
    """The panel with the page that is open."""
    make = Widgets(PANEL, view.scope)
    pages = {"how": _how, "when": _when, "who": _who}
    labels = [(tab, text(view.locale, f"autoreact-tab-{tab}")) for tab in get_args(Tab)]
    return widgets.panel(
        words(_heading(view)),
        *pages[view.tab](view, make),
        ui.Separator(),
        make.tabs(labels, view.tab, end=make.button("close", text(view.locale, "panel-close"))),
    )


def _heading(view: View) -> str:
    locale, place = view.locale, mention(view.locale, view.scope)
    state = "autoreact-is-on" if view.rules.enabled else "autoreact-is-off"
    own = view.scope in view.settings.auto_react
    lines = [
        text(locale, "autoreact-title", place=place),
        text(locale, state),
        *([] if own or view.scope == EVERYWHERE else [text(locale, "autoreact-inherited")]),
        *(f"⚠️ {problem}" for problem in view.problems),
    ]
    return "\n".join(lines)


def _how(view: View, make: Widgets) -> list[Item]:
    locale = view.locale
    on = view.rules.enabled
    switch = make.button(
        "off" if on else "on",
        text(locale, "autoreact-switch-off" if on else "autoreact-switch-on"),
        style=ButtonStyle.danger if on else ButtonStyle.success,
    )
    buttons = [switch, make.button("dry-run", text(locale, "autoreact-dry-run"))]
    if view.scope in view.settings.auto_react and view.scope != EVERYWHERE:
        buttons.append(make.button("inherit", text(locale, "autoreact-inherit")))
    return [
        make.menu("scope", _scopes(view), chosen=[view.scope]),
        make.channels("elsewhere", text(locale, "autoreact-elsewhere"), _KINDS),
        ui.ActionRow(*buttons),
        *_choices(view, make),
    ]


def _when(view: View, make: Widgets) -> list[Item]:
    locale, hours = view.locale, view.rules.quiet_hours
    buttons = [make.button("hours", text(locale, "autoreact-set-hours"))]
    if hours is not None:
        buttons.append(make.button("no-hours", text(locale, "autoreact-no-hours")))
    return [*_choices(view, make), words(_hours(locale, hours)), ui.ActionRow(*buttons)]


def _who(view: View, make: Widgets) -> list[Item]:
    locale, rules = view.locale, view.rules
    return [
        ui.ActionRow(
            *(
                make.toggle(
                    field,
                    text(locale, f"autoreact-{field.replace('_', '-')}"),
                    on=getattr(rules, field),
                )
                for field in SWITCHES
            )
        ),
        words(text(locale, "autoreact-ignored")),
        make.roles("roles", rules.ignored_roles, text(locale, "autoreact-ignored-roles")),
        make.people("people", rules.ignored_people, text(locale, "autoreact-ignored-people")),
    ]


def _scopes(view: View) -> list[tuple[str, str]]:
    """The scopes around the panel's place, and the chosen one if it lies elsewhere."""
    locale, here = view.locale, view.here
    names = {
        "channel": text(locale, "autoreact-this-channel", name=here.name),
        "category": text(locale, "autoreact-this-category"),
        EVERYWHERE: text(locale, "autoreact-everywhere"),
    }
    options = [(scope, names[scope.partition(":")[0]]) for scope in here.scopes]
    if view.scope not in here.scopes:
        options.append((view.scope, text(locale, "autoreact-chosen-below")))
    return options


def _choices(view: View, make: Widgets) -> list[Item]:
    return [
        make.menu(
            choice.field,
            [(step, choice.label(view.locale, step)) for step in choice.steps],
            chosen=[choice.value(view.rules)],
            placeholder=choice.label(view.locale, choice.value(view.rules)),
        )
        for choice in CHOICES
        if choice.tab == view.tab
    ]


def _hours(locale: Locale, hours: QuietHours | None) -> str:
    if hours is None:
        return text(locale, "autoreact-hours-none")
    return text(
        locale,
        "autoreact-hours",
        begin=f"{hours.begin:%H:%M}",
        end=f"{hours.end:%H:%M}",
        zone=hours.zone,
    )

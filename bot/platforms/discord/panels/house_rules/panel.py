"""The panel as it looks: four pages, drawn from the settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from discord import ui
from discord.utils import escape_markdown, escape_mentions

from bot.features.candidates import CustomEmoji
from bot.features.settings.house_rules import fingerprint, forbidden_customs
from bot.features.settings.house_rules_choices import CHOICES, GROUPS, SHARE, SWITCHES
from bot.localisation import LONGEST, Locale, text
from bot.platforms.discord.panels import widgets
from bot.platforms.discord.panels.emojis import markup
from bot.platforms.discord.panels.widgets import Item, Widgets, words
from bot.store.records import FixedReaction, ServerSettings, Trigger

PANEL: Final = "house-rules"
Tab = Literal["rules", "forbidden", "fixed", "own"]
_PHRASE: Final = 30


@dataclass(frozen=True, slots=True)
class View:
    """What one panel shows. ``notice`` is a sentence about what has just been done."""

    locale: Locale
    settings: ServerSettings
    customs: tuple[CustomEmoji, ...]
    tab: Tab
    notice: str | None = None


def draw(view: View) -> ui.LayoutView:
    """The panel with the page that is open."""
    make = Widgets(PANEL)
    pages = {"rules": _rules, "forbidden": _forbidden, "fixed": _fixed, "own": _own}
    labels = [(tab, text(view.locale, f"house-rules-tab-{tab}")) for tab in get_args(Tab)]
    heading = [text(view.locale, "house-rules-title")]
    if view.notice is not None:
        heading.append(view.notice)
    return widgets.panel(
        words("\n".join(heading)),
        *pages[view.tab](view, make),
        ui.Separator(),
        make.tabs(labels, view.tab, end=make.button("close", text(view.locale, "panel-close"))),
    )


def _rules(view: View, make: Widgets) -> list[Item]:
    locale, rules = view.locale, view.settings.house_rules
    switches = [
        make.toggle(
            field, text(locale, f"house-rules-{field.replace('_', '-')}"), on=getattr(rules, field)
        )
        for field in SWITCHES
    ]
    menus = [
        make.menu(
            choice.field,
            [(step, choice.label(locale, step)) for step in choice.steps],
            chosen=[choice.value(rules)],
            placeholder=choice.label(locale, choice.value(rules)),
        )
        for choice in CHOICES
    ]
    return [words(text(locale, "house-rules-about")), ui.ActionRow(*switches), *menus]


def _forbidden(view: View, make: Widgets) -> list[Item]:
    locale, rules = view.locale, view.settings.house_rules
    customs = forbidden_customs(view.settings, view.customs)
    listed = widgets.fitting([*sorted(rules.forbidden), *map(markup, customs)], " ", LONGEST)
    return [
        words(
            text(locale, "house-rules-forbidden", emojis=listed)
            if listed
            else text(locale, "house-rules-forbidden-none")
        ),
        ui.ActionRow(make.button("edit-forbidden", text(locale, "house-rules-edit-forbidden"))),
        make.menu(
            "groups",
            [(group, text(locale, name)) for group, name in GROUPS],
            chosen=rules.forbidden_groups,
            placeholder=text(locale, "house-rules-groups"),
            several=True,
        ),
    ]


def _fixed(view: View, make: Widgets) -> list[Item]:
    locale, fixed = view.locale, view.settings.house_rules.fixed
    lines = [f"{n}. {_reaction(locale, reaction)}" for n, reaction in enumerate(fixed, 1)]
    add = [
        make.button(
            f"add-{trigger}",
            text(locale, f"house-rules-add-{trigger}"),
            disabled=len(fixed) >= widgets.MOST,
        )
        for trigger in Trigger
    ]
    items: list[Item] = [
        words(widgets.fitting(lines, "\n") or text(locale, "house-rules-fixed-none")),
        ui.ActionRow(*add),
    ]
    if fixed:
        options = [
            (fingerprint(reaction), f"{n}. {' '.join(reaction.emojis)}")
            for n, reaction in enumerate(fixed, 1)
        ]
        remove = text(locale, "house-rules-remove")
        items.append(make.menu("remove", options, placeholder=remove))
    return items


def _own(view: View, make: Widgets) -> list[Item]:
    locale, rules = view.locale, view.settings.custom_emojis
    by_id = {custom.id: custom for custom in view.customs}
    lines = [
        f"{markup(by_id[identifier])} {_plain(', '.join(extra))}"
        for identifier, extra in rules.words.items()
        if identifier in by_id
    ]
    about = text(locale, "house-rules-own-about", count=len(view.customs))
    return [
        words(widgets.fitting([about, *lines], "\n")),
        ui.ActionRow(
            make.toggle("own", text(locale, "house-rules-own"), on=rules.enabled),
            make.button("words", text(locale, "house-rules-words"), disabled=not view.customs),
        ),
        make.menu(
            "share",
            [(step, SHARE.label(locale, step)) for step in SHARE.steps],
            chosen=[SHARE.value(rules)],
            placeholder=SHARE.label(locale, SHARE.value(rules)),
        ),
    ]


def _reaction(locale: Locale, reaction: FixedReaction) -> str:
    emojis = " ".join(reaction.emojis)
    match reaction.trigger:
        case Trigger.PHRASE:
            phrase = _plain(reaction.phrase)
            line = text(locale, "house-rules-at-phrase", phrase=phrase, emojis=emojis)
        case Trigger.PERSON:
            person = f"<@{reaction.person}>"
            line = text(locale, "house-rules-at-person", person=person, emojis=emojis)
        case Trigger.EVERY:
            line = text(locale, "house-rules-at-every", emojis=emojis)
    channels = sorted(reaction.channels)
    if not channels:
        return line
    listed = " ".join(f"<#{channel}>" for channel in channels[:3])
    return f"{line} ({listed}{' …' if len(channels) > 3 else ''})"


def _plain(phrase: str) -> str:
    """Words that people typed, on one line, without markup or mentions."""
    line = " ".join(phrase.split())
    if len(line) > _PHRASE:
        line = line[: _PHRASE - 1].rstrip() + "…"
    return escape_markdown(escape_mentions(line))

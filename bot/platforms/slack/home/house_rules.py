"""The pages of the home for house rules: what may come out, and what always does."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from bot.features.candidates import CustomEmoji
from bot.features.settings.house_rules import fingerprint, forbidden_customs
from bot.features.settings.house_rules_choices import CHOICES, GROUPS, SHARE, SWITCHES
from bot.localisation import LONGEST, Locale, text
from bot.platforms.slack.home import kit
from bot.platforms.slack.home.kit import Block, actions, button, context, section
from bot.platforms.slack.markup import plain
from bot.store.records import FixedReaction, ServerSettings, Trigger

# Fixed reactions that there can be.
_FIXED: Final = 25
_PHRASE: Final = 30


def rules(locale: Locale, settings: ServerSettings) -> Iterator[Block]:
    """Switches, skin tone, and how much an hour."""
    house = settings.house_rules
    yield context(text(locale, "slack-home-house-rules-about"))
    yield actions(
        *(
            kit.toggle(
                field,
                text(locale, f"house-rules-{field.replace('_', '-')}"),
                on=getattr(house, field),
            )
            for field in SWITCHES
        )
    )
    yield actions(
        *(
            kit.menu(
                choice.field,
                [(step, choice.label(locale, step)) for step in choice.steps],
                chosen=choice.value(house),
                placeholder=choice.label(locale, choice.value(house)),
            )
            for choice in CHOICES
        )
    )


def forbidden(
    locale: Locale, settings: ServerSettings, customs: Collection[CustomEmoji]
) -> Iterator[Block]:
    """Emojis and whole groups that never come."""
    house = settings.house_rules
    listed = kit.fitting(listed_forbidden(settings, customs), " ", LONGEST)
    yield section(
        text(locale, "house-rules-forbidden", emojis=listed)
        if listed
        else text(locale, "house-rules-forbidden-none"),
        button("edit-forbidden", text(locale, "house-rules-edit-forbidden")),
    )
    groups = text(locale, "house-rules-groups")
    yield section(
        groups,
        kit.menu_of_several(
            "groups",
            [(group, text(locale, name)) for group, name in GROUPS],
            chosen=house.forbidden_groups,
            placeholder=groups,
        ),
    )


def fixed(locale: Locale, settings: ServerSettings) -> Iterator[Block]:
    """Reactions for phrases, people and every message."""
    there = settings.house_rules.fixed
    lines = [f"{n}. {_reaction(locale, reaction)}" for n, reaction in enumerate(there, 1)]
    yield section(kit.fitting(lines, "\n") or text(locale, "house-rules-fixed-none"))
    elements = []
    if len(there) < _FIXED:
        elements += [
            button(f"add-{trigger}", text(locale, f"house-rules-add-{trigger}"))
            for trigger in Trigger
        ]
    if there:
        options = [
            (fingerprint(reaction), f"{n}. {' '.join(reaction.emojis)}")
            for n, reaction in enumerate(there, 1)
        ]
        remove = text(locale, "house-rules-remove")
        elements.append(kit.menu("remove", options, chosen="", placeholder=remove))
    yield actions(*elements)


def own(
    locale: Locale, settings: ServerSettings, customs: Collection[CustomEmoji]
) -> Iterator[Block]:
    """The workspace's own emojis."""
    taking_part = settings.custom_emojis
    drawn = originals(customs)
    names = {custom.id for custom in drawn}
    lines = [
        f":{name}: {plain(', '.join(words), _PHRASE)}"
        for name, words in taking_part.words.items()
        if name in names
    ]
    about = text(locale, "slack-home-own-about", count=len(drawn))
    yield section(kit.fitting([about, *lines], "\n"))
    yield actions(
        kit.toggle("own", text(locale, "slack-home-own"), on=taking_part.enabled),
        *([button("words", text(locale, "house-rules-words"))] if drawn else []),
        kit.menu(
            SHARE.field,
            [(step, _share(locale, step)) for step in SHARE.steps],
            chosen=SHARE.value(taking_part),
            placeholder=_share(locale, SHARE.value(taking_part)),
        ),
    )


def listed_forbidden(settings: ServerSettings, customs: Collection[CustomEmoji]) -> list[str]:
    """The forbidden emojis as people type them."""
    own_ones = forbidden_customs(settings, originals(customs))
    return [
        *sorted(settings.house_rules.forbidden),
        *(f":{custom.name}:" for custom in own_ones),
    ]


def originals(customs: Collection[CustomEmoji]) -> list[CustomEmoji]:
    """Each of the workspace's emojis under its first name only."""
    return [custom for custom in customs if custom.name == custom.id]


def _share(locale: Locale, step: str) -> str:
    return text(locale, "slack-home-share", percent=round(float(step) * 100))


def _reaction(locale: Locale, reaction: FixedReaction) -> str:
    emojis = " ".join(reaction.emojis)
    match reaction.trigger:
        case Trigger.PHRASE:
            phrase = plain(reaction.phrase, _PHRASE)
            line = text(locale, "house-rules-at-phrase", phrase=phrase, emojis=emojis)
        case Trigger.PERSON:
            person = f"<@{reaction.person.rpartition(':')[2]}>"
            line = text(locale, "house-rules-at-person", person=person, emojis=emojis)
        case Trigger.EVERY:
            line = text(locale, "house-rules-at-every", emojis=emojis)
    channels = sorted(reaction.channels)
    if not channels:
        return line
    listed = " ".join(f"<#{channel}>" for channel in channels[:3])
    return f"{line} ({listed}{' …' if len(channels) > 3 else ''})"

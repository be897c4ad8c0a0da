"""Forms for fixed reactions: for a phrase, a person, or every message; and taking them out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from discord import ChannelType, ui
from pydantic import ValidationError

from bot.localisation import text
from bot.platforms.discord.panels.emojis import read_emojis
from bot.platforms.discord.panels.form import Form, line
from bot.platforms.discord.panels.house_rules.changing import change_rules, customs, drawn
from bot.platforms.discord.panels.house_rules.notices import unknown
from bot.platforms.discord.panels.house_rules.panel import fingerprint
from bot.platforms.discord.panels.press import Answer, Press
from bot.platforms.discord.panels.records import altered
from bot.platforms.discord.panels.widgets import MOST, Item
from bot.store.records import FixedReaction, HouseRules, Trigger

_EMOJIS: Final = 5
_PHRASE: Final = 100
_KINDS: Final = (ChannelType.text, ChannelType.news, ChannelType.forum, ChannelType.voice)


async def ask_phrase(press: Press) -> Answer:
    """The form for a phrase."""
    phrase = line("phrase", longest=_PHRASE)
    label = text(press.locale, "house-rules-form-phrase")
    return _form(
        press, [(label, phrase)], lambda: {"trigger": Trigger.PHRASE, "phrase": phrase.value}
    )


async def ask_person(press: Press) -> Answer:
    """The form for a person."""
    person: ui.UserSelect[Any] = ui.UserSelect(custom_id="person", required=True)
    label = text(press.locale, "house-rules-form-person")
    return _form(
        press,
        [(label, person)],
        lambda: {"trigger": Trigger.PERSON, "person": str(person.values[0].id)},
    )


async def ask_every(press: Press) -> Answer:
    """The form for every message."""
    return _form(press, [], lambda: {"trigger": Trigger.EVERY})


async def remove(press: Press) -> Answer:
    """Take one out of the list, wherever it stands there by now."""

    def change(rules: HouseRules) -> HouseRules:
        kept = tuple(r for r in rules.fixed if fingerprint(r) not in press.values)
        return altered(rules, fixed=kept)

    return await change_rules(press, "fixed", change)


def _form(
    press: Press, fields: list[tuple[str, Item]], trigger: Callable[[], dict[str, object]]
) -> Form:
    emojis = line("emojis", longest=200)
    channels: ui.ChannelSelect[Any] = ui.ChannelSelect(
        custom_id="channels",
        channel_types=list(_KINDS),
        required=False,
        min_values=0,
        max_values=MOST,
    )

    async def filled(form: Press) -> Answer:
        where = frozenset(str(channel.id) for channel in channels.values)
        return await _add(form, emojis.value, {"channels": where, **trigger()})

    every = [
        *fields,
        (text(press.locale, "house-rules-form-emojis"), emojis),
        (text(press.locale, "house-rules-form-channels"), channels),
    ]
    return Form(text(press.locale, "house-rules-form-fixed"), every, press, filled)


async def _add(form: Press, typed: str, values: dict[str, object]) -> Answer:
    emojis = read_emojis(typed, customs(form))
    if emojis.unknown or not emojis.catalogue:
        notice = unknown(form, emojis) or text(form.locale, "house-rules-no-emoji")
        return await drawn(form, "fixed", notice)
    try:
        reaction = FixedReaction.model_validate({**values, "emojis": emojis.catalogue[:_EMOJIS]})
    except ValidationError:
        return await drawn(form, "fixed", text(form.locale, "house-rules-no-phrase"))

    def change(rules: HouseRules) -> HouseRules:
        others = tuple(r for r in rules.fixed if r != reaction)
        return altered(rules, fixed=(*others, reaction))

    return await change_rules(form, "fixed", change)

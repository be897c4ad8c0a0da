"""Forms for fixed reactions: for a phrase, a person, or every message; and taking them out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from discord import ChannelType, ui

from bot.features.errors import FeatureError
from bot.features.settings.emojis import read_emojis
from bot.features.settings.house_rules import PHRASE, fixed_reaction, with_fixed, without_fixed
from bot.localisation import text
from bot.platforms.discord.panels.form import Form, line
from bot.platforms.discord.panels.house_rules.changing import change_rules, customs, drawn
from bot.platforms.discord.panels.house_rules.notices import unknown
from bot.platforms.discord.panels.press import Answer, Press
from bot.platforms.discord.panels.widgets import MOST, Item
from bot.store.records import Trigger

_KINDS: Final = (ChannelType.text, ChannelType.news, ChannelType.forum, ChannelType.voice)


async def ask_phrase(press: Press) -> Answer:
    """The form for a phrase."""
    phrase = line("phrase", longest=PHRASE)
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
    return await change_rules(press, "fixed", lambda rules: without_fixed(rules, press.values))


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
    try:
        reaction = fixed_reaction(values, emojis)
    except FeatureError as error:
        return await drawn(form, "fixed", unknown(form, emojis) or error.text(form.locale))
    return await change_rules(form, "fixed", lambda rules: with_fixed(rules, reaction))

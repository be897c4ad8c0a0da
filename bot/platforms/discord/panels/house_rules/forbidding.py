"""The form for emojis that never come out, the catalogue's and the server's own."""

from __future__ import annotations

from collections.abc import Iterable

from bot.features.candidates import CustomEmoji
from bot.localisation import text
from bot.platforms.discord.panels.emojis import Typed, markup, read_emojis
from bot.platforms.discord.panels.form import LONGEST, Form, lines
from bot.platforms.discord.panels.house_rules.changing import change, customs
from bot.platforms.discord.panels.house_rules.notices import unknown
from bot.platforms.discord.panels.house_rules.panel import forbidden_customs
from bot.platforms.discord.panels.press import Answer, Press
from bot.platforms.discord.panels.records import altered
from bot.store.records import ServerSettings


async def ask(press: Press) -> Answer:
    """The form, filled with what is forbidden now."""
    settings = await press.client.store.settings(press.server)
    field = lines("emojis", _listed(settings, customs(press)))
    # Only what is seen in the form can be taken out of it there.
    shown = read_emojis(field.default or "", customs(press))
    label = text(press.locale, "house-rules-form-forbidden")

    async def filled(form: Press) -> Answer:
        typed = read_emojis(field.value, customs(form))
        return await change(
            form, "forbidden", lambda s: _changed(s, shown, typed), unknown(form, typed)
        )

    title = text(press.locale, "house-rules-edit-forbidden")
    return Form(title, [(label, field)], press, filled)


def _listed(settings: ServerSettings, owned: tuple[CustomEmoji, ...]) -> str:
    """All of it, cut between two emojis where it does not fit."""
    pieces = [
        *sorted(settings.house_rules.forbidden),
        *map(markup, forbidden_customs(settings, owned)),
    ]
    while len(" ".join(pieces)) > LONGEST:
        pieces.pop()
    return " ".join(pieces)


def _changed(settings: ServerSettings, shown: Typed, typed: Typed) -> ServerSettings:
    """What was added to and taken out of the form, so that two forms at once both hold."""
    rules, own = settings.house_rules, settings.custom_emojis
    return altered(
        settings,
        house_rules=altered(
            rules,
            forbidden=_edited(rules.forbidden, shown.catalogue, typed.catalogue),
        ),
        custom_emojis=altered(
            own,
            forbidden=_edited(
                own.forbidden, [c.id for c in shown.customs], [c.id for c in typed.customs]
            ),
        ),
    )


def _edited(now: frozenset[str], before: Iterable[str], after: Iterable[str]) -> frozenset[str]:
    shown, typed = frozenset(before), frozenset(after)
    return (now - (shown - typed)) | (typed - shown)

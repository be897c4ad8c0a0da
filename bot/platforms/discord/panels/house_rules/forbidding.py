"""The form for emojis that never come out, the catalogue's and the server's own."""

from __future__ import annotations

from bot.features.candidates import CustomEmoji
from bot.features.settings.emojis import read_emojis
from bot.features.settings.house_rules import forbidden_customs, forbidding
from bot.localisation import text
from bot.platforms.discord.panels.emojis import markup
from bot.platforms.discord.panels.form import LONGEST, Form, lines
from bot.platforms.discord.panels.house_rules.changing import change, customs
from bot.platforms.discord.panels.house_rules.notices import unknown
from bot.platforms.discord.panels.press import Answer, Press
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
            form, "forbidden", lambda s: forbidding(s, shown, typed), unknown(form, typed)
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

"""The form for quiet hours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.features.settings.hours import USUAL
from bot.localisation import text
from bot.platforms.discord.panels.form import Form, line
from bot.platforms.discord.panels.press import Answer, Press
from bot.store.records import QuietHours

_Then = Callable[[Press, str, str, str], Awaitable[Answer]]


def hours_form(press: Press, hours: QuietHours | None, then: _Then) -> Form:
    """Asks for begin, end and time zone; ``then`` gets them as they were typed."""
    shown = hours or USUAL
    begin = line("begin", f"{shown.begin:%H:%M}", longest=12)
    end = line("end", f"{shown.end:%H:%M}", longest=12)
    zone = line("zone", shown.zone, longest=50)
    fields = [
        (text(press.locale, "autoreact-form-begin"), begin),
        (text(press.locale, "autoreact-form-end"), end),
        (text(press.locale, "autoreact-form-zone"), zone),
    ]

    async def filled(form: Press) -> Answer:
        return await then(form, begin.value, end.value, zone.value)

    return Form(text(press.locale, "autoreact-form-title"), fields, press, filled)

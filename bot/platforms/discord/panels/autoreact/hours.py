"""Quiet hours: a form, and reading what was typed."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import time
from difflib import get_close_matches
from typing import Final
from zoneinfo import available_timezones

from bot.localisation import Locale, text
from bot.platforms.discord.panels.form import Form, line
from bot.platforms.discord.panels.press import Answer, Press
from bot.store.records import QuietHours

# 22, 22:00, 22.00, 22h30, 10 pm, 22時
_CLOCK: Final = re.compile(
    r"(\d{1,2})(?:\s*[:.h時]\s*(\d{2}))?\s*(?:([ap])\.?m\.?|uhr|h|時|分)?", re.IGNORECASE
)
_Then = Callable[[Press, str, str, str], Awaitable[Answer]]
_USUAL: Final = QuietHours(begin=time(22), end=time(7))


class Misread(Exception):
    """What was typed is no time or zone; the text says what would be."""


def hours_form(press: Press, hours: QuietHours | None, then: _Then) -> Form:
    """Asks for begin, end and time zone; ``then`` gets them as they were typed."""
    shown = hours or _USUAL
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


def read_hours(locale: Locale, begin: str, end: str, zone: str) -> QuietHours:
    """Quiet hours as they were typed; raises ``Misread``."""
    first, last = _clock(locale, begin), _clock(locale, end)
    if first == last:
        raise Misread(text(locale, "autoreact-same-hours"))
    return QuietHours(begin=first, end=last, zone=_zone(locale, zone))


def _clock(locale: Locale, typed: str) -> time:
    if (found := _CLOCK.fullmatch(typed.strip())) is not None:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half is None and (hour, minute) == (24, 0):
            return time(0)
        if half is not None and 1 <= hour <= 12:
            hour, half = hour % 12 + (12 if half in "pP" else 0), None
        if half is None and hour < 24 and minute < 60:
            return time(hour, minute)
    raise Misread(text(locale, "autoreact-no-clock", typed=typed.strip()))


def _zone(locale: Locale, typed: str) -> str:
    """A zone in any case and with blanks, or by its city alone."""
    wanted = typed.strip().replace(" ", "_").casefold()
    zones = sorted(available_timezones())
    cities = {_city(zone): zone for zone in reversed(zones) if "/" in zone}
    names = {zone.casefold(): zone for zone in zones}
    if (known := names.get(wanted) or cities.get(wanted)) is not None:
        return known
    close = get_close_matches(_city(wanted), cities, n=1)
    example = cities[close[0]] if close else "Europe/Berlin"
    raise Misread(text(locale, "autoreact-no-zone", typed=typed.strip(), example=example))


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].casefold()

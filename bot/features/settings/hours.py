"""Quiet hours as people type them."""

from __future__ import annotations

import re
from datetime import time
from difflib import get_close_matches
from typing import Final
from zoneinfo import available_timezones

from bot.features.errors import FeatureError
from bot.store.records import QuietHours

USUAL: Final = QuietHours(begin=time(22), end=time(7))
# 22, 22:00, 22.00, 22h30, 10 pm, 22時
_CLOCK: Final = re.compile(
    r"(\d{1,2})(?:\s*[:.h時]\s*(\d{2}))?\s*(?:([ap])\.?m\.?|uhr|h|時|分)?", re.IGNORECASE
)


class Misread(FeatureError):
    """What was typed is no time or zone; the text says what would be."""


class NoClock(Misread):
    """Not a time of day."""

    message = "autoreact-no-clock"


class SameHours(Misread):
    """Quiet hours that end when they begin."""

    message = "autoreact-same-hours"


class NoZone(Misread):
    """Not a time zone."""

    message = "autoreact-no-zone"


def read_hours(begin: str, end: str, zone: str) -> QuietHours:
    """Quiet hours as they were typed; raises ``Misread``."""
    first, last = read_clock(begin), read_clock(end)
    if first == last:
        raise SameHours
    return QuietHours(begin=first, end=last, zone=read_zone(zone))


def read_clock(typed: str) -> time:
    """A time of day in any of its spellings; raises ``NoClock``."""
    if (found := _CLOCK.fullmatch(typed.strip())) is not None:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half is None and (hour, minute) == (24, 0):
            return time(0)
        if half is not None and 1 <= hour <= 12:
            hour, half = hour % 12 + (12 if half in "pP" else 0), None
        if half is None and hour < 24 and minute < 60:
            return time(hour, minute)
    raise NoClock(typed=typed.strip())


def read_zone(typed: str) -> str:
    """A zone in any case and with blanks, or by its city alone; raises ``NoZone``."""
    wanted = typed.strip().replace(" ", "_").casefold()
    zones = sorted(available_timezones())
    cities = {_city(zone): zone for zone in reversed(zones) if "/" in zone}
    names = {zone.casefold(): zone for zone in zones}
    if (known := names.get(wanted) or cities.get(wanted)) is not None:
        return known
    close = get_close_matches(_city(wanted), cities, n=1)
    raise NoZone(typed=typed.strip(), example=cities[close[0]] if close else "Europe/Berlin")


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].casefold()

"""Whether it is night on a server."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.store.records import QuietHours


def is_quiet(hours: QuietHours, at: float) -> bool:
    """Whether ``at`` (seconds since 1970) lies within ``hours``; its end is not quiet any more.

    Goes by what the wall clock of the zone shows, so an hour that daylight saving repeats is quiet
    both times. The same begin and end mean all day.
    """
    now = datetime.fromtimestamp(at, ZoneInfo(hours.zone)).time()
    if hours.begin < hours.end:
        return hours.begin <= now < hours.end
    return now >= hours.begin or now < hours.end

"""Nights that pass midnight, time zones, and the two days a year that are not 24 hours long."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.auto_react.quiet_hours import is_quiet
from bot.store.records import QuietHours

ZONES = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe"]
MOMENTS = st.integers(min_value=0, max_value=4_000_000_000).map(float)
TIMES = st.times()


def _at(year: int, month: int, day: int, hour: int, minute: int) -> float:
    return datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp()


def _berlin(begin: time, end: time) -> QuietHours:
    return QuietHours(begin=begin, end=end, zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(20, 59, False), (21, 0, True), (23, 0, True), (4, 59, True), (5, 0, False), (12, 0, False)],
)
def test_a_night_passes_midnight(hour: int, minute: int, quiet: bool) -> None:
    night = _berlin(time(22), time(6))  # in winter an hour ahead of UTC

    assert is_quiet(night, _at(2026, 1, 15, hour, minute)) == quiet


def test_the_same_night_comes_an_hour_earlier_by_utc_in_summer() -> None:
    night = _berlin(time(22), time(6))

    assert is_quiet(night, _at(2026, 7, 15, 20, 0))
    assert not is_quiet(night, _at(2026, 1, 15, 20, 0))


def test_the_hour_that_comes_twice_in_autumn_is_quiet_both_times() -> None:
    hours = _berlin(time(2), time(3))

    assert is_quiet(hours, _at(2026, 10, 25, 0, 30))
    assert is_quiet(hours, _at(2026, 10, 25, 1, 30))
    assert not is_quiet(hours, _at(2026, 10, 25, 2, 0))


def test_the_hour_that_is_missing_in_spring_is_not_waited_for() -> None:
    hours = _berlin(time(2), time(3))

    assert not is_quiet(hours, _at(2026, 3, 29, 0, 59))
    assert not is_quiet(hours, _at(2026, 3, 29, 1, 0))


@given(begin=TIMES, end=TIMES, zone=st.sampled_from(ZONES), at=MOMENTS)
@settings(max_examples=40, deadline=None)
def test_a_moment_is_quiet_by_day_or_by_night_but_not_both(
    begin: time, end: time, zone: str, at: float
) -> None:
    if begin == end:
        assert is_quiet(QuietHours(begin=begin, end=end, zone=zone), at)
        return
    hours = QuietHours(begin=begin, end=end, zone=zone)
    others = QuietHours(begin=end, end=begin, zone=zone)

    assert is_quiet(hours, at) != is_quiet(others, at)


@given(zone=st.sampled_from(ZONES), at=MOMENTS)
@settings(max_examples=40, deadline=None)
def test_goes_by_the_wall_clock(zone: str, at: float) -> None:
    shown = datetime.fromtimestamp(at, ZoneInfo(zone)).time()
    only_now = QuietHours(begin=shown, end=time.max, zone=zone)
    until_now = QuietHours(begin=time.min, end=shown, zone=zone)

    assert is_quiet(only_now, at)
    assert shown == time.min or not is_quiet(until_now, at)

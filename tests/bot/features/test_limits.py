"""How often people may ask, on a clock that the tests turn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features import limits
from bot.features.errors import TooOften
from bot.features.limits import PER_PERSON, PER_SERVER, WINDOW, Limits
from bot.store.records import PersonKey, ServerKey

ADA = PersonKey("discord", "1")
BOB = PersonKey("discord", "2")
HOME = ServerKey("discord", "10")
AWAY = ServerKey("discord", "11")


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def wait(limits: Limits, person: PersonKey, server: ServerKey | None = None) -> float:
    """Seconds that the next attempt is told to wait; 0 where it may go on."""
    try:
        limits.check(person, server)
    except TooOften as error:
        return error.seconds
    return 0


def people(number: int) -> list[PersonKey]:
    return [PersonKey("discord", f"person {n}") for n in range(number)]


def test_a_burst_is_fine_and_then_the_person_is_told_how_long_to_wait() -> None:
    clock = Clock()
    limits = Limits(clock)
    assert [wait(limits, ADA) for _ in range(PER_PERSON)] == [0] * PER_PERSON

    assert wait(limits, ADA) == pytest.approx(WINDOW / PER_PERSON, abs=1e-3)

    clock.now += WINDOW / PER_PERSON
    assert wait(limits, ADA) == 0
    assert wait(limits, ADA) > 0


def test_one_persons_haste_is_nobody_elses() -> None:
    limits = Limits(Clock())
    for _ in range(2 * PER_PERSON):
        wait(limits, ADA)

    assert wait(limits, BOB) == 0


def test_a_crowd_exhausts_its_own_server_and_no_other() -> None:
    limits = Limits(Clock())
    for person in people(PER_SERVER):
        assert wait(limits, person, HOME) == 0

    assert wait(limits, ADA, HOME) > 0
    assert wait(limits, ADA, AWAY) == 0
    assert wait(limits, BOB) == 0


def test_refused_attempts_cost_no_turns() -> None:
    clock = Clock()
    limits = Limits(clock)
    for _ in range(10 * PER_SERVER):
        wait(limits, ADA, HOME)

    others = people(PER_SERVER - PER_PERSON)
    assert [wait(limits, person, HOME) for person in others] == [0] * len(others)
    assert wait(limits, BOB, HOME) > 0


def test_after_a_quiet_minute_all_turns_are_back_and_no_more() -> None:
    clock = Clock()
    limits = Limits(clock)
    for pause in (0, WINDOW, 100 * WINDOW):
        clock.now += pause
        allowed = [wait(limits, ADA) for _ in range(3 * PER_PERSON)].count(0)
        assert allowed == PER_PERSON


@given(pauses=st.lists(st.floats(0, 3), min_size=1, max_size=80))
def test_in_no_minute_are_there_more_than_a_burst_and_a_minutes_turns(pauses: list[float]) -> None:
    clock = Clock()
    limits = Limits(clock)
    taken: list[float] = []
    for pause in pauses:
        clock.now += pause
        if not wait(limits, ADA):
            taken.append(clock.now)
    for last in taken:
        assert sum(last - WINDOW < at <= last for at in taken) <= 2 * PER_PERSON


@given(pauses=st.lists(st.floats(0, 10), min_size=1, max_size=60))
def test_whoever_waits_as_long_as_told_may_go_on(pauses: list[float]) -> None:
    clock = Clock()
    limits = Limits(clock)
    for pause in pauses:
        clock.now += pause
        if seconds := wait(limits, ADA):
            clock.now += seconds
            assert wait(limits, ADA) == 0


def test_memory_is_bounded_however_many_people_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REMEMBERED", 50)
    asked = Limits(Clock())
    for person in people(500):
        wait(asked, person, HOME)

    assert len(asked._people) == 50

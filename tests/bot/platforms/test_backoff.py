"""How long the bot waits before it connects to a platform again."""

from __future__ import annotations

from bot.platforms.backoff import LONGEST, Backoff

DAY = 24 * 3600
IDENTIFIES_A_DAY = 1_000


def test_each_failure_in_a_row_waits_longer_up_to_the_longest() -> None:
    backoff = Backoff()

    waits = [backoff.after(0) for _ in range(12)]

    for wait, ceiling in zip(waits, [2, 4, 8, 16, 32, 64, 128, 256, *[LONGEST] * 4], strict=True):
        assert ceiling / 2 <= wait <= ceiling


def test_a_connection_that_held_counts_as_a_success() -> None:
    backoff = Backoff()
    for _ in range(12):
        backoff.after(0)

    assert backoff.after(LONGEST + 1) <= 2


def test_a_connection_that_always_breaks_stays_within_a_days_identifies() -> None:
    backoff = Backoff()
    seconds, identifies = 0.0, 0
    while seconds < DAY:
        seconds += backoff.after(0)
        identifies += 1

    assert identifies < IDENTIFIES_A_DAY

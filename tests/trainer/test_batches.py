"""The order of the rows: every row once an epoch, the same for the same seed, little padding."""

from __future__ import annotations

import random
import tracemalloc
from itertools import chain

import numpy as np
import pytest

from trainer.batches import Batches

_CHANCE = random.Random(7)  # noqa: S311 - not for secrets
LENGTHS = [_CHANCE.randint(2, 60) for _ in range(1003)]


def _rows(batches: Batches) -> list[list[int]]:
    """What is drawn, without its factors; rows of factor 0 only stand in."""
    return [[drawn.row for drawn in part if drawn.factor] for part in batches]


@pytest.mark.parametrize("parts", [1, 2, 3, 32])
def test_every_row_comes_once_an_epoch(parts: int) -> None:
    batches = Batches(LENGTHS, size=32, parts=parts, seed=1)
    drawn = _rows(batches)
    assert sorted(chain.from_iterable(drawn)) == list(range(len(LENGTHS)))
    assert len(drawn) == len(batches)
    assert max(map(len, drawn)) == batches.batch_size


def test_parts_change_what_is_computed_at_once_and_not_what_a_step_learns() -> None:
    whole = _rows(Batches(LENGTHS, size=32, parts=1, seed=1))
    halves = iter(_rows(Batches(LENGTHS, size=32, parts=2, seed=1)))
    for step in whole:
        assert step == [*next(halves), *next(halves)]


def test_epochs_and_seeds_differ_and_repeat() -> None:
    def order(seed: int, epoch: int) -> list[list[int]]:
        batches = Batches(LENGTHS, size=32, parts=1, seed=seed)
        batches.epoch = epoch
        return _rows(batches)

    assert order(1, 3) == order(1, 3)
    assert len({str(order(seed, epoch)) for seed in (1, 2) for epoch in (0, 1)}) == 4


def test_rows_of_a_step_are_of_about_the_same_length() -> None:
    drawn = _rows(Batches(LENGTHS, size=32, parts=1, seed=1))
    padded = sum(len(rows) * max(LENGTHS[i] for i in rows) for rows in drawn)
    shuffled = [LENGTHS[i : i + 32] for i in range(0, len(LENGTHS), 32)]
    assert padded < 1.2 * sum(LENGTHS)
    assert padded < 0.7 * sum(len(rows) * max(rows) for rows in shuffled)


@pytest.mark.parametrize("count", [2, 3, 7])
@pytest.mark.parametrize("parts", [1, 2, 32])
def test_processes_share_each_step_and_take_equally_many_passes(count: int, parts: int) -> None:
    alone = _rows(Batches(LENGTHS, size=32, parts=1, seed=1))
    shares = [Batches(LENGTHS, 32, parts, 1, rank, count) for rank in range(count)]
    drawn = [_rows(share) for share in shares]
    assert {len(share) for share in shares} == {len(rows) for rows in drawn}
    passes = min(parts, -(-32 // count))
    for i, step in enumerate(alone):
        together = [row for rows in drawn for part in rows[i * passes :][:passes] for row in part]
        assert sorted(together) == sorted(step)


@pytest.mark.parametrize(("rows", "count", "parts"), [(32, 3, 1), (33, 2, 3), (1, 2, 4), (5, 3, 2)])
def test_factors_make_means_of_means_the_mean_over_a_step(
    rows: int, count: int, parts: int
) -> None:
    losses = [_CHANCE.random() for _ in range(rows)]
    means = [
        sum(drawn.factor * losses[drawn.row] for drawn in part) / len(part)
        for rank in range(count)
        for part in Batches([1] * rows, rows, parts, 1, rank, count)
    ]
    assert sum(means) / len(means) == pytest.approx(sum(losses) / rows)


def test_a_million_rows_are_drawn_in_a_moment_and_in_little_memory() -> None:
    tracemalloc.start()
    first = next(iter(Batches(np.full(1_000_000, 12, np.int32), size=32, parts=1, seed=1)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(first) == 32
    assert peak < 40 * 1_000_000

"""The order of the rows: every row once an epoch, the same for the same seed, little padding."""

from __future__ import annotations

import random
from itertools import chain

import pytest

from trainer.batches import Batches

_CHANCE = random.Random(7)  # noqa: S311 - not for secrets
LENGTHS = [_CHANCE.randint(2, 60) for _ in range(1003)]


@pytest.mark.parametrize("parts", [1, 2, 3, 32])
def test_every_row_comes_once_an_epoch(parts: int) -> None:
    batches = Batches(LENGTHS, size=32, parts=parts, seed=1)
    drawn = list(batches)
    assert sorted(chain.from_iterable(drawn)) == list(range(len(LENGTHS)))
    assert len(drawn) == len(batches)
    assert max(map(len, drawn)) == batches.batch_size


def test_parts_change_what_is_computed_at_once_and_not_what_a_step_learns() -> None:
    whole = list(Batches(LENGTHS, size=32, parts=1, seed=1))
    halves = iter(Batches(LENGTHS, size=32, parts=2, seed=1))
    for step in whole:
        assert step == [*next(halves), *next(halves)]


def test_epochs_and_seeds_differ_and_repeat() -> None:
    def order(seed: int, epoch: int) -> list[list[int]]:
        batches = Batches(LENGTHS, size=32, parts=1, seed=seed)
        batches.epoch = epoch
        return list(batches)

    assert order(1, 3) == order(1, 3)
    assert len({str(order(seed, epoch)) for seed in (1, 2) for epoch in (0, 1)}) == 4


def test_rows_of_a_step_are_of_about_the_same_length() -> None:
    drawn = list(Batches(LENGTHS, size=32, parts=1, seed=1))
    padded = sum(len(rows) * max(LENGTHS[i] for i in rows) for rows in drawn)
    shuffled = [LENGTHS[i : i + 32] for i in range(0, len(LENGTHS), 32)]
    assert padded < 1.2 * sum(LENGTHS)
    assert padded < 0.7 * sum(len(rows) * max(rows) for rows in shuffled)

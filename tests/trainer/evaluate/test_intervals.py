import numpy as np
import pytest

from trainer.evaluate.intervals import Bootstrap, bootstrap
from trainer.evaluate.outcomes import Figures, Outcomes


def measured(hits: list[float], *, seed: int = 0) -> Bootstrap:
    figures = Figures(Outcomes(shares={"hit@1": np.array(hits)}))
    return bootstrap(figures, len(hits), seed=seed, draws=400)


def width(rows: int) -> float:
    estimate = measured([float(i % 3 == 0) for i in range(rows)]).estimates()["hit@1"]
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low <= estimate.value <= estimate.high
    return estimate.high - estimate.low


def test_interval_contains_the_estimate_and_shrinks_with_the_rows() -> None:
    assert width(30) > 1.5 * width(120) > 2 * width(1200)


def test_interval_is_about_as_wide_as_theory_says() -> None:
    # 2 * 1.96 * sqrt(p (1 - p) / n), for a share of a third.
    assert width(900) == pytest.approx(2 * 1.96 * (2 / 9 / 900) ** 0.5, rel=0.15)


def test_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    hits = [float(i % 7 < 3) for i in range(100)]
    first, again, other = (measured(hits, seed=seed).estimates() for seed in (1, 1, 2))
    assert first == again != other


def test_paired_difference_with_itself_is_exactly_zero() -> None:
    hits = [float(i % 5 == 0) for i in range(60)]
    difference = measured(hits).minus(measured(hits))["hit@1"]
    assert (difference.value, difference.low, difference.high) == (0, 0, 0)


def test_paired_difference_shows_what_the_single_intervals_hide() -> None:
    worse = [float(i % 2) for i in range(100)]
    better = [1.0] * 16 + worse[16:]  # right wherever the other is, and on eight rows more
    one, other = measured(better), measured(worse)
    high, low = other.estimates()["hit@1"].high, one.estimates()["hit@1"].low
    assert high is not None
    assert low is not None
    assert high > low
    difference = one.minus(other)["hit@1"]
    assert difference.value == pytest.approx(0.08)
    assert difference.low is not None
    assert difference.low > 0


def test_rows_that_do_not_count_are_left_out_of_every_draw() -> None:
    estimate = measured([1.0, float("nan"), float("nan")]).estimates()["hit@1"]
    assert (estimate.value, estimate.low, estimate.high) == (1, 1, 1)


def test_quiet_figures_are_drawn_too() -> None:
    silent = np.arange(40) % 2 == 0
    figures = Figures(Outcomes(shares={}, quiet=np.where(silent, 0.8, 0.2), silent=silent))
    found = bootstrap(figures, 40, seed=0, draws=50).estimates()
    assert (found["quiet_auc"].value, found["quiet_auc"].low) == (1, 1)
    assert found["kept@10%"].value == 1

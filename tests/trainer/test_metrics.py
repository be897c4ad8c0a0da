import numpy as np
import pytest

from trainer.metrics import area_under_curve, calibration_error, reaction_metrics


def test_hits_count_any_accepted_emoji_among_the_first_k() -> None:
    ranking = np.array([[0, 1, 2], [3, 2, 1], [0, 1, 2]])
    sure, quiet = np.array([0.6, 0.4, 0.7]), np.array([0.1, 0.1, 0.9])
    figures = reaction_metrics(ranking, sure, quiet, [[0, 3], [1], []])
    assert figures["hit@1"] == pytest.approx(0.5)
    assert figures["hit@3"] == pytest.approx(1.0)
    assert figures["quiet_auc"] == pytest.approx(1.0)


def test_common_emojis_do_not_count_as_specific() -> None:
    rows = 200
    # Twenty emojis are accepted everywhere; one row in ten also accepts emoji 25.
    accepted = [[*range(20), 25] if i % 10 == 0 else list(range(20)) for i in range(rows)]
    always_common = np.tile([0, 1, 2], (rows, 1))
    sure = np.full(rows, 0.5)
    figures = reaction_metrics(always_common, sure, np.zeros(rows), accepted)
    assert figures["hit@3"] == 1
    assert figures["specific@3"] == 0
    knows = np.tile([0, 1, 25], (rows, 1))
    assert reaction_metrics(knows, sure, np.zeros(rows), accepted)["specific@3"] == 1


def test_emoji_that_the_model_lacks_is_a_miss() -> None:
    figures = reaction_metrics(np.array([[0, 1, 2]]), np.ones(1), np.zeros(1), [[-1]])
    assert figures["hit@3"] == 0


def test_area_under_curve_counts_ties_half() -> None:
    scores = np.array([0.1, 0.5, 0.5, 0.9])
    assert area_under_curve(scores, np.array([False, False, True, True])) == pytest.approx(0.875)
    assert area_under_curve(np.ones(4), np.array([False, True, False, True])) == pytest.approx(0.5)


def test_calibration_error_is_zero_for_honest_confidence() -> None:
    correct = np.arange(1000) % 10 < 7
    assert calibration_error(np.full(1000, 0.7), correct) == pytest.approx(0.0)
    assert calibration_error(np.full(1000, 0.9), correct) == pytest.approx(0.2)

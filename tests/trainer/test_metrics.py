import numpy as np
import pytest

from trainer.metrics import area_under_curve, calibration_error, reaction_metrics


def test_hits_count_any_accepted_emoji_among_the_first_k() -> None:
    probabilities = np.array([[0.6, 0.3, 0.1, 0.0], [0.1, 0.2, 0.3, 0.4], [0.7, 0.2, 0.06, 0.04]])
    figures = reaction_metrics(probabilities, np.array([0.1, 0.1, 0.9]), [[0, 3], [1], []])
    assert figures["hit@1"] == pytest.approx(0.5)
    assert figures["hit@3"] == pytest.approx(1.0)
    assert figures["quiet_auc"] == pytest.approx(1.0)


def test_common_emojis_do_not_count_as_specific() -> None:
    emojis, rows = 30, 200
    # Twenty emojis are accepted everywhere; one row in ten also accepts emoji 25.
    accepted = [[*range(20), 25] if i % 10 == 0 else list(range(20)) for i in range(rows)]
    always_common = np.zeros((rows, emojis))
    always_common[:, :3] = [0.5, 0.3, 0.2]
    assert reaction_metrics(always_common, np.zeros(rows), accepted)["specific@3"] == 0
    knows = always_common.copy()
    knows[:, 25] = 0.4
    assert reaction_metrics(knows, np.zeros(rows), accepted)["specific@3"] == 1


def test_area_under_curve_counts_ties_half() -> None:
    scores = np.array([0.1, 0.5, 0.5, 0.9])
    assert area_under_curve(scores, np.array([False, False, True, True])) == pytest.approx(0.875)
    assert area_under_curve(np.ones(4), np.array([False, True, False, True])) == pytest.approx(0.5)


def test_calibration_error_is_zero_for_honest_confidence() -> None:
    correct = np.arange(1000) % 10 < 7
    assert calibration_error(np.full(1000, 0.7), correct) == pytest.approx(0.0)
    assert calibration_error(np.full(1000, 0.9), correct) == pytest.approx(0.2)

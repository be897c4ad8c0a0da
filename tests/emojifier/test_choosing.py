import pytest
import torch

from emojifier.artifact import Calibration, Curve
from emojifier.choosing import calibrate, rank
from emojifier.model import Logits

ALL = torch.ones(4, dtype=torch.bool)
FLAT = torch.full((4,), 0.25).log()


def test_uncalibrated_chances_are_the_softmax() -> None:
    logits = Logits(emojis=torch.tensor([[2.0, 1.0, 0.0, -40.0]]), quiet=torch.tensor([0.0]))
    probabilities = calibrate(logits, Calibration())
    assert probabilities.shares.sum().item() == pytest.approx(1)
    assert torch.allclose(probabilities.accepted, probabilities.shares, atol=1e-6)


def test_curve_bends_the_chances_and_keeps_the_order() -> None:
    logits = Logits(emojis=torch.tensor([[2.0, 1.0, 0.0, -1.0]]), quiet=torch.tensor([0.0]))
    curve = Curve(slope=1.4, intercept=3.3)
    probabilities = calibrate(logits, Calibration(emoji=curve))
    p = probabilities.shares[0, 1]
    expected = torch.sigmoid(1.4 * torch.log(p / (1 - p)) + 3.3)
    assert probabilities.accepted[0, 1].item() == pytest.approx(expected.item(), abs=1e-5)
    assert (
        probabilities.accepted[0].argsort().tolist() == probabilities.shares[0].argsort().tolist()
    )


def test_certainty_is_no_trouble() -> None:
    logits = Logits(emojis=torch.tensor([[200.0, -200.0]]), quiet=torch.tensor([-200.0]))
    probabilities = calibrate(logits, Calibration())
    assert probabilities.accepted[0].tolist() == pytest.approx([1, 0], abs=1e-5)
    assert probabilities.quiet.item() == pytest.approx(0)


def test_uncalibrated_quiet_is_its_share_of_the_softmax() -> None:
    logits = Logits(emojis=torch.tensor([[1.0, 0.0]]), quiet=torch.tensor([0.5]))
    expected = torch.softmax(torch.tensor([1.0, 0.0, 0.5]), dim=0)[2].item()
    assert calibrate(logits, Calibration()).quiet.item() == pytest.approx(expected)


def test_specific_prefers_what_this_message_makes_likelier_than_usual() -> None:
    shares = torch.tensor([[0.5, 0.3, 0.15, 0.05]])
    usual = torch.tensor([0.6, 0.3, 0.05, 0.05]).log()
    likeliest = rank(shares, 2, log_prior=usual, specific=0, allowed=ALL)
    telling = rank(shares, 2, log_prior=usual, specific=1, allowed=ALL)
    assert likeliest.tolist() == [[0, 1]]
    assert telling[0, 0].item() == 2


def test_only_allowed_emojis_come_out_and_never_more_than_there_are() -> None:
    allowed = torch.tensor([False, True, False, True])
    chosen = rank(
        torch.tensor([[0.7, 0.1, 0.1, 0.1]]), 4, log_prior=FLAT, specific=0, allowed=allowed
    )
    assert sorted(chosen[0].tolist()) == [1, 3]


def test_what_is_unfit_comes_behind_all_others_in_its_row_alone() -> None:
    shares = torch.tensor([[0.7, 0.1, 0.15, 0.05]] * 2)
    unfit = torch.tensor([[True, False, False, False], [False] * 4])
    chosen = rank(shares, 4, log_prior=FLAT, specific=0, allowed=ALL, unfit=unfit)
    assert chosen.tolist() == [[2, 1, 3, 0], [0, 2, 1, 3]]

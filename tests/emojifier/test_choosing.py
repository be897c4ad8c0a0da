import pytest
import torch

from emojifier.artifact import Calibration
from emojifier.choosing import calibrate, rank
from emojifier.model import Logits

ALL = torch.ones(4, dtype=torch.bool)
FLAT = torch.full((4,), 0.25).log()


def test_temperature_softens_and_keeps_the_order() -> None:
    logits = Logits(emojis=torch.tensor([[2.0, 1.0, 0.0, -1.0]]), quiet=torch.tensor([0.0]))
    sharp = calibrate(logits, Calibration()).emojis
    soft = calibrate(logits, Calibration(temperature=2)).emojis
    assert soft.sum().item() == pytest.approx(1)
    assert soft[0, 0] < sharp[0, 0]
    assert soft[0].argsort().tolist() == sharp[0].argsort().tolist()


def test_uncalibrated_quiet_is_its_share_of_the_softmax() -> None:
    logits = Logits(emojis=torch.tensor([[1.0, 0.0]]), quiet=torch.tensor([0.5]))
    expected = torch.softmax(torch.tensor([1.0, 0.0, 0.5]), dim=0)[2].item()
    assert calibrate(logits, Calibration()).quiet.item() == pytest.approx(expected)


def test_specific_prefers_what_this_message_makes_likelier_than_usual() -> None:
    probabilities = torch.tensor([[0.5, 0.3, 0.15, 0.05]])
    usual = torch.tensor([0.6, 0.3, 0.05, 0.05]).log()
    likeliest = rank(probabilities, 2, log_prior=usual, specific=0, allowed=ALL)
    telling = rank(probabilities, 2, log_prior=usual, specific=1, allowed=ALL)
    assert likeliest.tolist() == [[0, 1]]
    assert telling[0, 0].item() == 2


def test_only_allowed_emojis_come_out_and_never_more_than_there_are() -> None:
    allowed = torch.tensor([False, True, False, True])
    chosen = rank(
        torch.tensor([[0.7, 0.1, 0.1, 0.1]]), 4, log_prior=FLAT, specific=0, allowed=allowed
    )
    assert sorted(chosen[0].tolist()) == [1, 3]

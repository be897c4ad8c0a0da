import pytest
import torch
from torch.nn import functional as F

from emojifier.artifact import Calibration
from emojifier.choosing import calibrate
from emojifier.model import Logits
from trainer.calibrating import fit
from trainer.rows import Row

EMOJIS = ("😀", "🎉", "😢", "🍕")
PLACES = {emoji: place for place, emoji in enumerate(EMOJIS)}


def test_chances_become_the_share_that_people_accept() -> None:
    generator = torch.Generator().manual_seed(0)
    sure_of = torch.randint(0, 2, (4000,), generator=generator)
    right = (torch.rand(4000, generator=generator) < 0.7).tolist()
    # The model is all but certain of its first emoji, and people accept it in 70% of the cases.
    rows = [
        Row(str(i), (EMOJIS[place if hit else 1 - place],))
        for i, (place, hit) in enumerate(zip(sure_of.tolist(), right, strict=True))
    ]
    logits = Logits(emojis=F.one_hot(sure_of, 2) * 5.0, quiet=torch.zeros(4000))
    before = calibrate(logits, Calibration()).accepted.amax(-1).mean()
    after = calibrate(logits, fit(logits, rows, {"😀": 0, "🎉": 1})).accepted
    assert before > 0.99
    assert after.amax(-1).mean().item() == pytest.approx(0.7, abs=0.03)
    assert after.amin(-1).mean().item() == pytest.approx(0.3, abs=0.03)


def test_quiet_curve_gives_the_share_of_quiet_rows() -> None:
    generator = torch.Generator().manual_seed(0)
    margin = torch.randn(4000, generator=generator) * 3
    silent = torch.rand(4000, generator=generator) < torch.sigmoid(0.5 * margin - 1)
    rows = [Row(str(i), () if quiet else ("😀",)) for i, quiet in enumerate(silent.tolist())]
    # With all emoji logits at -log 4, the quiet logit is the margin itself.
    emojis = torch.full((4000, 4), -torch.log(torch.tensor(4.0)).item())
    fitted = fit(Logits(emojis=emojis, quiet=margin), rows, PLACES)
    assert fitted.quiet.slope == pytest.approx(0.5, abs=0.06)
    assert fitted.quiet.intercept == pytest.approx(-1, abs=0.15)


def test_too_few_rows_leave_the_model_as_it_is() -> None:
    logits = Logits(emojis=torch.randn(10, 4), quiet=torch.randn(10))
    assert fit(logits, [Row(str(i), ("😀",)) for i in range(10)], PLACES) == Calibration()

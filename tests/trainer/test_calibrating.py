import pytest
import torch

from emojifier.artifact import Calibration
from emojifier.choosing import calibrate
from emojifier.model import Logits
from trainer.calibrating import fit
from trainer.rows import Row

EMOJIS = ("😀", "🎉", "😢", "🍕")
PLACES = {emoji: place for place, emoji in enumerate(EMOJIS)}


def test_overconfident_model_is_cooled_to_its_real_accuracy() -> None:
    generator = torch.Generator().manual_seed(0)
    truth = torch.randint(0, 4, (2000,), generator=generator)
    answer = torch.where(torch.rand(2000, generator=generator) < 0.7, truth, (truth + 1) % 4)
    logits = torch.nn.functional.one_hot(answer, 4).float() * 9
    rows = [Row(str(i), (EMOJIS[t],)) for i, t in enumerate(truth.tolist())]
    fitted = fit(Logits(emojis=logits, quiet=torch.zeros(2000)), rows, PLACES)
    confidence = calibrate(Logits(logits, torch.zeros(2000)), fitted).emojis.amax(-1).mean()
    assert confidence.item() == pytest.approx(0.7, abs=0.04)


def test_quiet_curve_gives_the_share_of_quiet_rows() -> None:
    generator = torch.Generator().manual_seed(0)
    margin = torch.randn(4000, generator=generator) * 3
    silent = torch.rand(4000, generator=generator) < torch.sigmoid(0.5 * margin - 1)
    rows = [Row(str(i), () if quiet else ("😀",)) for i, quiet in enumerate(silent.tolist())]
    # With all emoji logits at -log 4, the quiet logit is the margin itself.
    emojis = torch.full((4000, 4), -torch.log(torch.tensor(4.0)).item())
    fitted = fit(Logits(emojis=emojis, quiet=margin), rows, PLACES)
    assert fitted.quiet_slope == pytest.approx(0.5, abs=0.06)
    assert fitted.quiet_intercept == pytest.approx(-1, abs=0.15)


def test_too_few_rows_leave_the_model_as_it_is() -> None:
    logits = Logits(emojis=torch.randn(10, 4), quiet=torch.randn(10))
    assert fit(logits, [Row(str(i), ("😀",)) for i in range(10)], PLACES) == Calibration()

"""Trainings on the messages that ship, as long as they take: ``make test-long``."""

from pathlib import Path

import pytest

from emojifier import Emojifier
from emojifier.catalogue import catalogue
from trainer import TrainingResult, fine_tune_gpt2
from trainer.bases import prepare
from trainer.datasets import load
from trainer.folder import validation_figures
from trainer.rows import split

CHAT = ("react", "chat", "life", "ordinary", "serious", "languages")

pytestmark = [pytest.mark.long, pytest.mark.timeout(1500)]


def _losses(result: TrainingResult, name: str) -> list[float]:
    return [epoch[name] for epoch in result.history]


def test_a_gpt2_from_nothing_learns_from_the_chat_data(tmp_path: Path) -> None:
    result = fine_tune_gpt2(
        CHAT, base="scratch:mini", learning_rate=1e-3, batch_size=64, output=tmp_path / "mini"
    )
    for name in ("train_loss", "validation_loss"):
        first, second = _losses(result, name)
        assert second < first
    # It learns the favourites and when to be quiet; meaning needs a pretrained GPT-2.
    assert result.metrics["hit@3"] > 0.25
    assert result.metrics["quiet_auc"] > 0.8


def test_the_model_that_ships_goes_on_learning_and_forgets_nothing(tmp_path: Path) -> None:
    sets = ("ordinary", "serious")
    parts = split(row for name in sets for row in load(name).rows)
    start = prepare("models/default", parts.train, catalogue(), seed=0)
    before = validation_figures(start, start.encoder(catalogue()), parts.validation)
    result = fine_tune_gpt2(sets, base="models/default", epochs=1, output=tmp_path / "student")
    after = result.metrics
    assert after["validation_loss"] < before["validation_loss"]
    for name in ("hit@1", "hit@3", "quiet_auc"):
        assert after[name] > before[name] - 0.02
    emojifier = Emojifier.load(result.output, device="cpu")
    assert emojifier.suggest(["who wants pizza tonight"])[0].emojis[0].emoji == "🍕"

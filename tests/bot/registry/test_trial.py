"""The checks of a model folder, on real models."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from bot.registry import Registry
from bot.registry.trial import answers_well
from emojifier.artifact import write_manifest
from emojifier.errors import ModelFolderError
from emojifier.folders import default_model
from tests.bot.registry.folders import checked, renamed


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return renamed(default_model(), tmp_path / "model", "mine")


def test_a_model_that_answers_is_registered(model: Path, tmp_path: Path) -> None:
    version = Registry(tmp_path / "models").register(model, parent=None, by="ada")
    assert version.title.startswith("mine ")


@pytest.mark.parametrize(
    ("weight", "sentence"), [(float("nan"), "some are not numbers"), (60_000.0, "train it again")]
)
def test_a_model_whose_training_broke_is_refused(
    model: Path, tmp_path: Path, weight: float, sentence: str
) -> None:
    manifest = checked(model)
    weights = load_file(model / "model.safetensors")
    broken = {name: torch.full_like(tensor, weight) for name, tensor in weights.items()}
    save_file(broken, model / "model.safetensors", metadata={"format": "pt"})
    write_manifest(model, manifest)
    assert checked(model) != manifest  # its checksums are right
    with pytest.raises(ModelFolderError, match=sentence):
        Registry(tmp_path / "models").register(model, parent=None, by="ada")


def test_a_folder_that_is_no_model_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(ModelFolderError, match="not a mojibot model folder"):
        answers_well(tmp_path)


def test_a_tiny_model_of_ones_own_passes(tiny_model: Path) -> None:
    assert answers_well(tiny_model).name == "tiny"

"""The model card of a real training: what the Hub reads of it, and what a person does."""

from __future__ import annotations

from pathlib import Path

from huggingface_hub import ModelCard, ModelCardData

from emojifier.artifact import Base, Manifest, open_folder
from emojifier.catalogue import catalogue
from trainer.card import render


def _rendered(manifest: Manifest) -> ModelCardData:
    """The metadata as the Hub's own library reads them back."""
    text = render(manifest, licence="mit", limits="It errs.", report=())
    data = ModelCard(text).data
    assert isinstance(data, ModelCardData)
    return data


def test_the_hub_reads_licence_languages_base_and_figures(tiny_model: Path) -> None:
    manifest = open_folder(tiny_model, catalogue()).model_copy(
        update={
            "languages": ("en", "no"),
            "base": Base(name="openai-community/gpt2", revision="6" * 40),
            "metrics": {"hit@1": 0.5, "set_f1": 0.25, "private": 1.0},
        }
    )
    data = _rendered(manifest)
    assert data.license == "mit"
    assert data.language == ["en", "no"]
    assert data.base_model == "openai-community/gpt2"
    assert data.pipeline_tag == "text-classification"
    results = {result.metric_type: result.metric_value for result in data.eval_results or []}
    assert results == {"hit@1": 0.5, "set_f1": 0.25}


def test_a_base_that_is_not_on_the_hub_is_not_linked_there(tiny_model: Path) -> None:
    for base in (Base(name="scratch:mini"), Base(name="mine 1.0.0", revision="a" * 64)):
        manifest = open_folder(tiny_model, catalogue()).model_copy(update={"base": base})
        assert _rendered(manifest).base_model is None


def test_a_person_reads_data_training_use_and_limits(tiny_model: Path) -> None:
    text = (tiny_model / "README.md").read_text(encoding="utf-8")
    manifest = open_folder(tiny_model, catalogue())
    titles = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert titles == ["Intended use", "Data", "Training", "Limits"]
    assert "Started from scratch:mini." in text
    assert f"- {manifest.data[0]}" in text
    assert "| learning_rate | 0.003 |" in text
    assert "| epoch | training loss |" in text
    assert f"| 40.000 | {manifest.history[-1]['train_loss']:.3f} |" in text
    assert "](report/loss.png)" in text
    assert "calibration.png" not in text  # nothing was held back to draw it from


def test_a_licence_that_nobody_named_is_said_to_be_unknown(tiny_model: Path) -> None:
    card = ModelCard.load(tiny_model / "README.md")
    assert (card.data.license, card.data.license_name) == ("other", "unspecified")


def test_words_of_a_stranger_cannot_break_the_metadata(tiny_model: Path) -> None:
    manifest = open_folder(tiny_model, catalogue())
    hostile = manifest.model_copy(
        update={"languages": ("en: [", "- --- '"), "metrics": {"hit@1": 1.0}, "name": "a: {b"}
    )
    assert _rendered(hostile).language == ["en: [", "- --- '"]
    assert _rendered(hostile).model_name == f"a: {{b {manifest.version}"

"""What an experiment tracker is told, read back from TensorBoard's own files."""

from __future__ import annotations

from pathlib import Path

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from trainer import cli, fine_tune_gpt2
from trainer.errors import ArgumentError
from trainer.progress import Event


def _scalars(folder: Path) -> dict[str, list[tuple[int, float]]]:
    events = EventAccumulator(str(folder))
    events.Reload()
    return {
        tag: [(s.step, s.value) for s in events.Scalars(tag)] for tag in events.Tags()["scalars"]
    }


def test_tensorboard_shows_what_was_reported(tmp_path: Path) -> None:
    reported: list[Event] = []
    output = tmp_path / "model"
    fine_tune_gpt2(
        "serious",
        base="scratch:mini",
        max_minutes=0.03,
        output=output,
        report_to="tensorboard",
        reporter=reported.append,
    )
    scalars = _scalars(tmp_path / "model.runs")
    steps = [event for event in reported if event["event"] == "step"]
    assert [step for step, _ in scalars["train/loss"]] == [e["step"] for e in steps]
    assert [loss for _, loss in scalars["train/loss"]] == pytest.approx([e["loss"] for e in steps])
    assert {"train/learning_rate", "train/rows_per_second"} <= set(scalars)
    [epoch] = [event for event in reported if event["event"] == "epoch"]
    [(_, loss)] = scalars["eval/loss"]
    assert loss == pytest.approx(epoch["validation_loss"])
    assert "eval/hit@1" in scalars


def test_a_tracker_that_is_not_installed_is_one_sentence_with_the_command(
    tiny_rows: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "wandb").mkdir()  # where earlier runs have left theirs
    monkeypatch.syspath_prepend(tmp_path)
    command = ["fine-tune", "--dataset", str(tiny_rows), "--output", str(tmp_path / "model")]
    assert cli.main([*command, "--report-to", "wandb"]) == 1
    assert capsys.readouterr().err.endswith("The package wandb is missing: pip install wandb\n")
    assert not list(tmp_path.glob("model*"))


def test_an_unknown_tracker_is_refused_with_the_known_ones(tiny_rows: Path, tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="tensorboard, trackio, wandb"):
        fine_tune_gpt2(tiny_rows, output=tmp_path / "m", report_to="excel")  # type: ignore[arg-type]

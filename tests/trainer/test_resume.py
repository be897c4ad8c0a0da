"""A training that was killed goes on to the weights that it would have had."""

from __future__ import annotations

import json
import random
import shutil
import signal
from pathlib import Path

import pytest

from tests.trainer.runs import STEPS, UNSAVED, arguments, started
from trainer import cli, fine_tune_gpt2
from trainer.checkpoints import Workspace
from trainer.errors import OutputError
from trainer.progress import Event


@pytest.fixture(scope="module")
def uninterrupted(tiny_rows: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same training, left alone."""
    output = tmp_path_factory.mktemp("whole") / "model"
    assert cli.main(arguments(tiny_rows, output, *UNSAVED)) == 0
    return output


def _weights(model: Path) -> bytes:
    return (model / "model.safetensors").read_bytes()


def _history(model: Path) -> object:
    return json.loads((model / "emojifier.json").read_bytes())["history"]


def test_a_run_killed_again_and_again_ends_with_the_same_weights(
    tiny_rows: Path, tmp_path: Path, uninterrupted: Path
) -> None:
    output = tmp_path / "model"
    chance = random.Random()  # noqa: S311 - not for secrets
    reached = 0
    kills = []
    while reached < STEPS - 4:
        step = reached + chance.randint(1, 6)
        with started(arguments(tiny_rows, output, "--resume")) as training:
            training.wait_for_step(step)
            assert training.events, training.errors.read()
            training.send(signal.SIGKILL)
        kept = Workspace(output).newest()
        reached = max(reached, kept.step if kept else 0)
        kills.append((step, reached))
        assert not output.exists()
    assert len(kills) > 1
    with started(arguments(tiny_rows, output, "--resume")) as training:
        code, errors = training.end()
    assert (code, errors) == (0, ""), f"kills at {kills}"
    assert training.events[0]["step"] == reached
    assert _weights(output) == _weights(uninterrupted), f"kills at {kills}"
    assert _history(output) == _history(uninterrupted), f"kills at {kills}"
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


@pytest.fixture
def unfinished(tiny_rows: Path, tmp_path: Path) -> Path:
    """The output of a training that was killed somewhere in its second half."""
    output = tmp_path / "model"
    with started(arguments(tiny_rows, output)) as training:
        training.wait_for_step(STEPS // 2)
        training.send(signal.SIGKILL)
    return output


def test_a_damaged_checkpoint_is_passed_over_for_the_one_before(
    tiny_rows: Path, unfinished: Path, uninterrupted: Path
) -> None:
    workspace = Workspace(unfinished)
    newest = workspace.newest()
    assert newest is not None
    with (newest.folder / "optimizer.pt").open("r+b") as file:
        file.seek(1000)
        file.write(b"\xff" * 8)
    before = workspace.newest()
    assert before is not None
    assert before.step < newest.step
    assert cli.main(arguments(tiny_rows, unfinished, "--resume", *UNSAVED)) == 0
    assert _weights(unfinished) == _weights(uninterrupted)


def test_two_checkpoints_are_kept_and_nothing_half_made_counts(unfinished: Path) -> None:
    workspace = Workspace(unfinished)
    newest = workspace.newest()
    assert newest is not None
    sealed = list(workspace.folder.glob("checkpoint-*/complete.json"))
    assert len(sealed) == 2
    half = workspace.folder / "checkpoint-99"
    shutil.copytree(newest.folder, half)
    (half / "complete.json").unlink()
    half.with_name("checkpoint-best").mkdir()
    assert workspace.newest() == newest


def test_unfinished_training_is_not_thrown_away_unasked(
    tiny_rows: Path, unfinished: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments(tiny_rows, unfinished)) == 1
    assert "--resume" in capfd.readouterr().err
    assert Workspace(unfinished).newest() is not None


def test_resuming_with_other_settings_or_data_is_refused(
    tiny_rows: Path, tmp_path: Path, unfinished: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments(tiny_rows, unfinished, "--resume", "--seed", "7")) == 1
    assert "another seed" in capfd.readouterr().err
    other = tmp_path / "other.tsv"
    other.write_text(tiny_rows.read_text("utf-8") + "hello\t👋\n", encoding="utf-8")
    assert cli.main(arguments(other, unfinished, "--resume")) == 1
    assert "another data" in capfd.readouterr().err
    assert Workspace(unfinished).newest() is not None


def test_a_training_that_failed_only_at_its_end_is_not_trained_again(
    tiny_rows: Path, tmp_path: Path, uninterrupted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "model"
    settings = arguments(tiny_rows, output)

    def full(*_: object) -> None:
        raise OutputError("the disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr("trainer.finetune.write_model", full)
        assert cli.main(settings) == 1
    assert not output.exists()
    events: list[Event] = []
    fine_tune_gpt2(
        tiny_rows,
        base="scratch:mini",
        epochs=6,
        batch_size=4,
        learning_rate=3e-3,
        output=output,
        resume=True,
        reporter=events.append,
    )
    assert [event["event"] for event in events] == ["finished"]
    assert _weights(output) == _weights(uninterrupted)

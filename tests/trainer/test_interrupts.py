"""Ctrl-C and SIGTERM: the step is finished and saved, and the sentence says how to go on."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.trainer.runs import UNSAVED, arguments, started
from trainer import cli
from trainer.checkpoints import Workspace


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_saves_the_step_and_says_how_to_resume(
    tiny_rows: Path, tmp_path: Path, number: signal.Signals
) -> None:
    output = tmp_path / "model"
    seldom = ("--save-minutes", "60")
    with started(arguments(tiny_rows, output, *seldom)) as training:
        training.wait_for_step(4)
        training.send(number)
        code, errors = training.end()
    assert code == 130
    kept = Workspace(output).newest()
    assert kept is not None
    assert errors == (
        f"mojibot-train: interrupted; step {kept.step} is saved: give the same command with "
        "--resume to go on.\n"
    )
    assert not output.exists()
    assert cli.main(arguments(tiny_rows, output, "--resume", *UNSAVED)) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_signal_before_the_first_step_leaves_nothing(tmp_path: Path) -> None:
    pipe = tmp_path / "rows" / "emoji_df.csv"
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    output = tmp_path / "out" / "model"
    with (
        started(arguments(pipe.parent, output)) as training,
        pipe.open("w", encoding="utf-8"),  # opens when the process begins to read
    ):
        training.send(signal.SIGTERM)
        code, errors = training.end()
    assert code == 130
    assert errors == "mojibot-train: interrupted; nothing was written.\n"
    assert not list((tmp_path / "out").iterdir())

"""What a training shows: the bar on a real console, plain lines and JSON."""

from __future__ import annotations

import io
import json
import re

import pytest
from rich.console import Console

from trainer.progress import Bar, Event, reporter

EVENTS: list[Event] = [
    {"event": "started", "rows": 1200, "validation_rows": 60, "device": "cpu", "steps": 2},
    *(
        {
            "event": "step",
            "step": step,
            "steps": 2,
            "epoch": step / 2,
            "loss": 2.5 / step,
            "learning_rate": 1e-4,
            "rows_per_second": 1234.5,
            "seconds_left": 2.0 - step,
        }
        for step in (1, 2)
    ),
    {"event": "notice", "message": "The memory is [full]."},
    {"event": "epoch", "epoch": 1.0, "train_loss": 1.875, "hit@1": 0.5},
    {"event": "finished", "output": "models/[red]mine", "metrics": {"hit@1": 0.5}},
]


def test_bar_shows_steps_loss_and_figures_and_gives_the_terminal_back() -> None:
    screen = io.StringIO()
    bar = Bar(Console(file=screen, force_terminal=True, width=100))
    for event in EVENTS:
        bar(event)
    bar.close()
    shown = screen.getvalue()
    assert "Training on 1,200 rows (60 held back for validation), 2 steps on cpu." in shown
    assert "2/2" in shown
    assert "loss 1.250   1,234 rows/s   0:00:00 left" in shown
    lines = [line.split() for line in re.sub(r"\x1b\[[0-9;?]*\w", "", shown).splitlines()]
    assert ["epoch", "training", "loss", "hit@1"] in lines
    assert ["1.000", "1.875", "0.500"] in lines
    assert "The memory is [full]." in shown
    assert "models/[red]mine" in shown
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h") == 1


def test_bar_that_never_started_closes_and_a_failure_is_left_to_the_caller() -> None:
    screen = io.StringIO()
    bar = Bar(Console(file=screen, force_terminal=True, width=100))
    bar({"event": "failed", "error": "no"})
    bar.close()
    assert "no" not in screen.getvalue()


@pytest.mark.parametrize("name", ["plain", "bar"])
def test_plain_lines_are_sentences_also_where_a_bar_finds_no_terminal(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    with reporter(name) as report:
        for event in [*EVENTS, {"event": "failed", "error": "no"}]:
            report(event)
    assert capsys.readouterr().out.splitlines() == [
        "Training on 1,200 rows (60 held back for validation), 2 steps on cpu.",
        "step 1/2   loss 2.500   1,234 rows/s   1 s left",
        "step 2/2   loss 1.250   1,234 rows/s   0 s left",
        "The memory is [full].",
        "epoch 1.000   training loss 1.875   hit@1 0.500",
        "Done: the model folder is models/[red]mine",
    ]


def test_json_lines_are_the_events(capsys: pytest.CaptureFixture[str]) -> None:
    with reporter("json") as report:
        for event in EVENTS:
            report(event)
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == EVENTS


def test_a_resumed_training_says_where_it_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    with reporter("plain") as report:
        report({**EVENTS[0], "step": 1})
    assert capsys.readouterr().out.endswith("2 steps on cpu. Going on after step 1.\n")


def test_a_long_training_shows_its_last_epochs() -> None:
    screen = io.StringIO()
    bar = Bar(Console(file=screen, width=100, height=40))
    bar(EVENTS[0])
    for epoch in range(1, 31):
        bar({"event": "epoch", "epoch": float(epoch), "train_loss": 1.0})
    bar.close()
    shown = screen.getvalue()
    assert "19.000" in shown
    assert "30.000" in shown
    assert " 9.000" not in shown

"""The parts of a retraining by themselves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.features.retraining.commands import OUT_OF_MEMORY, why
from bot.features.retraining.confined import Confinement
from bot.features.retraining.events import Tail, Training
from bot.features.retraining.face import Request, Upload
from bot.features.retraining.host import (
    minutes,
    needed_memory,
    remember_speed,
    speed_here,
    too_small,
)
from bot.features.retraining.jobs import Workplace
from bot.features.retraining.locking import Lock
from bot.features.retraining.recipe import Recipe, environment
from tests.bot.features.retraining.conftest import ANA
from tests.bot.processes import ROOT

MIB = 2**20


def test_events_are_read_as_they_come_and_half_a_line_later(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    tail = Tail(path)
    assert tail.events() == []
    path.write_text('{"event": "started", "steps": 9}\nnoise\n{"event": "st', encoding="utf-8")
    assert [event["event"] for event in tail.events()] == ["started"]
    with path.open("a", encoding="utf-8") as file:
        file.write('ep", "step": 3, "steps": 9, "epoch": 0.5, "loss": 2.0}\n')
    [step] = tail.events()
    training = Training().after(step)
    assert (training.step, training.steps, training.loss) == (3, 9, 2.0)


def test_the_curve_of_a_training_taken_up_again_goes_on_from_where_it_was_saved() -> None:
    events: tuple[dict[str, Any], ...] = (
        {"event": "started", "steps": 4},
        *({"event": "step", "step": n, "steps": 4, "epoch": 1, "loss": n} for n in (1, 2, 3)),
        {"event": "failed", "error": "interrupted; step 1 is saved"},
        {"event": "started", "steps": 4, "step": 1},
        {"event": "step", "step": 2, "steps": 4, "epoch": 1, "loss": 20},
    )
    training = Training()
    for event in events:
        training = training.after(event)
    assert training.losses == ((1, 1.0), (2, 20.0))
    assert training.failed is None


def test_a_long_curve_is_thinned() -> None:
    training = Training()
    for n in range(5000):
        training = training.after(
            {"event": "step", "step": n, "steps": 5000, "epoch": 1, "loss": 1.0}
        )
    assert 100 < len(training.losses) <= 400


def test_a_training_is_confined_before_it_starts() -> None:
    told = "import json, os, resource; print(json.dumps([os.getpriority(os.PRIO_PROCESS, 0), "
    told += (
        "resource.getrlimit(resource.RLIMIT_DATA)[0], open('/proc/self/oom_score_adj').read()]))"
    )
    confinement = Confinement(niceness=19, memory=512 * MIB)
    out = subprocess.run(  # noqa: S603 - our own command
        confinement.command((sys.executable, "-c", told)), cwd=ROOT, capture_output=True, check=True
    )
    assert json.loads(out.stdout) == [19, 512 * MIB, "1000\n"]


def told_session(command: tuple[str, ...], *, apart: bool) -> str:
    """What Linux says of the group of a process's session; nothing where it groups none."""
    out = subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, capture_output=True, check=True, text=True, start_new_session=apart
    )
    return out.stdout.strip()


def test_a_training_gives_way_to_other_sessions_too() -> None:
    asks = (
        sys.executable,
        "-c",
        "import pathlib; path = pathlib.Path('/proc/self/autogroup');"
        "print(path.read_text() if path.exists() else '')",
    )
    if not told_session(asks, apart=True):
        pytest.skip("this system does not share the CPU out to sessions")
    confined = Confinement(niceness=7).command(asks)
    assert told_session(confined, apart=True).endswith(" nice 7")
    # The bot's own session stays as it was.
    assert told_session(confined, apart=False) == told_session(asks, apart=False)


def test_a_training_sees_none_of_the_bots_secrets() -> None:
    given = {
        **dict.fromkeys(("DISCORD_TOKEN", "ADMIN_TOKEN", "DATABASE_URL"), "secret"),
        "PATH": "/bin",
        "HF_TOKEN": "for the data",
    }
    seen = environment(Confinement(threads=3), Path("/tmp/x"), given)  # noqa: S108 - not used
    assert seen["OMP_NUM_THREADS"] == "3"
    assert seen["HF_TOKEN"] == "for the data"
    assert "secret" not in seen.values()


def test_names_of_people_cannot_become_options() -> None:
    upload = Upload("x", Path("--help"))
    request = Request(ANA, "--output=/etc\n\0", (upload,), ("-1",))
    command = Recipe().training(request, "gpt2", "v", Workplace(Path("job")))
    assert "--name=--output=/etc" in command
    assert {"--dataset=--help", "--dataset=-1", "--hold=0"} <= set(command)


def test_a_small_host_is_refused_in_a_sentence(tmp_path: Path) -> None:
    assert "512" not in (too_small(32 * MIB, tmp_path, available=8 * 2**30) or "")
    said = too_small(32 * MIB, tmp_path, available=512 * MIB)
    assert said is not None
    assert "0.5 GiB are free here" in said
    assert needed_memory(500 * MIB) > 2 * 2**30
    assert "on the disk" in (too_small(2**50, tmp_path, available=2**60) or "")


def test_the_estimate_learns_from_the_last_training_and_keeps_to_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "speed.json"
    assert speed_here(file) is None
    remember_speed(file, rows_per_second=20, weights=32 * MIB)
    slow = minutes(2000, 2, 0.5, 32 * MIB, 60, speed_here(file))
    remember_speed(file, rows_per_second=200, weights=32 * MIB)
    quick = minutes(2000, 2, 0.5, 32 * MIB, 60, speed_here(file))
    assert 0 < quick < slow < 60
    assert minutes(10**6, 2, 0.5, 32 * MIB, 15, None) == 15
    file.write_text("NaN", encoding="ascii")
    assert speed_here(file) is None


def test_the_lock_is_one_for_all_and_never_stale(tmp_path: Path) -> None:
    first = Lock.take(tmp_path / "lock")
    assert first is not None
    assert Lock.take(tmp_path / "lock") is None
    first.release()
    second = Lock.take(tmp_path / "lock")
    assert second is not None
    second.release()


@pytest.mark.parametrize(
    ("code", "errors", "said", "expected"),
    [
        (1, "RuntimeError: can't allocate memory: you tried", "unexpected: RuntimeError", "memory"),
        (1, "", "No space left on device (os error 28)", "disk is full"),
        (1, "mojibot-train: x.tsv is empty.", None, "ours.tsv is empty."),
        (1, "", "try a smaller --learning-rate.", "try a smaller learning rate."),
        (-9, "", None, "killed from outside"),
        (None, "", None, "took too long"),
        (1, "Traceback (most recent call last):\nKeyError: 'a message'", None, "unexpectedly"),
    ],
)
def test_every_failure_becomes_one_sentence(
    code: int | None, errors: str, said: str | None, expected: str
) -> None:
    sentence = why(code, errors, said, {"x.tsv": "ours.tsv"})
    assert expected in sentence
    assert sentence.endswith(".")
    assert "a message" not in sentence
    assert OUT_OF_MEMORY.endswith(".")


def test_training_cannot_import_what_people_write() -> None:
    """Neither the trainer nor what starts it may load platforms, the web, or features that read."""
    code = """
import pkgutil, importlib, sys
import bot.features.retraining as package
for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
import trainer.cli, trainer.finetune
print(*sorted(sys.modules), sep="\\n")
"""
    out = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    loaded = out.stdout.split()
    assert "bot.features.retraining.retrainer" in loaded
    assert "trainer.finetune" in loaded
    # Of the features beside it only how a sentence is told, and how a name is cut short.
    sentences = ("bot.features.errors", "bot.features.wording")
    allowed = ("bot.features.retraining", "bot.store.records", *sentences)
    wrong = ("bot.platforms", "bot.web", "bot.features.", "bot.store.", "bot.inference", "discord")
    found = [
        m for m in loaded if m.startswith((*wrong, "slack_bolt")) and not m.startswith(allowed)
    ]
    assert found == []


def test_a_model_that_reads_more_languages_is_judged_in_them_too() -> None:
    recipe = Recipe()
    assert recipe.judged_for(("en",)) == recipe.judged_for(()) == recipe.judged
    assert recipe.judged_for(("en", "de")) == (*recipe.judged, "languages", "translated")

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from trainer import cli
from trainer.evaluate.picture import SIZE


def run(*arguments: str | Path) -> int:
    return cli.main(["evaluate", "--device", "cpu", *map(str, arguments)])


def test_json_is_one_object_with_every_system(
    tiny_model: Path, tiny_rows: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--model", tiny_model, "--dataset", tiny_rows, "--split", "all", "--json") == 0
    captured = capsys.readouterr()
    board = json.loads(captured.out)
    assert captured.err == ""
    assert (board["split"], board["reactions"], board["retellings"]) == ("all", 12, 0)
    assert (board["confidence"], board["draws"], board["seed"]) == (0.95, 1000, 0)
    names = [system["name"] for system in board["systems"]]
    assert names[0].startswith("tiny 1.0.0 (")
    assert names[1:] == ["TF-IDF + SVM", "keywords", "constant"]
    tiny = board["systems"][0]
    assert tiny["rows"] == 12
    assert tiny["figures"]["hit@1"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert tiny["figures"]["validity"]["value"] == 1
    assert set(tiny["milliseconds"]) == {"single", "batch"}
    assert [d["second"] for d in board["differences"]] == names[1:]
    assert board["differences"][2]["figures"]["hit@1"]["low"] > 0


def test_table_and_picture_for_two_models(
    tiny_model: Path, tiny_rows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "scores.png"
    models = ("--model", tiny_model, "--model", tiny_model)
    assert run(*models, "--dataset", tiny_rows, "--split", "all", "--picture", picture) == 0
    text = capsys.readouterr().out
    assert "12 messages (all rows, also those learnt from)" in text
    assert "#2" in text
    assert "difference to" in text
    with Image.open(picture) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", SIZE)


def test_samples_are_printed_for_looking_by_eye(
    tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sentences = tmp_path / "sentences.txt"
    sentences.write_text("who wants pizza\n\nnoted\n", encoding="utf-8")
    assert run("--model", tiny_model, "--samples", sentences) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("who wants pizza\n    tiny 1.0.0")
    assert "🍕 🙋" in shown
    assert run("--model", tiny_model, "--samples", sentences, "--json") == 0
    [pizza, noted] = json.loads(capsys.readouterr().out)["samples"]
    [answer] = pizza["answers"].values()
    assert answer["emojis"][:2] == ["🍕", "🙋"]
    assert next(iter(noted["answers"].values()))["quiet"] > 0.5


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--picture", "x.png"], "--dataset"),
        (["--dataset", "nothing.tsv"], "no data set"),
        (["--dataset", "serious", "--picture", "scores.jpg"], "must end in .png"),
        (["--dataset", "serious", "--picture", "no/such/scores.png"], "no folder"),
        (["--dataset", "serious", "--model", "nowhere"], "no model folder"),
        (["--samples", "missing.txt"], "cannot be read"),
        (["--dataset", "tell"], "trained to tell"),
    ],
)
def test_what_cannot_work_is_one_sentence(
    arguments: list[str], words: str, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = [] if "--model" in arguments else ["--model", str(tiny_model)]
    assert run(*arguments, *own) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [["--specific", "2"], ["--seed", "-1"], ["--seed", str(2**32)], ["--split", "train"]],
)
def test_wrong_values_exit_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run("--dataset", "serious", *arguments)
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no sentence"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a" * (2**20 + 1), "larger than 1 MiB"),
    ],
)
def test_a_samples_file_that_is_none_is_refused(
    content: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sentences = tmp_path / "sentences.txt"
    sentences.write_bytes(content)
    assert run("--samples", sentences) == 1
    assert words in capsys.readouterr().err


@pytest.mark.usefixtures("heeded_ctrl_c")
def test_progress_is_on_standard_error_and_ctrl_c_ends_with_130(tiny_model: Path) -> None:
    ours, theirs = os.openpty()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [
            sys.executable,
            "-m",
            "trainer",
            "evaluate",
            "--model",
            tiny_model,
            "--dataset",
            "ordinary",
        ],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    seen = b""
    while b"fitting" not in seen:
        seen += os.read(ours, 1024)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == 130
    assert out == b""

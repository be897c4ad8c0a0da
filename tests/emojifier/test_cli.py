import json
import subprocess
import sys
from pathlib import Path

import pytest

from emojifier import cli


def _run(*arguments: str, stdin: str | bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "emojifier", *arguments],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        check=False,
    )


def test_text_on_the_command_line_gives_one_line(tiny_model: Path) -> None:
    done = _run("pizza tonight", "--model", str(tiny_model), "-k", "2")
    assert done.stdout.decode().split() == ["🍕", "😋"]
    assert done.stderr == b""
    assert done.returncode == 0


def test_lines_in_objects_out_in_order(tiny_model: Path) -> None:
    lines = ["pizza tonight", "", "we won the match", "noted"] * 50
    done = _run("--jsonl", "--model", str(tiny_model), "-k", "4", stdin="\n".join(lines))
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert len(answers) == len(lines)
    for line, answer in zip(lines, answers, strict=True):
        assert set(answer) == {"output", "emojis", "quiet", "model"}
        assert len(answer["emojis"]) == (4 if line else 0)
        assert answer["output"] == " ".join(e["emoji"] for e in answer["emojis"])
        assert (answer["quiet"] > 0.5) == (line in {"", "noted"})
    assert answers[0]["model"].startswith("tiny 1.0.0 (")


def test_model_that_ships_answers() -> None:
    done = _run("we got the house!!")
    assert len(done.stdout.decode().split()) == 3
    assert done.stderr == b""


def test_mode_the_model_was_not_trained_for_is_one_sentence(
    tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["hello", "--mode", "retell", "--model", str(tiny_model)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "not to tell" in captured.err


def test_folder_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["hello", "--model", "/nowhere"]) == 1
    assert capsys.readouterr().err == "emojify: There is no model folder at /nowhere.\n"


@pytest.mark.parametrize(
    "arguments", [["-k", "0"], ["-k", "x"], ["--specific", "2"], ["--mode", "sing"], ["--what"]]
)
def test_wrong_arguments_exit_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2


def test_reader_that_goes_away_is_no_error(tiny_model: Path) -> None:
    emojify = f"{sys.executable} -m emojifier --model {tiny_model}"
    command = f"yes pizza tonight | head -c 4000000 | {emojify} | head -1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)  # noqa: S603
    assert "🍕" in done.stdout.decode()
    assert done.stderr == b""

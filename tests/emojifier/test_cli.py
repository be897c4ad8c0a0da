import json
import os
import signal
import subprocess
import sys
from math import log
from pathlib import Path
from typing import Any

import pytest

from emojifier import cli
from emojifier.artifact import open_folder
from emojifier.catalogue import catalogue
from emojifier.folders import default_model


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
        assert set(answer) == {"output", "emojis", "quiet", "serious", "model"}
        assert len(answer["emojis"]) == (4 if line else 0)
        assert answer["output"] == " ".join(e["emoji"] for e in answer["emojis"])
        assert (answer["quiet"] > 0.5) == (line in {"", "noted"})
    assert answers[0]["model"].startswith("tiny 1.0.0 (")


def test_model_that_ships_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["we got the house!!"]) == 0
    captured = capsys.readouterr()
    assert len(captured.out.split()) == 3
    assert captured.err == ""


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


def _start(*arguments: str, stdout: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    """A running ``emojify`` whose standard input stays open."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "emojifier", *arguments],
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def _ask(process: subprocess.Popen[bytes], message: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(message + b"\n")
    process.stdin.flush()


def _end(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    """Exit code and errors of a process that must end by itself, its input still open."""
    assert process.stderr is not None
    errors = process.stderr.read()
    code = process.wait(timeout=30)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
    return code, errors


@pytest.mark.usefixtures("heeded_ctrl_c")
def test_ctrl_c_ends_at_once_though_more_input_may_come(tiny_model: Path) -> None:
    process = _start("--model", str(tiny_model))
    assert process.stdout is not None
    _ask(process, b"pizza tonight")
    assert "🍕" in process.stdout.readline().decode()
    process.send_signal(signal.SIGINT)
    assert _end(process) == (130, b"")


def test_reader_that_goes_away_ends_it_though_more_input_may_come(tiny_model: Path) -> None:
    process = _start("--model", str(tiny_model))
    assert process.stdout is not None
    _ask(process, b"pizza tonight")
    process.stdout.readline()
    process.stdout.close()
    _ask(process, b"pizza tonight")
    assert _end(process) == (0, b"")


def test_full_output_is_one_sentence_though_more_input_may_come(tiny_model: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = _start("--model", str(tiny_model), stdout=full.fileno())
        _ask(process, b"pizza tonight")
        assert _end(process) == (1, b"emojify: No space left on device.\n")


@pytest.mark.parametrize(
    ("streams", "sentence"),
    [
        ("<&-", "emojify: Bad file descriptor.\n"),
        (">&-", "emojify: Standard output is closed.\n"),
        ("<&- >&-", "emojify: Standard output is closed.\n"),
    ],
)
def test_closed_stream_is_one_sentence(tiny_model: Path, streams: str, sentence: str) -> None:
    command = f"{sys.executable} -m emojifier --model {tiny_model} {streams}"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)  # noqa: S603
    assert (done.returncode, done.stderr.decode()) == (1, sentence)


def test_emojis_come_out_as_utf8_whatever_the_locale(tiny_model: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "emojifier", "--model", str(tiny_model), b"pizza caf\xe9"],
        env=os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    emojis = done.stdout.decode().split()
    assert [emoji in catalogue() for emoji in emojis] == [True] * 3
    assert (done.returncode, done.stderr) == (0, b"")


def test_specific_prefers_what_the_model_seldom_gives(capsys: pytest.CaptureFixture[str]) -> None:
    manifest = open_folder(default_model(), catalogue())
    usual = dict(zip(manifest.emojis, manifest.prior, strict=True))
    messages = ["we got the keys to our first flat today!!", "my train is late again", "thanks"]

    def answers(specific: str) -> list[list[dict[str, Any]]]:
        assert cli.main([*messages, "--jsonl", "-k", "5", "--specific", specific]) == 0
        return [json.loads(line)["emojis"] for line in capsys.readouterr().out.splitlines()]

    likeliest, telling = answers("0"), answers("1")
    for first, other in zip(likeliest, telling, strict=True):
        assert first[0]["probability"] == max(e["probability"] for e in [*first, *other])
        rarity = [sum(log(usual[e["emoji"]]) for e in shown) for shown in (first, other)]
        assert rarity[1] < rarity[0]

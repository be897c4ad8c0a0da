import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from emojifier.hub.reference import Reference
from tests.loopback.hub import Fault, State
from tests.trainer.hub.conftest import MODEL, WRITER
from trainer import cli

TRAINER = [sys.executable, "-m", "trainer"]


def _environment(address: str, home: Path, token: str | None = WRITER) -> dict[str, str]:
    settings = {"HF_ENDPOINT": address, "HF_HOME": str(home), "HF_HUB_DISABLE_XET": "1"}
    # The Hub library's own deprecation warnings are no business of these commands.
    left_out = {"HF_TOKEN", "PYTHONWARNINGS"}
    inherited = {name: value for name, value in os.environ.items() if name not in left_out}
    return inherited | settings | ({"HF_TOKEN": token} if token else {})


def test_a_model_travels_from_one_machine_to_another(
    state: State, address: str, tiny_model: Path, tmp_path: Path
) -> None:
    def run(*arguments: str) -> str:
        done = subprocess.run(  # noqa: S603 - our own command
            [*TRAINER, *arguments],
            env=_environment(address, tmp_path / "home"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert WRITER not in done.stdout
        return done.stdout

    said = run("publish", str(tiny_model), "--to", MODEL)
    commit = state.repositories[MODEL].names["main"]
    assert said == (
        f"Published, private: {address}/{MODEL}\n"
        f"Its commit: {commit}\n"
        f"In the bot: MODEL={MODEL}@{commit}\n"
    )
    output = tmp_path / "pulled"
    said = run("pull", MODEL, "--revision", "main", "--output", str(output))
    assert said == f"Done: the model folder is {output}\nIts commit: {commit}\n"
    assert (output / "model.safetensors").read_bytes() == (
        tiny_model / "model.safetensors"
    ).read_bytes()


@pytest.mark.usefixtures("heeded_ctrl_c")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_pull_that_is_ended_goes_on_where_it_was(
    state: State,
    address: str,
    shared: Reference,
    tmp_path: Path,
    number: signal.Signals,
    capsys: pytest.CaptureFixture[str],
) -> None:
    output = tmp_path / "pulled"
    # Cut off and then told to wait: there it is ended, with a part of the weights on the disk.
    state.faults.append(Fault(r"GET /cdn/.*", cut=1_000_000))
    state.faults.append(Fault(r"GET /cdn/.*", 429, {"Retry-After": "30"}))
    arguments = ["pull", MODEL, "--revision", shared.revision, "--output", str(output)]
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*TRAINER, *arguments],
        env=_environment(address, tmp_path / "home", token=None),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert state.faults[1].struck.wait(60)
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    assert not output.exists()
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert errors.count("\n") == 1
        assert "goes on where it stopped" in errors
    state.asked.clear()

    assert cli.main(arguments) == 0

    assert shared.revision in capsys.readouterr().out
    assert state.requests(r"GET /cdn/.*")[0].range not in (None, "bytes=0-")
    assert [path.name for path in tmp_path.iterdir() if "pulled" in path.name] == ["pulled"]


@pytest.mark.usefixtures("address")
def test_a_refusal_is_one_sentence_and_exit_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["pull", "ada/nothing", "--output", str(tmp_path / "x")]) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("mojibot-train: There is no ada/nothing on the Hub")
    assert (captured.err.count("\n"), captured.out) == (1, "")


@pytest.mark.parametrize(
    "wrong", [["gpt2"], [MODEL, "--revision", "../x"], ["https://huggingface.co/a/b"]]
)
def test_a_wrong_name_is_one_sentence(
    wrong: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["pull", *wrong, "--output", str(tmp_path / "x")]) == 1
    assert "write OWNER/NAME, and --revision COMMIT." in capsys.readouterr().err


@pytest.mark.usefixtures("address", "shared")
def test_a_strangers_file_names_are_shown_quoted(
    state: State, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = state.repositories[MODEL]
    repository.commit({**repository.head, "evil\x1b[2J.mp4": b"x"})
    assert cli.main(["pull", MODEL, "--output", str(tmp_path / "x")]) == 0
    said = capsys.readouterr().out
    assert "evil\\x1b[2J.mp4" in said
    assert "\x1b" not in said

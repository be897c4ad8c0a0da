"""Several processes train one model: the same steps, one voice, and nobody waits in vain."""

from __future__ import annotations

import math
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer, models, pre_tokenizers
from torch import Tensor
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

from tests.trainer.runs import UNSAVED, Training, arguments, started
from trainer import cli
from trainer.checkpoints import Workspace

_MESSAGES = [f"{word} number {i}" for i in range(25) for word in ("dog", "cake", "rain", "sun")]
_EMOJIS = ["🐶", "🎂", "🌧️", "☀️"]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred rows, which no number of processes and steps divides evenly."""
    path = tmp_path_factory.mktemp("rows") / "rows.tsv"
    lines = [f"{text}\t{_EMOJIS[i % 4]}" for i, text in enumerate(_MESSAGES)]
    path.write_text("\n".join(["message\temojis", *lines]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny GPT-2 without dropout, whose chance differs between processes."""
    folder = tmp_path_factory.mktemp("base")
    words = sorted({"<unk>", *" ".join(_MESSAGES).split()})
    vocabulary = {word: i for i, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    torch.manual_seed(1)
    config = GPT2Config(
        vocab_size=tokenizer.get_vocab_size(),
        n_positions=32,
        n_embd=64,
        n_layer=2,
        n_head=2,
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
    )
    GPT2LMHeadModel(config).save_pretrained(folder)
    return folder


@contextmanager
def _pair(command: Sequence[str]) -> Iterator[tuple[Training, Training]]:
    """Two processes that train together, numbered as a launcher numbers them."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    common = {
        "WORLD_SIZE": "2",
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
        "OMP_NUM_THREADS": "1",
    }
    with ExitStack() as both:
        main, other = (
            both.enter_context(started(command, {**common, "RANK": rank, "LOCAL_RANK": rank}))
            for rank in "01"
        )
        yield main, other


def _command(rows: Path, base: Path, output: Path, *more: str) -> list[str]:
    return arguments(rows, output, "--base", str(base), "--batch-size", "32", *more)


def _weights(folder: Path) -> dict[str, Tensor]:
    return {name: w.float() for name, w in load_file(folder / "model.safetensors").items()}


def _distance(a: dict[str, Tensor], b: dict[str, Tensor]) -> float:
    return math.sqrt(sum(float((a[name] - b[name]).square().sum()) for name in a))


def test_two_processes_learn_what_one_learns(rows: Path, base: Path, tmp_path: Path) -> None:
    one, two, less = (tmp_path / name for name in ("one", "two", "less"))
    assert cli.main(_command(rows, base, one, *UNSAVED)) == 0
    assert cli.main(_command(rows, base, less, "--epochs", "5", *UNSAVED)) == 0
    with _pair(_command(rows, base, two, *UNSAVED)) as (main, other):
        assert (main.end(), other.end()) == ((0, ""), (0, ""))
    assert [event["event"] for event in main.events][-1] == "finished"
    assert other.events == []
    assert main.events[0]["steps"] == 24
    moved = _distance(_weights(one), _weights(less))
    assert _distance(_weights(one), _weights(two)) < 0.05 * moved
    assert sorted(path.name for path in tmp_path.iterdir()) == ["less", "one", "two"]


def test_stopped_and_resumed_they_end_with_the_same_weights(
    rows: Path, base: Path, tmp_path: Path
) -> None:
    whole, output = tmp_path / "whole", tmp_path / "model"
    with _pair(_command(rows, base, whole, *UNSAVED)) as (main, other):
        assert (main.end()[0], other.end()[0]) == (0, 0)
    with _pair(_command(rows, base, output, *UNSAVED)) as (main, other):
        main.wait_for_step(7)
        other.send(signal.SIGTERM)  # one alone hears it, both stop
        codes = main.end(), other.end()
    kept = Workspace(output).newest()
    assert kept is not None
    assert {code for code, _ in codes} == {130, 1}
    assert "".join(errors for _, errors in codes) == (
        f"mojibot-train: interrupted; step {kept.step} is saved: give the same command with "
        "--resume to go on.\n"
    )
    with _pair(_command(rows, base, output, "--resume")) as (main, other):
        assert (main.end(), other.end()) == ((0, ""), (0, ""))
    assert main.events[0]["step"] == kept.step
    assert (output / "model.safetensors").read_bytes() == (whole / "model.safetensors").read_bytes()


def test_one_that_is_killed_ends_the_other_with_a_sentence(
    rows: Path, base: Path, tmp_path: Path
) -> None:
    with _pair(_command(rows, base, tmp_path / "model")) as (main, other):
        main.wait_for_step(3)
        other.send(signal.SIGKILL)
        code, errors = main.end()
    assert code == 1
    assert errors.startswith("mojibot-train: One of the processes that train together has ended")
    assert "--resume" in errors
    assert errors.count("\n") == 1
    assert Workspace(tmp_path / "model").newest() is not None


@pytest.mark.parametrize("wrong", [("--dataset", "nowhere.csv"), ("--report-to", "wandb")])
def test_bad_input_is_said_once(
    rows: Path, base: Path, tmp_path: Path, wrong: tuple[str, str]
) -> None:
    command = _command(rows, base, tmp_path / "model", *wrong)
    with _pair(command) as (main, other):
        codes = main.end(), other.end()
    assert {code for code, _ in codes} == {1}
    assert "".join(errors for _, errors in codes).count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_torchrun_trains_a_model(rows: Path, base: Path, tmp_path: Path) -> None:
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    command = _command(rows, base, tmp_path / "model", "--epochs", "1", *UNSAVED)
    done = subprocess.run(  # noqa: S603 - our own command
        [*torchrun, "--standalone", "-m", "trainer", *command, "--device", "cpu"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('"finished"') == 1
    assert (tmp_path / "model" / "emojifier.json").is_file()


def test_a_launcher_that_numbers_nobody_is_refused(
    rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MASTER_ADDR", "127.0.0.1")
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    assert cli.main(arguments(rows, tmp_path / "model")) == 1
    assert "torchrun" in capsys.readouterr().err

"""Full disks, too little memory, a loss that is no number: one sentence each, no work lost."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.modules import module
from transformers import GPT2Config, GPT2LMHeadModel

from emojifier.memory import available_memory
from tests.trainer.runs import STEPS, arguments, started
from trainer import budget, cli, fine_tune_gpt2
from trainer.checkpoints import Workspace
from trainer.errors import OutputError, TrainingFailed
from trainer.progress import Event

_MIB = 2**20


@contextmanager
def _faulty(break_down: Callable[[Any], Any]) -> Iterator[None]:
    """Every GPT-2 that trains meanwhile goes through ``break_down`` with its output."""

    def forward(layer: nn.Module, _: Any, output: Any) -> Any:
        if isinstance(layer, GPT2LMHeadModel) and layer.training:
            return break_down(output)
        return None

    handle = module.register_module_forward_hook(forward)
    try:
        yield
    finally:
        handle.remove()


def _train(rows: Path, output: Path, **more: Any) -> tuple[Path, list[Event]]:
    events: list[Event] = []
    settings: dict[str, Any] = {"epochs": 6, "batch_size": 4, "learning_rate": 3e-3}
    settings |= {"base": "scratch:mini", "save_minutes": 1e-4, "reporter": events.append}
    fine_tune_gpt2(rows, output=output, **(settings | more))
    return output, events


def test_a_disk_full_from_the_start_is_one_sentence_and_leaves_nothing(
    tiny_rows: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out" / "model"
    with started(arguments(tiny_rows, output), RLIMIT_FSIZE=_MIB) as training:
        code, errors = training.end()
    assert code == 1
    assert "could not be written" in errors
    assert errors.count("\n") == 1
    assert not list(output.parent.iterdir())


def test_a_disk_that_fills_up_leaves_the_last_checkpoint(tiny_rows: Path, tmp_path: Path) -> None:
    output = tmp_path / "model"
    with started(arguments(tiny_rows, output)) as training:
        training.wait_for_step(STEPS // 2)
        training.send(signal.SIGKILL)
    # The weights fit, what the optimizer remembers does not.
    with started(arguments(tiny_rows, output, "--resume"), RLIMIT_FSIZE=5 * _MIB) as training:
        code, errors = training.end()
    assert code == 1
    assert "--resume" in errors
    assert errors.count("\n") == 1
    assert Workspace(output).newest() is not None


def test_out_of_memory_halves_the_forward_passes_until_they_fit(
    tiny_rows: Path, tmp_path: Path
) -> None:
    def full(output: Any) -> None:
        if len(output.logits) > 1:
            raise torch.OutOfMemoryError

    with _faulty(full):
        _, events = _train(tiny_rows, tmp_path / "model")
    notices = [event["message"] for event in events if event["event"] == "notice"]
    assert ["2 forward" in notices[0], "4 forward" in notices[1]] == [True, True]
    assert events[-1]["event"] == "finished"
    assert [e["step"] for e in events if e["event"] == "step"] == list(range(1, STEPS + 1))


def test_out_of_memory_later_on_goes_on_from_the_checkpoint(
    tiny_rows: Path, tmp_path: Path
) -> None:
    passes = 0

    def full(output: Any) -> None:
        nonlocal passes
        passes += 1
        if passes > 7 and len(output.logits) > 2:
            raise torch.OutOfMemoryError

    with _faulty(full):
        _, events = _train(tiny_rows, tmp_path / "model")
    steps = [event["step"] for event in events if event["event"] == "step"]
    assert steps == list(range(1, STEPS + 1))
    assert [event.get("step") for event in events if event["event"] == "started"] == [None, 7]


def test_a_row_that_never_fits_is_one_sentence(tiny_rows: Path, tmp_path: Path) -> None:
    def full(_: Any) -> None:
        raise torch.OutOfMemoryError

    with _faulty(full), pytest.raises(TrainingFailed, match="A single row"):
        _train(tiny_rows, tmp_path / "out" / "model")
    assert not list((tmp_path / "out").iterdir())


def test_a_loss_that_is_no_number_stops_and_keeps_the_last_good_checkpoint(
    tiny_rows: Path, tmp_path: Path
) -> None:
    passes = 0

    def overflow(output: Any) -> Any:
        nonlocal passes
        passes += 1
        if passes == 8:
            output.logits = output.logits * float("nan")
        return output

    with _faulty(overflow), pytest.raises(TrainingFailed) as caught:
        _train(tiny_rows, tmp_path / "model")
    kept = Workspace(tmp_path / "model").newest()
    assert kept is not None
    assert kept.step == 7
    assert all(weights.isfinite().all() for weights in _weights(kept.folder))
    assert "smaller --learning-rate" in str(caught.value)
    assert "step 7 is kept" in str(caught.value)
    assert not (tmp_path / "model").exists()


def _weights(folder: Path) -> list[Tensor]:
    return list(load_file(folder / "model.safetensors").values())


def test_too_little_memory_is_said_before_the_first_step() -> None:
    network = GPT2LMHeadModel(GPT2Config(n_layer=2, n_embd=64, n_head=2, vocab_size=1000))
    budget.check_memory(network, rows=8, length=32, available=2**30)
    with pytest.raises(TrainingFailed, match=r"[0-9.]+ GiB of memory and 0\.1 GiB are free"):
        budget.check_memory(network, rows=4096, length=32, available=2**26)
    assert budget.needed_memory(network, 8, 32) < budget.needed_memory(network, 16, 32)


def test_free_memory_is_the_systems_or_the_containers_whichever_is_less(tmp_path: Path) -> None:
    assert available_memory(tmp_path) is None
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc" / "meminfo").write_text("MemTotal: 9000 kB\nMemAvailable: 8000 kB\n")
    assert available_memory(tmp_path) == 8000 * 1024
    group = tmp_path / "sys" / "fs" / "cgroup"
    group.mkdir(parents=True)
    (group / "memory.max").write_text("max\n")
    assert available_memory(tmp_path) == 8000 * 1024
    (group / "memory.max").write_text("5000\n")
    (group / "memory.current").write_text("3000\n")
    (group / "memory.stat").write_text("anon 2000\ninactive_file 1000\n")
    assert available_memory(tmp_path) == 3000
    assert available_memory() is not None


def test_a_folder_of_somebody_elses_is_left_alone(tiny_rows: Path, tmp_path: Path) -> None:
    diary = tmp_path / "model.training" / "diary.txt"
    diary.parent.mkdir()
    diary.write_text("precious", encoding="utf-8")
    with pytest.raises(OutputError, match="other things"):
        _train(tiny_rows, tmp_path / "model")
    assert diary.read_text("utf-8") == "precious"


def test_a_folder_that_cannot_be_written_is_one_sentence(
    tiny_rows: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "model.training").write_text("not a folder", encoding="utf-8")
    assert cli.main(arguments(tiny_rows, tmp_path / "model")) == 1
    errors = capfd.readouterr().err
    assert "model.training cannot be written" in errors
    assert errors.count("\n") == 1
    assert (tmp_path / "model.training").read_text("utf-8") == "not a folder"

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tokenizers import ByteLevelBPETokenizer
from transformers import GPT2Config, GPT2LMHeadModel

from emojifier.artifact import open_folder
from emojifier.catalogue import catalogue
from tests.conftest import ROWS
from tests.loopback.hub import COMMIT, hub
from trainer import cli

TRAINER = [sys.executable, "-m", "trainer"]


def test_json_progress_is_one_object_a_line_and_nothing_else(
    tiny_rows: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "model"
    code = cli.main(
        [
            *("fine-tune", "--dataset", str(tiny_rows), "--base", "scratch:mini"),
            *("--epochs", "1", "--output", str(output), "--progress", "json"),
        ]
    )
    captured = capfd.readouterr()
    events = [json.loads(line) for line in captured.out.splitlines()]
    assert code == 0
    assert captured.err == ""
    assert [e["event"] for e in events] == ["started", "step", "epoch", "finished"]
    assert {"rows", "steps", "device"} <= set(events[0])
    assert {"step", "steps", "epoch", "loss", "learning_rate", "seconds_left"} <= set(events[1])
    assert events[-1]["output"] == str(output)


def test_failure_is_an_event_a_sentence_and_exit_1(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    arguments = ["fine-tune", "--dataset", "nothing.tsv", "--output", str(tmp_path / "x")]
    assert cli.main([*arguments, "--progress", "json"]) == 1
    captured = capfd.readouterr()
    event = json.loads(captured.out)
    assert event["event"] == "failed"
    assert captured.err == f"mojibot-train: {event['error']}\n"


def _fine_tune_from_hub(
    endpoint: str, rows: Path, folder: Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [*TRAINER, "fine-tune", "--dataset", str(rows), "--output", str(folder / "model")],
        env=os.environ | {"HF_ENDPOINT": endpoint, "HF_HOME": str(folder / "hub")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_base_gpt2_comes_from_the_hub_with_its_commit(tiny_rows: Path, tmp_path: Path) -> None:
    gpt2 = tmp_path / "gpt2"
    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(ROWS, vocab_size=300, special_tokens=["<|endoftext|>"])
    gpt2.mkdir()
    tokenizer.save_model(str(gpt2))
    config = GPT2Config(vocab_size=tokenizer.get_vocab_size(), n_embd=32, n_layer=1, n_head=2)
    config.bos_token_id = config.eos_token_id = 0
    GPT2LMHeadModel(config).save_pretrained(gpt2)
    with hub({"gpt2": gpt2}) as endpoint:
        done = _fine_tune_from_hub(endpoint, tiny_rows, tmp_path)
    assert done.returncode == 0, done.stderr
    manifest = open_folder(tmp_path / "model", catalogue())
    assert (manifest.base.name, manifest.base.revision) == ("gpt2", COMMIT)


def test_gpt2_without_a_network_says_what_to_do_instead(tiny_rows: Path, tmp_path: Path) -> None:
    with hub({}) as endpoint:
        done = _fine_tune_from_hub(endpoint, tiny_rows, tmp_path)
    assert done.returncode == 1
    assert "scratch:mini" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "model").exists()


def test_info_describes_an_intact_folder_and_refuses_a_damaged_one(
    tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["info", str(tiny_model)]) == 0
    assert "tiny 1.0.0" in capsys.readouterr().out
    assert cli.main(["info", str(tiny_model), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "tiny"
    assert cli.main(["info", str(tmp_path)]) == 1
    assert "not a mojibot model folder" in capsys.readouterr().err


def test_data_list_and_inspect(tiny_rows: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["data", "list"]) == 0
    assert "react" in capsys.readouterr().out
    assert cli.main(["data", "inspect", "--dataset", str(tiny_rows)]) == 0
    assert "12 rows, 4 of them quiet" in capsys.readouterr().out
    assert cli.main(["data", "inspect", "--dataset", str(tiny_rows), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 12


def test_shipped_tables_are_what_their_sources_give(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["data", "build", "--check"]) == 0
    assert "catalogue" in capsys.readouterr().out


@pytest.mark.parametrize("command", [[], ["fine-tune"], ["data"], ["info"], ["sing"]])
def test_wrong_arguments_exit_with_2(command: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(command)
    assert caught.value.code == 2

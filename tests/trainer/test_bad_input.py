"""What people get wrong: each is one sentence before any training, and leaves nothing behind."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tokenizers import Regex, Tokenizer, models, pre_tokenizers
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

from emojifier.artifact import Calibration, Curve, open_folder, write_manifest
from emojifier.catalogue import catalogue
from trainer import TrainingResult, cli, fine_tune_gpt2
from trainer.datasets import load
from trainer.errors import (
    ArgumentError,
    BaseModelError,
    DatasetError,
    OutputError,
    TrainerError,
)
from trainer.rows import Row


def _train(dataset: Any, output: Path, **changes: Any) -> TrainingResult:
    arguments: dict[str, Any] = {"base": "scratch:mini", "epochs": 1}
    return fine_tune_gpt2(dataset, output=output, **(arguments | changes))


def _assert_sentence(error: TrainerError) -> None:
    sentence = str(error)
    assert sentence.endswith(".")
    assert sentence.isprintable()


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        *[
            (key, text)
            for key in ("name", "version")
            for text in ("", "x" * 101, "a\nb", "\x1b[2J")
        ],
        *[("batch_size", number) for number in (0, -3, 10**9)],
        *[("seed", number) for number in (-1, 2**32, 10**30)],
        *[("epochs", number) for number in (0, -1, math.nan, math.inf)],
        *[("learning_rate", number) for number in (0, -1e-5, math.nan, math.inf)],
    ],
)
def test_unusable_argument_is_named(
    tiny_rows: Path, tmp_path: Path, argument: str, value: object
) -> None:
    with pytest.raises(ArgumentError, match=f"^{argument}: ") as caught:
        _train(tiny_rows, tmp_path / "model", **{argument: value})
    _assert_sentence(caught.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--batch-size", "-3"),
        ("--seed", "-1"),
        ("--seed", "4294967296"),
        ("--epochs", "0"),
        ("--learning-rate", "nan"),
    ],
)
def test_unusable_option_exits_with_2(option: str, value: str) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["fine-tune", "--dataset", "react", option, value])
    assert caught.value.code == 2


def test_quiet_alone_cannot_be_learned(tmp_path: Path) -> None:
    table = pd.DataFrame({"message": ["ok", "noted"], "emojis": ["-", "-"]})
    with pytest.raises(DatasetError, match="no emojis") as caught:
        _train(table, tmp_path / "model")
    _assert_sentence(caught.value)
    assert not list(tmp_path.iterdir())


def test_one_row_is_enough(tmp_path: Path) -> None:
    table = pd.DataFrame({"message": ["pizza"], "emojis": ["🍕"]})
    manifest = open_folder(_train(table, tmp_path / "model").output, catalogue())
    assert list(manifest.emojis) == ["🍕"]


# A hash puts the first on the side of validation, the second on that of testing.
@pytest.mark.parametrize("message", ["w27", "w52"])
def test_many_copies_of_one_message_train(tmp_path: Path, message: str) -> None:
    emojis = [entry.emoji for entry in catalogue()][:870]
    table = pd.DataFrame({"message": [message] * len(emojis), "emojis": emojis})
    result = _train(table, tmp_path / "model", max_minutes=1e-9)
    assert len(open_folder(result.output, catalogue()).emojis) == 870


def test_empty_current_folder_is_filled(
    tiny_rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    _train(tiny_rows, Path())
    assert open_folder(here, catalogue()).name == "mojibot"
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_link_to_an_empty_folder_is_filled(tiny_rows: Path, tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "link").symlink_to("target")
    _train(tiny_rows, tmp_path / "link")
    assert open_folder(tmp_path / "target", catalogue()).name == "mojibot"
    assert (tmp_path / "link").is_symlink()


def test_unwritable_output_is_one_sentence(tiny_rows: Path, tmp_path: Path) -> None:
    (tmp_path / "broken").symlink_to("nowhere")
    for output in ("/proc/x/y", "/dev/null/x", tmp_path / ("x" * 300), tmp_path / "broken"):
        with pytest.raises(OutputError) as caught:
            _train(tiny_rows, Path(output))
        _assert_sentence(caught.value)


@pytest.mark.parametrize("name", ["x" * 300, "x" * 2000, f"a/{'x' * 300}.tsv:2"])
def test_data_set_with_an_endless_name_is_one_sentence(name: str) -> None:
    with pytest.raises(DatasetError) as caught:
        load(name)
    _assert_sentence(caught.value)


def test_base_with_an_endless_name_is_one_sentence(tiny_rows: Path, tmp_path: Path) -> None:
    with pytest.raises(BaseModelError, match="--base"):
        _train(tiny_rows, tmp_path / "model", base="x" * 300)


def test_txt_table_is_read_as_tab_separated(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text('say "hi"; now\t👋\nnoted\t-\n', encoding="utf-8")
    assert load(tmp_path / "mine.txt").rows == (Row('say "hi"; now', ("👋",)), Row("noted", ()))


def test_unicode_line_without_a_name_is_refused_by_number(tmp_path: Path) -> None:
    path = tmp_path / "emoji-test.txt"
    path.write_text(
        "1F600 ; fully-qualified # 😀 E1.0 grinning face\n"
        "1F44B ; fully-qualified # 👋 E0.6\n"
        "1F355 ; fully-qualified\n",
        encoding="utf-8",
    )
    data = load(path)
    assert data.rows == (Row("grinning face", ("😀",)),)
    assert [(one.reason, one.lines) for one in data.refusals] == [("the message is empty", (2, 3))]


def test_cells_that_are_no_text_are_refused_and_never_read_as_words() -> None:
    table = pd.DataFrame(
        {"message": [None, math.nan, "x", "y", 7], "emojis": ["👋", "🎉", "👋", None, "🎉"]}
    )
    data = load(table)
    assert data.rows == (Row("x", ("👋",)),)
    assert [one.lines for one in data.refusals] == [(1, 2, 5), (4,)]


def test_lines_are_counted_in_the_file_also_after_a_cell_of_several(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('message,emojis\n"one\ntwo",👋\nodd,what\n\nodd,what\n', encoding="utf-8")
    data = load(path)
    assert data.rows == (Row("one\ntwo", ("👋",)),)
    assert [one.lines for one in data.refusals] == [(4, 6)]


def test_malformed_csv_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text('message,emojis\nhi,👋\n"odd" x,👋\n', encoding="utf-8")
    with pytest.raises(DatasetError, match=r"mine\.csv cannot be read at line 3") as caught:
        load(path)
    _assert_sentence(caught.value)


def test_a_few_rows_leave_the_bases_calibration_and_prior_alone(
    tiny_model: Path, tmp_path: Path
) -> None:
    before = open_folder(tiny_model, catalogue())
    calibrated = Calibration(emoji=Curve(slope=0.7, intercept=-0.3), quiet=Curve(slope=1.4))
    base = tmp_path / "base"
    shutil.copytree(tiny_model, base)
    write_manifest(base, before.model_copy(update={"calibration": calibrated}))
    table = pd.DataFrame({"message": ["the rocket has landed"], "emojis": ["🚀"]})
    after = open_folder(_train(table, tmp_path / "next", base=base).output, catalogue())
    assert after.calibration == calibrated
    assert after.prior == (*before.prior, min(before.prior))


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A plain GPT-2 folder, as anybody may hand it over."""
    folder = tmp_path / "plain"
    tokenizer = Tokenizer(models.WordLevel({"<unk>": 0, "pizza": 1}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    config = GPT2Config(vocab_size=2, n_embd=16, n_layer=1, n_head=2, n_positions=32)
    GPT2LMHeadModel(config).save_pretrained(folder)
    return folder


def _configure(folder: Path, **changes: object) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), encoding="utf-8")


def test_wishes_of_a_plain_gpt2_beyond_its_measures_are_ignored(
    plain: Path, tiny_rows: Path, tmp_path: Path
) -> None:
    _configure(
        plain,
        attn_implementation="evil/kernel",
        _attn_implementation="evil/kernel",
        quantization_config={"quant_method": "bitsandbytes", "load_in_4bit": True},
    )
    written = _train(tiny_rows, tmp_path / "model", base=plain).output / "config.json"
    assert "evil" not in written.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "changes",
    [{"n_head": 0}, {"n_head": 3}, {"n_layer": 2}, {"activation_function": "what"}, {"n_embd": 8}],
)
def test_plain_gpt2_that_does_not_fit_its_config_is_one_sentence(
    plain: Path, tiny_rows: Path, tmp_path: Path, changes: dict[str, object]
) -> None:
    _configure(plain, **changes)
    with pytest.raises(BaseModelError) as caught:
        _train(tiny_rows, tmp_path / "model", base=plain)
    _assert_sentence(caught.value)


@pytest.mark.parametrize("content", ["{}", "[]", ""])
def test_plain_gpt2_with_a_broken_tokenizer_is_one_sentence(
    plain: Path, tiny_rows: Path, tmp_path: Path, content: str
) -> None:
    (plain / "tokenizer.json").write_text(content, encoding="utf-8")
    with pytest.raises(BaseModelError) as caught:
        _train(tiny_rows, tmp_path / "model", base=plain)
    _assert_sentence(caught.value)


def test_tokenizer_that_could_not_be_opened_again_is_refused_before_the_training(
    plain: Path, tiny_rows: Path, tmp_path: Path
) -> None:
    tokenizer = Tokenizer.from_file(str(plain / "tokenizer.json"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("(a+)+$"), "isolated")
    tokenizer.save(str(plain / "tokenizer.json"))
    with pytest.raises(BaseModelError, match="pattern"):
        _train(tiny_rows, tmp_path / "model", base=plain)


def test_output_of_any_command_may_be_ascii_or_full() -> None:
    trainer = [sys.executable, "-m", "trainer"]
    shown = subprocess.run(  # noqa: S603 - our own command
        [*trainer, "data", "inspect", "--dataset", "tell"],
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert "rows" in shown.stdout.decode()
    with Path("/dev/full").open("wb") as full:
        listed = subprocess.run(  # noqa: S603 - our own command
            [*trainer, "data", "list"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (listed.returncode, listed.stderr) == (1, b"mojibot-train: No space left on device.\n")

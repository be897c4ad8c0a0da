"""A GPT-2 whose tokens already are emojis, made here, becomes a model folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import GPT2Config, GPT2LMHeadModel

from emojifier import Emojifier
from emojifier.artifact import open_folder
from emojifier.catalogue import catalogue
from trainer import cli

EMOJIS = ["🍕", "🐶", "⚽", "😢"]
WORDS = ["[PAD]", "<|end|>", "<|emojis|>", "<|sep|>", "<|quiet|>", "<unk>", "pizza", "dog", *EMOJIS]
ABOUT = {
    "name": "converted",
    "version": "1.0.0",
    "description": "Taught elsewhere.",
    "languages": ["en"],
    "data": [{"name": "somebody's"}],
    "hyperparameters": {},
    "limits": "It knows two words.",
    "base": "a teacher",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    torch.manual_seed(0)
    config = GPT2Config(vocab_size=len(WORDS), n_embd=16, n_layer=2, n_head=2, n_positions=16)
    GPT2LMHeadModel(config).save_pretrained(folder)
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.add_special_tokens(WORDS[:5])
    tokenizer.add_tokens(EMOJIS)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def _convert(source: Path, rows: Path, about: object = ABOUT) -> tuple[int, Path]:
    described, output = source.parent / "about.json", source.parent / "model"
    described.write_text(about if isinstance(about, str) else json.dumps(about), encoding="utf-8")
    arguments = ["--about", str(described), "--dataset", str(rows), "--output", str(output)]
    return cli.main(["convert", str(source), *arguments]), output


def test_a_converted_folder_answers_as_its_network_does(source: Path, tiny_rows: Path) -> None:
    code, output = _convert(source, tiny_rows)
    assert code == 0
    message = [WORDS.index(word) for word in ("pizza", "dog", "<|emojis|>")]
    with torch.inference_mode():
        logits = GPT2LMHeadModel.from_pretrained(source)(torch.tensor([message])).logits[0, -1]
    best = sorted(EMOJIS, key=lambda emoji: -float(logits[WORDS.index(emoji)]))
    [answer] = Emojifier.load(output, device="cpu").suggest(["pizza dog"], 4)
    assert [scored.emoji for scored in answer.emojis] == best

    manifest = open_folder(output, catalogue())
    assert manifest.emojis == {emoji: WORDS.index(emoji) for emoji in manifest.emojis}
    assert manifest.tokens.react == WORDS.index("<|emojis|>")
    assert manifest.base.name == "a teacher"
    assert "It knows two words." in (output / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["{}", "[]", "", '{"model": {"vocab": []}}'])
def test_broken_tokenizer_is_one_sentence(
    source: Path, tiny_rows: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    (source / "tokenizer.json").write_text(content, encoding="utf-8")
    code, output = _convert(source, tiny_rows)
    errors = capsys.readouterr().err
    assert code == 1
    assert errors == f"mojibot-train: {source} is not a GPT-2 folder with a tokenizer.json.\n"
    assert not output.exists()


def test_gpt2_without_emoji_tokens_is_one_sentence(
    source: Path, tiny_rows: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = source / "tokenizer.json"
    path.write_text(path.read_text(encoding="utf-8").replace("<|emojis|>", "<|other|>"), "utf-8")
    code, _ = _convert(source, tiny_rows)
    errors = capsys.readouterr().err
    assert code == 1
    assert "has no <|react|>" in errors
    assert errors.count("\n") == 1


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("", "Invalid JSON"),
        ("[]", "object"),
        ({}, "name: "),
        (ABOUT | {"name": ""}, "name: "),
        (ABOUT | {"base": "a\nb"}, "base: "),
        (ABOUT | {"surprise": 1}, "surprise: "),
    ],
)
def test_bad_about_file_is_one_sentence(
    source: Path, tiny_rows: Path, capsys: pytest.CaptureFixture[str], about: object, words: str
) -> None:
    code, output = _convert(source, tiny_rows, about)
    errors = capsys.readouterr().err
    assert code == 1
    assert words in errors
    assert errors.count("\n") == 1
    assert not output.exists()


def test_about_file_that_is_not_there_is_one_sentence(
    source: Path, tiny_rows: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--dataset", str(tiny_rows), "--output", str(source.parent / "model")]
    assert cli.main(["convert", str(source), "--about", "/nowhere", *arguments]) == 1
    assert capsys.readouterr().err == (
        "mojibot-train: /nowhere cannot be read: No such file or directory.\n"
    )

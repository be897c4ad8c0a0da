import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emojifier.artifact import MANIFEST, folder_digest, open_folder
from emojifier.catalogue import catalogue
from emojifier.errors import ModelFolderError


@pytest.fixture
def folder(tiny_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_model, tmp_path / "model"))


def _edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / MANIFEST
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def _refusal(folder: Path) -> str:
    with pytest.raises(ModelFolderError) as caught:
        open_folder(folder, catalogue())
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_intact_folder_opens(folder: Path) -> None:
    manifest = open_folder(folder, catalogue())
    assert manifest.name == "tiny"
    assert "🍕" in manifest.emojis
    assert {"config.json", "model.safetensors", "tokenizer.json"} <= set(manifest.files)


def test_digest_follows_the_content(folder: Path) -> None:
    before = folder_digest(folder)
    _edit(folder, lambda m: m.update(version="1.0.1"))
    assert folder_digest(folder) != before


def test_absent_folder(tmp_path: Path) -> None:
    assert "no model folder" in _refusal(tmp_path / "nowhere")


def test_plain_gpt2_folder_says_how_to_train_it(folder: Path) -> None:
    (folder / MANIFEST).unlink()
    assert "fine-tune --base" in _refusal(folder)


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_every_file_is_needed_and_checked(folder: Path, name: str) -> None:
    path = folder / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert f"{name} in" in _refusal(folder)
    path.unlink()
    assert f"{name} is missing" in _refusal(folder)


def test_newer_and_older_formats_are_named(folder: Path) -> None:
    _edit(folder, lambda m: m.update(format=99))
    assert "upgrade mojibot" in _refusal(folder)
    _edit(folder, lambda m: m.update(format=0))
    assert "older format" in _refusal(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "null", '{"format": true}', "[" * 100_000])
def test_broken_manifest(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    assert MANIFEST in _refusal(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"tokens": {}},
        {"emojis": {}},
        {"emojis": {"🍕": -1}},
        {"calibration": {"quiet": {"slope": -1}}},
        {"calibration": {"emoji": {"slope": float("nan")}}},
        {"prior": [0.5]},
        {"name": ""},
        {"surprise": 1},
    ],
)
def test_wrong_field_is_named(folder: Path, change: dict[str, Any]) -> None:
    _edit(folder, lambda m: m.update(change))
    assert next(iter(change)) in _refusal(folder)


def test_file_outside_the_folder_is_not_touched(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("{}", encoding="utf-8")
    _edit(folder, lambda m: m["files"].update({"../secret.json": "0" * 64}))
    assert "outside" in _refusal(folder)


def test_symlink_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere.json"
    shutil.move(folder / "tokenizer.json", outside)
    (folder / "tokenizer.json").symlink_to(outside)
    assert "outside" in _refusal(folder)


def test_emoji_that_unicode_lacks_is_refused(folder: Path) -> None:
    _edit(folder, lambda m: m["emojis"].update({"not an emoji": 7}))
    _edit(folder, lambda m: m.update(prior=[]))
    assert "not an emoji" in _refusal(folder)

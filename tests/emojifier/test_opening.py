"""Model folders that a stranger made: each is refused with one sentence, to answer and to train."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from emojifier import Emojifier
from emojifier.artifact import MANIFEST, Manifest, write_manifest
from emojifier.errors import ModelFolderError
from trainer import cli, fine_tune_gpt2

Damage: TypeAlias = Callable[[Path], None]


@pytest.fixture
def folder(tiny_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_model, tmp_path / "model"))


def _sign(folder: Path) -> None:
    """Make the checksums right again, as whoever damages a folder on purpose would."""
    write_manifest(folder, Manifest.model_validate_json((folder / MANIFEST).read_bytes()))


def _json(name: str, change: Callable[[Any], object]) -> Damage:
    def damage(folder: Path) -> None:
        content = json.loads((folder / name).read_text(encoding="utf-8"))
        change(content)
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
        if name != MANIFEST:
            _sign(folder)

    return damage


def _config(**changes: object) -> Damage:
    return _json("config.json", lambda config: config.update(changes))


def _file(name: str, content: str) -> Damage:
    def damage(folder: Path) -> None:
        (folder / name).write_text(content, encoding="utf-8")
        _sign(folder)

    return damage


def _weights(change: Callable[[dict[str, Tensor]], object]) -> Damage:
    def damage(folder: Path) -> None:
        weights = load_file(folder / "model.safetensors")
        change(weights)
        save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
        _sign(folder)

    return damage


def _replace(weights: dict[str, Tensor], change: Callable[[Tensor], Tensor]) -> None:
    name = "transformer.h.0.mlp.c_fc.weight"
    weights[name] = change(weights[name])


def _one_nan(tensor: Tensor) -> Tensor:
    tensor[0, 0] = float("nan")
    return tensor


def _regex(tokenizer: dict[str, Any]) -> None:
    pattern = {"Regex": "(?:[a-z]+[a-z]+)+$"}
    split = {"type": "Split", "pattern": pattern, "behavior": "Isolated", "invert": False}
    own = tokenizer["pre_tokenizer"]
    tokenizer["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": [split, own]}


def _token_beyond_the_network(tokenizer: dict[str, Any]) -> None:
    last = tokenizer["added_tokens"][-1]
    tokenizer["added_tokens"].append(last | {"id": last["id"] + 1, "content": "pizza"})


def _swap_react_and_quiet(manifest: dict[str, Any]) -> None:
    tokens = manifest["tokens"]
    tokens["react"], tokens["quiet"] = tokens["quiet"], tokens["react"]


STRANGE = {
    "tensor missing": (_weights(lambda w: w.pop("transformer.ln_f.bias")), "1 differ"),
    "all tensors missing": (_weights(lambda w: w.clear()), "differ"),
    "tensor left over": (_weights(lambda w: w.update(more=torch.zeros(1))), "'more'"),
    "tensor of another shape": (_weights(lambda w: _replace(w, lambda t: t[:-1].clone())), "c_fc"),
    "tensor of integers": (_weights(lambda w: _replace(w, lambda t: t.to(torch.int64))), "c_fc"),
    "weight that is no number": (_weights(lambda w: _replace(w, _one_nan)), "not numbers"),
    "weights that are no safetensors": (_file("model.safetensors", "PK"), "cannot be read"),
    "output matrix of its own": (_config(tie_word_embeddings=False), "tie_word_embeddings"),
    "100 layers": (_config(n_layer=100), "differ"),
    "more layers than any": (_config(n_layer=10**9), "n_layer"),
    "layers in words": (_config(n_layer="many"), "n_layer"),
    "no head": (_config(n_head=0), "n_head"),
    "heads that do not divide the width": (_config(n_head=5), "no multiple of n_head"),
    "unknown activation": (_config(activation_function="eval"), "activation_function"),
    "no positions": (_config(n_positions=0), "n_positions"),
    "huge vocabulary": (_config(vocab_size=10**12), "vocab_size"),
    "other architecture": (_config(model_type="bert"), "model_type"),
    "config that is a list": (_file("config.json", "[]"), "config.json"),
    "config that is no JSON": (_file("config.json", "{"), "config.json"),
    "tokenizer that is a list": (_file("tokenizer.json", "[]"), "cannot be read"),
    "tokenizer that is empty": (_file("tokenizer.json", "{}"), "cannot be read"),
    "tokenizer nested without end": (_file("tokenizer.json", "[" * 100_000), "cannot be read"),
    "tokenizer with a pattern": (_json("tokenizer.json", _regex), "pattern"),
    "tokenizer larger than the network": (
        _json("tokenizer.json", _token_beyond_the_network),
        "more tokens than its network",
    ),
    "control tokens exchanged": (_json(MANIFEST, _swap_react_and_quiet), "2 tokens"),
    "emoji with another id": (_json(MANIFEST, lambda m: m["emojis"].update({"🍕": 0})), "1 tokens"),
    "escape codes in the name": (_json(MANIFEST, lambda m: m.update(name="\x1b[2J")), "name"),
    "line break in the version": (_json(MANIFEST, lambda m: m.update(version="1\n2")), "version"),
    "line separator in a text": (
        _json(MANIFEST, lambda m: m.update(description="a\u2028b")),
        "description",
    ),
    "escape code in the base's name": (
        _json(MANIFEST, lambda m: m["base"].update(name="\x9b2J")),
        "base.name",
    ),
}


@pytest.mark.parametrize(("damage", "words"), STRANGE.values(), ids=STRANGE)
def test_strange_folder_is_one_sentence_to_answer_and_to_train(
    folder: Path,
    tiny_rows: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    damage: Damage,
    words: str,
) -> None:
    damage(folder)
    with pytest.raises(ModelFolderError) as caught:
        Emojifier.load(folder, device="cpu")
    sentence = str(caught.value)
    assert words in sentence
    assert sentence.endswith(".")
    assert sentence.isprintable()

    arguments = ["--dataset", str(tiny_rows), "--output", str(tmp_path / "out")]
    code = cli.main(["fine-tune", "--base", str(folder), *arguments, "--progress", "plain"])
    assert (code, capsys.readouterr()) == (1, ("", f"mojibot-train: {sentence}\n"))
    assert not (tmp_path / "out").exists()


HARMLESS: dict[str, dict[str, object]] = {
    "attention from the Hub": {
        "attn_implementation": "evil/kernel",
        "_attn_implementation": "evil/kernel",
    },
    "quantization": {"quantization_config": {"quant_method": "bitsandbytes", "load_in_4bit": True}},
    "code of its own": {"auto_map": {"AutoModelForCausalLM": "evil.Network"}},
    "dtype that is none": {"dtype": "nope", "torch_dtype": "os.system"},
    "cross-attention": {"is_decoder": True, "add_cross_attention": True},
}


@pytest.mark.parametrize("wishes", HARMLESS.values(), ids=HARMLESS)
def test_what_a_config_wishes_beyond_its_measures_is_ignored(
    folder: Path, tiny_model: Path, wishes: dict[str, object]
) -> None:
    _config(**wishes)(folder)
    answers = [
        Emojifier.load(path, device="cpu").suggest(["who wants pizza"], 5)[0]
        for path in (tiny_model, folder)
    ]
    assert answers[0].emojis == answers[1].emojis
    assert answers[0].quiet == answers[1].quiet


def test_generation_config_of_any_kind_is_not_even_read(folder: Path) -> None:
    _file("generation_config.json", "[]")(folder)
    assert Emojifier.load(folder, device="cpu").suggest(["who wants pizza"])[0].emojis


def test_a_base_hands_none_of_its_wishes_on(folder: Path, tiny_rows: Path, tmp_path: Path) -> None:
    for wishes in HARMLESS.values():
        _config(**wishes)(folder)
    output = fine_tune_gpt2(tiny_rows, base=folder, epochs=1, output=tmp_path / "next").output
    written = (output / "config.json").read_text(encoding="utf-8")
    assert "evil" not in written
    assert "quantization" not in written
    assert json.loads(written)["add_cross_attention"] is False


def test_a_folder_whose_name_is_too_long_is_not_there() -> None:
    with pytest.raises(ModelFolderError, match="no model folder"):
        Emojifier.load("x" * 300)

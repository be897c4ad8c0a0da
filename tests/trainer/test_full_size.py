"""The whole way of a pretrained GPT-2, in small and, in `make test-long`, with 124M parameters."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoTokenizer, GPT2LMHeadModel

from benchmarks.full_size import SMALL, Size, fine_tune, make_gpt2
from bot.registry.trial import answers_well
from emojifier.catalogue import catalogue
from trainer.bases import prepare
from trainer.rows import Row

TINY = Size(layers=2, heads=2, width=32, vocabulary=5_000)
FULL = pytest.param(SMALL, marks=[pytest.mark.long, pytest.mark.timeout(900)], id="124M")


@pytest.fixture(scope="module", params=[pytest.param(TINY, id="tiny"), FULL])
def gpt2(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hub") / "gpt2"
    if request.param == SMALL:
        assert make_gpt2(folder) == 124_439_808  # as openai-community/gpt2 has
    else:
        make_gpt2(folder, request.param, ["react"])
    return folder


def test_emojis_start_as_the_mean_of_their_names_embeddings(gpt2: Path) -> None:
    pretrained = GPT2LMHeadModel.from_pretrained(gpt2)
    size, words = pretrained.config.vocab_size, pretrained.transformer.wte.weight
    tokenizer = AutoTokenizer.from_pretrained(gpt2)
    assert (
        tokenizer("the pizza 🍕").input_ids
        == tokenizer.backend_tokenizer.encode("the pizza 🍕").ids
    )
    rows = [Row("who wants pizza", ("🍕", "🤸")), Row("ok", ())]
    start = prepare(str(gpt2), rows, catalogue(), seed=0)
    weights = start.network.transformer.wte.weight
    torch.testing.assert_close(weights[:size], words)  # what was learned stays
    for emoji, name in (("🍕", " pizza"), ("🤸", " person cartwheeling")):
        assert start.emojis[emoji] >= size
        pieces = tokenizer(name).input_ids
        torch.testing.assert_close(weights[start.emojis[emoji]], words[pieces].mean(0))
    assert start.tokens.end == size - 1  # its own, not a second one


def test_two_steps_give_a_folder_that_the_bot_takes(gpt2: Path, tmp_path: Path) -> None:
    fine_tune(gpt2, tmp_path / "model", steps=2)
    manifest = answers_well(tmp_path / "model")
    assert manifest.base.name == "gpt2"
    assert (manifest.hyperparameters["batch_size"], manifest.data[0].rows) == (32, 64)
    before, after = (
        load_file(folder / "model.safetensors")["transformer.h.0.attn.c_attn.weight"].float()
        for folder in (gpt2, tmp_path / "model")
    )
    assert 0 < (after - before).abs().max() < 1e-3

"""A GPT-2 whose tokens already are emojis -> a model folder.

For networks that were taught elsewhere: an emoji is a token of its own, and after a control token
the next-token logits rank emojis and quiet.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from pydantic import ValidationError
from tokenizers import Tokenizer
from transformers import GPT2LMHeadModel

from emojifier.artifact import CONTROL_TOKENS, Base, Manifest
from emojifier.catalogue import Catalogue, catalogue
from emojifier.opening import without_progress_bars
from trainer.bases import Start
from trainer.datasets import load
from trainer.errors import ArgumentError, BaseModelError
from trainer.folder import About, write_model
from trainer.rows import split
from trainer.vocabulary import add_tokens

# What the same tokens are called in networks that were taught elsewhere.
RENAMED = {
    "<|emojis|>": CONTROL_TOKENS["react"],
    "<|sep|>": CONTROL_TOKENS["tell"],
    "<|end|>": CONTROL_TOKENS["end"],
    "[PAD]": CONTROL_TOKENS["pad"],
}


def convert(source: Path, output: Path, datasets: Sequence[str], about: About) -> Manifest:
    """Write ``source`` as a model folder, calibrated on the validation rows of ``datasets``.

    Raises ``BaseModelError`` where ``source`` is no such GPT-2.
    """
    start = _start(source, catalogue(), about)
    rows = [row for name in datasets for row in load(name).rows]
    return write_model(output, start, split(rows), about, log=())


def _start(source: Path, emojis: Catalogue, about: About) -> Start:
    try:
        with without_progress_bars():
            network = GPT2LMHeadModel.from_pretrained(
                source, dtype=torch.float32, local_files_only=True, use_safetensors=True
            )
        described = json.loads((source / "tokenizer.json").read_text(encoding="utf-8"))
        tokenizer = Tokenizer.from_str(json.dumps(_rename(described)))
    except Exception as error:  # whatever the libraries raise for files of another kind
        raise BaseModelError(f"{source} is not a GPT-2 folder with a tokenizer.json.") from error
    react, quiet = CONTROL_TOKENS["react"], CONTROL_TOKENS["quiet"]
    if tokenizer.token_to_id(react) is None or tokenizer.token_to_id(quiet) is None:
        raise BaseModelError(f"The tokenizer in {source} has no {react} and no {quiet}.")
    known = {e.emoji: tokenizer.token_to_id(e.emoji) for e in emojis}
    ids = {emoji: token for emoji, token in known.items() if token is not None}
    if not ids or max(ids.values()) >= network.config.vocab_size:
        raise BaseModelError(f"The tokens of {source} are not emojis, or do not fit its network.")
    tokens = add_tokens(network, tokenizer, (), {}, {})
    network.config.pad_token_id = tokens.pad
    network.config.eos_token_id = tokens.end
    return Start(network, tokenizer, tokens, ids, Base(name=about.base or source.name))


def _rename(described: dict[str, Any]) -> dict[str, Any]:
    """Give the special tokens their own names, in the vocabulary and among the added ones."""
    vocabulary = described["model"]["vocab"]
    described["model"]["vocab"] = {RENAMED.get(t, t): i for t, i in vocabulary.items()}
    for token in described["added_tokens"]:
        token["content"] = RENAMED.get(token["content"], token["content"])
    return described


def read_about(path: Path) -> About:
    """Read what to say of the model from a JSON object with the fields of ``folder.About``.

    Raises ``ArgumentError`` where the file is no such object.
    """
    try:
        return About.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ArgumentError.of(error) from None
    except OSError as error:
        raise ArgumentError(f"{path} cannot be read: {error.strerror}.") from error

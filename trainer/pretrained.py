"""A plain GPT-2 by the public ``from_pretrained``: a folder, or an id on the Hub."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from huggingface_hub import hf_hub_download
from tokenizers import Tokenizer
from transformers import AutoTokenizer, GPT2Config, GPT2LMHeadModel

from emojifier.artifact import Base
from emojifier.folders import is_folder
from emojifier.opening import Shape, has_pattern, without_progress_bars
from trainer.errors import BaseModelError


def load(base: str) -> tuple[GPT2LMHeadModel, Tokenizer, Base]:
    """Load ``base``, and say what it is; raises ``BaseModelError``."""
    local = is_folder(Path(base))
    try:
        network, tokenizer = _load(base)
        origin = Base(name=Path(base).name) if local else Base(name=base, revision=_revision(base))
    except BaseModelError:
        raise
    except Exception as error:  # whatever the libraries raise for files of another kind
        if local:
            raise BaseModelError(
                f"{base} is not a complete GPT-2 folder with config.json, model.safetensors and "
                "a tokenizer."
            ) from error
        raise BaseModelError(
            f"{base} could not be loaded from the Hugging Face Hub: check the name and the "
            "network, or start from a folder on this machine (--base DIR), from the model that "
            "ships (--base models/default), or from nothing (--base scratch:mini)."
        ) from error
    return network, tokenizer, origin


def _load(base: str) -> tuple[GPT2LMHeadModel, Tokenizer]:
    """Refuses now what ``emojifier.opening`` would refuse when the training is over."""
    config = GPT2Config.from_pretrained(base)
    if config.model_type != "gpt2":
        raise BaseModelError(f"{base} is a {config.model_type}, not a GPT-2.")
    # Measures alone: a config can also ask for kernels from the Hub, or for quantization.
    shape = Shape.model_validate(config.to_dict())
    with without_progress_bars():
        found: Any = GPT2LMHeadModel.from_pretrained(
            base,
            config=shape.config(),
            dtype=torch.float32,
            use_safetensors=True,
            trust_remote_code=False,
            output_loading_info=True,
        )
    network, loading = found
    if loading["missing_keys"]:
        raise BaseModelError(
            f"{base} is incomplete: it lacks {len(loading['missing_keys'])} of a GPT-2's tensors."
        )
    loaded = AutoTokenizer.from_pretrained(base, use_fast=True, trust_remote_code=False)
    tokenizer: Tokenizer = loaded.backend_tokenizer
    if has_pattern(json.loads(tokenizer.to_str())):
        raise BaseModelError(
            f"The tokenizer of {base} brings a pattern of its own, which no GPT-2 needs."
        )
    return network, tokenizer


def _revision(hub_id: str) -> str:
    """The commit that was loaded: the Hub's cache keeps each in a folder of its name."""
    return Path(hf_hub_download(hub_id, "config.json")).parent.name

"""Opening a model folder that a stranger may have made: nothing in it is executed or believed.

Each part is checked against the others before it is used, and no code path of the libraries that
follows a file's wishes (other classes, kernels, the Hub) is reachable.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from safetensors import SafetensorError
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from transformers import GPT2Config, GPT2LMHeadModel
from transformers.utils import logging as hf_logging

from emojifier.artifact import CONTROL_TOKENS, Manifest, open_folder
from emojifier.catalogue import Catalogue
from emojifier.errors import DeviceUnavailable, ModelFolderError

# The output matrix of a GPT-2 is its input matrix; files hold it once.
_TIED = "lm_head.weight"


@dataclass(frozen=True, slots=True)
class Opened:
    """A model folder in memory, all parts of which fit together."""

    manifest: Manifest
    network: GPT2LMHeadModel
    tokenizer: Tokenizer


class Shape(BaseModel):
    """What is taken from ``config.json``: the measures of a GPT-2, and nothing that names code."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    model_type: Literal["gpt2"]
    vocab_size: Annotated[int, Field(ge=1, le=1_000_000)]
    n_positions: Annotated[int, Field(ge=2, le=65_536)]
    n_embd: Annotated[int, Field(ge=1, le=16_384)]
    n_layer: Annotated[int, Field(ge=1, le=256)]
    n_head: Annotated[int, Field(ge=1, le=256)]
    n_inner: Annotated[int, Field(ge=1, le=65_536)] | None = None
    activation_function: Literal["gelu", "gelu_new", "gelu_pytorch_tanh", "relu", "silu"] = (
        "gelu_new"
    )
    layer_norm_epsilon: Annotated[float, Field(gt=0, le=1)] = 1e-5
    scale_attn_weights: bool = True
    scale_attn_by_inverse_layer_idx: bool = False
    reorder_and_upcast_attn: bool = False
    resid_pdrop: Annotated[float, Field(ge=0, lt=1)] = 0.1
    embd_pdrop: Annotated[float, Field(ge=0, lt=1)] = 0.1
    attn_pdrop: Annotated[float, Field(ge=0, lt=1)] = 0.1
    tie_word_embeddings: Literal[True] = True

    @model_validator(mode="after")
    def _heads_share_the_width(self) -> Shape:
        if self.n_embd % self.n_head:
            raise ValueError("n_embd is no multiple of n_head")
        return self

    def config(self) -> GPT2Config:
        """The library's own form."""
        shape = self.model_dump(exclude={"model_type"})
        return GPT2Config(**shape, bos_token_id=None, eos_token_id=None)


def open_model(folder: Path, catalogue: Catalogue, device: str) -> Opened:
    """Check a model folder through and load it onto ``device`` (``auto``, ``cpu`` or ``cuda``).

    float32 on the CPU and bfloat16 on CUDA. Raises ``ModelFolderError`` with one sentence that says
    what is wrong, or ``DeviceUnavailable``.
    """
    target = pick_device(device)
    manifest = open_folder(folder, catalogue)
    shape = _read_shape(folder)
    tokenizer = _read_tokenizer(folder, manifest, shape)
    return Opened(manifest, _read_network(folder, shape, target), tokenizer)


def pick_device(name: str) -> torch.device:
    """``auto`` is CUDA where there is one, else the CPU; raises ``DeviceUnavailable``."""
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if name == "cuda" and not torch.cuda.is_available():
        raise DeviceUnavailable(name)
    return torch.device(name)


@contextmanager
def without_progress_bars() -> Iterator[None]:
    """Keep transformers from drawing bars for what takes a blink, and leave it as it was."""
    shown = hf_logging.is_progress_bar_enabled()
    hf_logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            hf_logging.enable_progress_bar()


def _read_shape(folder: Path) -> Shape:
    try:
        return Shape.model_validate_json((folder / "config.json").read_bytes())
    except ValidationError as error:
        raise ModelFolderError(
            f"config.json in {folder} does not describe a GPT-2: {_first(error)}."
        ) from None


def _first(error: ValidationError) -> str:
    first = error.errors(include_input=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where} is missing or wrong" if where else first["msg"].removeprefix("Value error, ")


def _read_network(folder: Path, shape: Shape, device: torch.device) -> GPT2LMHeadModel:
    try:
        weights = load_file(folder / "model.safetensors")
    except (SafetensorError, OSError, ValueError) as error:
        raise ModelFolderError(f"The weights in {folder} cannot be read.") from error
    config = shape.config()
    if config.activation_function == "gelu_new":
        # The same function in one step instead of eight: a tenth of a pass on the CPU.
        config.activation_function = "gelu_pytorch_tanh"
    _check_weights(folder, config, weights)
    with without_progress_bars():
        network: GPT2LMHeadModel = GPT2LMHeadModel.from_pretrained(
            None,
            config=config,
            state_dict=weights,
            dtype=torch.bfloat16 if device.type == "cuda" else torch.float32,
            attn_implementation="sdpa",
        )
    return torch.nn.Module.to(network, device)


def _check_weights(folder: Path, config: GPT2Config, weights: dict[str, Tensor]) -> None:
    """Refuse tensors that are missing, left over, of another shape, or not finite numbers."""
    with torch.device("meta"):
        expected = GPT2LMHeadModel(config).state_dict()
    expected.pop(_TIED)
    wrong = sorted(
        name
        for name in expected.keys() | weights.keys()
        if name not in expected
        or name not in weights
        or expected[name].shape != weights[name].shape
        or not weights[name].is_floating_point()
    )
    if wrong:
        raise ModelFolderError(
            f"The weights in {folder} are not those that its config.json describes: "
            f"{len(wrong)} differ, such as {wrong[0][:60]!r}."
        )
    if not all(math.isfinite(tensor.float().sum().item()) for tensor in weights.values()):
        raise ModelFolderError(f"The weights in {folder} are damaged: some are not numbers.")


def _read_tokenizer(folder: Path, manifest: Manifest, shape: Shape) -> Tokenizer:
    content = (folder / "tokenizer.json").read_text(encoding="utf-8", errors="replace")
    try:
        if has_pattern(json.loads(content)):
            raise ModelFolderError(
                f"The tokenizer in {folder} brings a pattern of its own, which no GPT-2 needs."
            )
        tokenizer = Tokenizer.from_str(content)
    except ModelFolderError:
        raise
    except Exception as error:  # the tokenizers library raises plain Exception
        raise ModelFolderError(f"The tokenizer in {folder} cannot be read.") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    _check_tokens(folder, tokenizer, manifest, shape)
    return tokenizer


def has_pattern(part: Any) -> bool:
    """Whether a regular expression stands anywhere: one can crash the library, or never end."""
    if isinstance(part, dict):
        return "Regex" in part or any(has_pattern(v) for k, v in part.items() if k != "vocab")
    return isinstance(part, list) and any(map(has_pattern, part))


def _check_tokens(folder: Path, tokenizer: Tokenizer, manifest: Manifest, shape: Shape) -> None:
    ids = manifest.tokens.model_dump()
    named = manifest.emojis | {CONTROL_TOKENS[meaning]: ids[meaning] for meaning in CONTROL_TOKENS}
    wrong = sum(tokenizer.token_to_id(token) != number for token, number in named.items())
    if wrong:
        raise ModelFolderError(
            f"The tokenizer in {folder} does not belong to its manifest: {wrong} tokens have other "
            "ids."
        )
    highest = max(tokenizer.get_vocab(with_added_tokens=True).values())
    if highest >= shape.vocab_size:
        raise ModelFolderError(
            f"The tokenizer in {folder} has more tokens than its network: {highest + 1:,} against "
            f"{shape.vocab_size:,}."
        )

"""Where training starts: GPT-2 from the Hub, a folder of either kind, or one made from nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from huggingface_hub import hf_hub_download
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoTokenizer, GPT2Config, GPT2LMHeadModel

from emojifier.artifact import (
    CONTROL_TOKENS,
    MANIFEST,
    Base,
    Calibration,
    Tokens,
    folder_digest,
)
from emojifier.catalogue import Catalogue
from emojifier.encoding import Encoder
from emojifier.errors import ModelFolderError
from emojifier.folders import is_folder
from emojifier.model import ReactionModel
from emojifier.opening import Shape, has_pattern, open_model, without_progress_bars
from emojifier.telling import Teller
from trainer.errors import BaseModelError, DatasetError
from trainer.rows import Row
from trainer.vocabulary import add_tokens, token_id

SCRATCH = {
    "mini": {"n_layer": 4, "n_head": 4, "n_embd": 128, "vocabulary": 4_000},
    "small": {"n_layer": 6, "n_head": 6, "n_embd": 384, "vocabulary": 12_000},
}
_SCRATCH_LENGTH = 128


@dataclass(frozen=True, slots=True)
class Start:
    """A network and tokenizer with all tokens in place; ``emojis`` maps each to its id.

    ``tasks`` are those that the base model was trained for, and ``known`` the emojis that it
    answers with already; ``calibration`` and ``prior`` (by emoji) are what it has of them.
    """

    network: GPT2LMHeadModel
    tokenizer: Tokenizer
    tokens: Tokens
    emojis: dict[str, int]
    base: Base
    languages: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()
    calibration: Calibration = field(default_factory=Calibration)
    prior: Mapping[str, float] = field(default_factory=dict)

    def encoder(self, catalogue: Catalogue) -> Encoder:
        """The encoder that training and later use share."""
        return Encoder(
            self.tokenizer,
            catalogue,
            known=self.emojis,
            react=self.tokens.react,
            max_length=self.network.config.n_positions,
        )

    @property
    def places(self) -> dict[str, int]:
        """Each emoji's index in an answer vector; quiet comes last."""
        return {emoji: place for place, emoji in enumerate(self.emojis)}

    def reader(self) -> ReactionModel:
        """The network as it is now, ready to answer; puts it into evaluation mode."""
        return ReactionModel(self.network, list(self.emojis.values()), self.tokens.quiet)

    def step_reader(self) -> ReactionModel:
        """The same for one step of a telling: the end stands where a reaction has quiet."""
        return ReactionModel(self.network, list(self.emojis.values()), self.tokens.end)

    def teller(self) -> Teller:
        """The network as it is now, ready to retell; puts it into evaluation mode."""
        self.network.eval()
        return Teller(self.network, list(self.emojis.values()), self.tokens.end)

    @property
    def answer_ids(self) -> list[int]:
        """Token ids of all answers: the emojis in order, then quiet."""
        return [*self.emojis.values(), self.tokens.quiet]


def prepare(base: str, rows: Sequence[Row], catalogue: Catalogue, *, seed: int) -> Start:
    """Load or make the base model and add tokens for the emojis of ``rows``.

    ``base`` is ``scratch:mini``, ``scratch:small``, a model folder (training goes on from it), a
    plain GPT-2 folder, or a Hub id such as ``gpt2``. Raises ``BaseModelError``.
    """
    if base.startswith("scratch:"):
        return _from_nothing(base, rows, catalogue, seed)
    folder = Path(base)
    if is_folder(folder) and (folder / MANIFEST).is_file():
        return _from_model_folder(folder, rows, catalogue)
    return _from_gpt2(base, rows, catalogue)


def _from_nothing(base: str, rows: Sequence[Row], catalogue: Catalogue, seed: int) -> Start:
    shape = SCRATCH.get(base.removeprefix("scratch:"))
    if shape is None:
        known = ", ".join(f"scratch:{name}" for name in SCRATCH)
        raise BaseModelError(f"There is no {base}: choose one of {known}.")
    tokenizer = _train_bpe((row.message for row in rows), shape["vocabulary"])
    torch.manual_seed(seed)
    config = GPT2Config(
        vocab_size=tokenizer.get_vocab_size(),
        n_positions=_SCRATCH_LENGTH,
        n_embd=shape["n_embd"],
        n_layer=shape["n_layer"],
        n_head=shape["n_head"],
        bos_token_id=None,
        eos_token_id=None,  # GPT-2's own lie outside this vocabulary; see _finish
    )
    return _finish(GPT2LMHeadModel(config), tokenizer, _emojis_of(rows), catalogue, Base(name=base))


def _train_bpe(messages: Iterable[str], size: int) -> Tokenizer:
    """Train a byte-level BPE like GPT-2's own (Radford et al., 2019): nothing is ever unknown."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=[CONTROL_TOKENS["end"]],
        show_progress=False,
    )
    tokenizer.train_from_iterator(messages, trainer)
    return tokenizer


def _from_model_folder(folder: Path, rows: Sequence[Row], catalogue: Catalogue) -> Start:
    try:
        opened = open_model(folder, catalogue, "cpu")
    except ModelFolderError as error:
        raise BaseModelError(str(error)) from error
    manifest = opened.manifest
    base = Base(name=f"{manifest.name} {manifest.version}", revision=folder_digest(folder))
    emojis = [*manifest.emojis, *(e for e in _emojis_of(rows) if e not in manifest.emojis)]
    start = _finish(opened.network, opened.tokenizer, emojis, catalogue, base)
    if "tell" not in manifest.tasks:
        _tell_as_it_reacts(start)
    return replace(
        start,
        languages=manifest.languages,
        tasks=manifest.tasks,
        known=frozenset(manifest.emojis),
        calibration=manifest.calibration,
        prior=dict(zip(manifest.emojis, manifest.prior, strict=False)),
    )


def _tell_as_it_reacts(start: Start) -> None:
    """Begin retelling with what the network can do: its first emoji is the reaction's.

    Reactions ask for neither token, so they stay as they are.
    """
    weights, tokens = start.network.transformer.wte.weight, start.tokens
    with torch.no_grad():
        weights[tokens.tell] = weights[tokens.react]
        weights[tokens.end] = weights[tokens.quiet]


def _from_gpt2(base: str, rows: Sequence[Row], catalogue: Catalogue) -> Start:
    """Load a plain GPT-2 by the public ``from_pretrained``: a folder, or an id on the Hub."""
    local = is_folder(Path(base))
    try:
        network, tokenizer = _load_gpt2(base)
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
    return _finish(network, tokenizer, _emojis_of(rows), catalogue, origin)


def _load_gpt2(base: str) -> tuple[GPT2LMHeadModel, Tokenizer]:
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


def _finish(
    network: GPT2LMHeadModel,
    tokenizer: Tokenizer,
    emojis: Sequence[str],
    catalogue: Catalogue,
    base: Base,
) -> Start:
    if not emojis:
        raise DatasetError("The data holds no emojis: quiet alone cannot be learned.")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    names = {emoji: catalogue[emoji].name for emoji in emojis}
    relatives = _relatives(tokenizer, emojis, catalogue)
    tokens = add_tokens(network, tokenizer, emojis, names, relatives)
    ids = {emoji: token_id(tokenizer, emoji) for emoji in emojis}
    network.config.pad_token_id = tokens.pad
    network.config.eos_token_id = tokens.end
    network.config.bos_token_id = None
    return Start(network, tokenizer, tokens, ids, base)


def _relatives(
    tokenizer: Tokenizer, emojis: Sequence[str], catalogue: Catalogue
) -> dict[str, list[str]]:
    """For each emoji that is new to the tokenizer, the known ones of its subgroup, or else all."""
    known = [emoji for emoji in emojis if tokenizer.token_to_id(emoji) is not None]
    by_subgroup: dict[str, list[str]] = defaultdict(list)
    for emoji in known:
        by_subgroup[catalogue[emoji].subgroup].append(emoji)
    return {e: by_subgroup.get(catalogue[e].subgroup, known) for e in emojis if e not in known}


def _emojis_of(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(emoji for row in rows for emoji in row.emojis))

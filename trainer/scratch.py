"""A GPT-2 made from nothing: random weights, and a vocabulary learned from the messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GPT2Config, GPT2LMHeadModel

from emojifier.artifact import CONTROL_TOKENS
from trainer.errors import BaseModelError
from trainer.rows import Row
from trainer.sequences import thinned

PREFIX = "scratch:"
_SHAPES = {
    "mini": {"n_layer": 4, "n_head": 4, "n_embd": 128, "vocabulary": 4_000},
    "small": {"n_layer": 6, "n_head": 6, "n_embd": 384, "vocabulary": 12_000},
}
_LENGTH = 128
# Messages that a vocabulary is learned from, and characters of each: the memory that it takes grows
# with the different words, and more of them hardly change which pieces are common.
_LEARNED_FROM = 20_000
_READ = 1_000


def make(base: str, rows: Sequence[Row], seed: int) -> tuple[GPT2LMHeadModel, Tokenizer]:
    """Make ``scratch:mini`` or ``scratch:small``; raises ``BaseModelError`` for another ``base``.

    Its tokenizer is learned from a sample of large data sets, evenly spaced.
    """
    shape = _SHAPES.get(base.removeprefix(PREFIX))
    if shape is None:
        known = ", ".join(f"{PREFIX}{name}" for name in _SHAPES)
        raise BaseModelError(f"There is no {base}: choose one of {known}.")
    sample = thinned(rows, _LEARNED_FROM)
    tokenizer = _train_bpe((row.message[:_READ] for row in sample), shape["vocabulary"])
    torch.manual_seed(seed)
    config = GPT2Config(
        vocab_size=tokenizer.get_vocab_size(),
        n_positions=_LENGTH,
        n_embd=shape["n_embd"],
        n_layer=shape["n_layer"],
        n_head=shape["n_head"],
        bos_token_id=None,
        eos_token_id=None,  # GPT-2's own lie outside this vocabulary; see ``bases``
    )
    return GPT2LMHeadModel(config), tokenizer


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

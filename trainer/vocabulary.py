"""Tokens that an emoji model needs beside a GPT-2's own: control tokens, and one for each emoji."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from tokenizers import AddedToken, Tokenizer
from transformers import GPT2LMHeadModel

from emojifier.artifact import CONTROL_TOKENS, Tokens

# Words whose embeddings a control token starts from, as an emoji starts from its name.
_WORDS = {"react": "reaction", "tell": "story", "quiet": "silence", "end": "end", "pad": "nothing"}
_CONTROL = {token: _WORDS[meaning] for meaning, token in CONTROL_TOKENS.items()}


def add_tokens(
    network: GPT2LMHeadModel, tokenizer: Tokenizer, emojis: Iterable[str], names: dict[str, str]
) -> Tokens:
    """Add what is missing of the control tokens and ``emojis`` to both, and return the ids.

    A new token's embedding starts as the mean of those of the pieces of its name (``names`` by
    emoji), which for a pretrained GPT-2 already lies near its meaning.
    """
    before = tokenizer.get_vocab_size()
    wanted = _CONTROL | {emoji: names[emoji] for emoji in emojis}
    missing = {
        token: name for token, name in wanted.items() if tokenizer.token_to_id(token) is None
    }
    pieces = {
        t: tokenizer.encode(f" {n}", add_special_tokens=False).ids for t, n in missing.items()
    }
    tokenizer.add_special_tokens([t for t in missing if t in _CONTROL])
    tokenizer.add_tokens(
        [AddedToken(t, normalized=False, special=False) for t in missing if t not in _CONTROL]
    )
    size = max(tokenizer.get_vocab_size(), network.config.vocab_size)
    if size != network.config.vocab_size:
        network.resize_token_embeddings(size, mean_resizing=False)
    weights = network.transformer.wte.weight
    with torch.no_grad():
        average = weights[:before].mean(0)
        for token, ids in pieces.items():
            weights[token_id(tokenizer, token)] = weights[ids].mean(0) if ids else average
    return Tokens(**{m: token_id(tokenizer, token) for m, token in CONTROL_TOKENS.items()})


def token_id(tokenizer: Tokenizer, token: str) -> int:
    """The id of a token that is known to be there; raises ``KeyError``."""
    found = tokenizer.token_to_id(token)
    if found is None:
        raise KeyError(token)
    return found

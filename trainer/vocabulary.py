"""Tokens that an emoji model needs beside a GPT-2's own: control tokens, and one for each emoji."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import torch
from tokenizers import AddedToken, Tokenizer
from transformers import GPT2LMHeadModel

from emojifier.artifact import CONTROL_TOKENS, Tokens

# Words whose embeddings a control token starts from, as an emoji starts from its name.
_WORDS = {"react": "reaction", "tell": "story", "quiet": "silence", "end": "end", "pad": "nothing"}
_CONTROL = {token: _WORDS[meaning] for meaning, token in CONTROL_TOKENS.items()}


def add_tokens(
    network: GPT2LMHeadModel,
    tokenizer: Tokenizer,
    emojis: Iterable[str],
    names: Mapping[str, str],
    relatives: Mapping[str, Sequence[str]],
) -> Tokens:
    """Add what is missing of the control tokens and ``emojis`` to both, and return the ids.

    A new emoji's embedding starts as the mean of its ``relatives``': emojis that the network knows
    already. Where it has none, it starts as the mean of the pieces of its name (``names``), which
    for a pretrained GPT-2 already lies near its meaning. In a network that was taught to answer
    with emojis, words are of another scale, and a new one made of them would drown the others.
    """
    before = tokenizer.get_vocab_size()
    wanted = _CONTROL | {emoji: names[emoji] for emoji in emojis}
    missing = {
        token: name for token, name in wanted.items() if tokenizer.token_to_id(token) is None
    }
    pieces = {
        token: [token_id(tokenizer, known) for known in relatives.get(token, ())]
        or tokenizer.encode(f" {name}", add_special_tokens=False).ids
        for token, name in missing.items()
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

"""The teacher: the sentence encoder with the student's vocabulary, and a head over the answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import BertConfig, BertModel

from emojifier.catalogue import Catalogue
from trainer.distill.packed import Packed
from trainer.distill.pieces import full_tokenizer

# Layers below this one stay as they are: they hold the languages, which few rows could only spoil,
# and what comes out of them need be computed only once a text.
FROZEN = 8


def shrunk(packed: Packed, tokenizer: Tokenizer, catalogue: Catalogue) -> BertModel:
    """The encoder with one row for each of the student's tokens, then its begin and end marks.

    An emoji is what the encoder holds of it, or else the mean of its name's pieces; bytes and
    control tokens start as the unknown piece.
    """
    old = packed.network.embeddings.word_embeddings.weight.detach()
    at = {piece: i for i, (piece, _) in enumerate(packed.pieces.scores)}
    full = full_tokenizer(packed.pieces)
    rows = old[packed.pieces.unknown].repeat(tokenizer.get_vocab_size() + 2, 1)
    for token, place in tokenizer.get_vocab(with_added_tokens=True).items():
        if token in catalogue and token not in at:
            name = full.encode(catalogue[token].name, add_special_tokens=False).ids
            rows[place] = old[name].mean(0)
        elif token in at:
            rows[place] = old[at[token]]
    rows[-2], rows[-1] = old[packed.pieces.begin], old[packed.pieces.end]
    config = BertConfig(**packed.network.config.to_dict() | {"vocab_size": len(rows)})
    network = BertModel(config, add_pooling_layer=False)
    weights = packed.network.state_dict() | {"embeddings.word_embeddings.weight": rows}
    network.load_state_dict(weights)
    network.eval()
    return network


class Teacher(nn.Module):
    """``<s> message </s>`` -> a vector (mean pooled, of length sqrt(width)) -> logits.

    Logits are [batch, answers]: the emojis in the vocabulary's order, quiet last.
    """

    def __init__(self, encoder: BertModel, answers: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(encoder.config.hidden_size, answers)
        self.drop = nn.Dropout(0.15)

    def read(self, messages: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """Token ids (without control token) -> (ids, mask), both [batch, longest + 2]."""
        words = self.encoder.config.vocab_size
        marked = [torch.tensor([words - 2, *ids, words - 1]) for ids in messages]
        ids = nn.utils.rnn.pad_sequence(marked, batch_first=True)
        lengths = torch.tensor([len(one) for one in marked])
        return ids, torch.arange(ids.shape[1]) < lengths[:, None]

    def lower(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The frozen part: [batch, length, width]."""
        return self._run(self.embed(ids), mask, 0, FROZEN)

    def embed(self, ids: Tensor) -> Tensor:
        """What the first layer reads: [batch, length, width]."""
        hidden: Tensor = self.encoder.embeddings(input_ids=ids)
        return hidden

    def upper(self, hidden: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """What ``lower`` gave -> (vectors, logits)."""
        hidden = self._run(hidden, mask, FROZEN, len(self.encoder.encoder.layer))
        vector = self.pool(hidden, mask)
        return vector, self.head(self.drop(vector)).float()

    def pool(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """The mean over a message's tokens, at the length of a vector of unit deviation."""
        share = mask[:, :, None].float() / mask.sum(1)[:, None, None]
        mean = (hidden.float() * share).sum(1)
        vector: Tensor = F.normalize(mean, dim=-1) * mean.shape[-1] ** 0.5
        return vector

    def _run(self, hidden: Tensor, mask: Tensor, first: int, last: int) -> Tensor:
        allowed = mask[:, None, None, :].expand(-1, 1, mask.shape[1], -1)
        for layer in self.encoder.encoder.layer[first:last]:
            hidden = layer(hidden, allowed)
        return hidden

    def start_head(self, vectors: Tensor, targets: Tensor) -> None:
        """Start the head as class prototypes: each answer the centred mean of its vectors."""
        centre = vectors.mean(0)
        sums = targets.T @ (vectors - centre)
        counts = targets.sum(0)
        with torch.no_grad():
            self.head.weight.copy_(0.4 * sums / (counts[:, None] + 2))
            usual = (counts + 0.05) / (counts + 0.05).sum()
            self.head.bias.copy_(0.5 * usual.log() - self.head.weight @ centre)

    def save(self, path: Path) -> None:
        """Write all weights."""
        save_file({k: v.contiguous() for k, v in self.state_dict().items()}, path)


def open_teacher(path: Path, shape: BertConfig) -> Teacher:
    """Read what ``Teacher.save`` wrote; ``shape`` is the encoder's before it was shrunk."""
    weights = load_file(path)
    words = len(weights["encoder.embeddings.word_embeddings.weight"])
    config = BertConfig(**shape.to_dict() | {"vocab_size": words})
    teacher = Teacher(BertModel(config, add_pooling_layer=False), len(weights["head.bias"]))
    teacher.load_state_dict(weights)
    return teacher.eval()

"""Retelling: emojis in the order of a sentence, one decoding step each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor
from transformers import DynamicCache, GPT2LMHeadModel

# How many emojis tell a sentence.
FEWEST_TOLD: Final = 2
MOST_TOLD: Final = 6


class Teller:
    """Greedy decoding over emojis and the end token, with the key-value cache.

    No emoji comes twice, and the end is possible only after ``FEWEST_TOLD``; so every telling is
    valid and ends, whatever the model says.
    """

    def __init__(self, network: GPT2LMHeadModel, emoji_ids: Sequence[int], end_id: int) -> None:
        self._network = network
        self._ids = torch.tensor([*emoji_ids, end_id])
        # The rows of the output matrix that can be asked for: [emojis + 1, width], the end last.
        self._rows = network.lm_head.weight.detach()[self._ids]

    @torch.inference_mode()
    def tell(self, sequence: Sequence[int], allowed: Tensor) -> list[tuple[int, float]]:
        """The emojis (by place) of one sequence that ends with the tell token, and their shares.

        ``allowed`` is a boolean [emojis]; at most ``MOST_TOLD`` are given, fewer where fewer are
        allowed. A share is the emoji's softmax among what could have come in its place.
        """
        cache = DynamicCache(config=self._network.config)
        possible = torch.cat([allowed.clone(), torch.tensor([True])])
        given = torch.tensor([list(sequence)], device=self._rows.device)
        told: list[tuple[int, float]] = []
        while len(told) < min(MOST_TOLD, int(allowed.sum())):
            output = self._network.transformer(given, cache=cache, use_cache=True)
            scores = (output.last_hidden_state[0, -1] @ self._rows.T).float().cpu()
            possible[-1] = len(told) >= FEWEST_TOLD
            shares = scores.masked_fill(~possible, -torch.inf).softmax(-1)
            place = int(shares.argmax())
            if place == len(allowed):
                break
            told.append((place, float(shares[place])))
            possible[place] = False
            given = self._ids[place].view(1, 1).to(self._rows.device)
        return told

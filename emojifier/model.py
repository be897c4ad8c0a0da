"""GPT-2: token ids -> logits over emoji tokens and the quiet token, in one forward pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor
from transformers import GPT2LMHeadModel

from emojifier.batching import packed, padded
from emojifier.errors import DeviceLost, OutOfDeviceMemory
from emojifier.last_position import LastPosition
from emojifier.layout import pack, pad

# Tokens of one forward pass. On the CPU a small pass already uses the whole width of a core, and a
# larger one leaves the cache (``benchmarks/README.md``).
CPU_TOKENS: Final = 256
CUDA_TOKENS: Final = 8_192


@dataclass(frozen=True, slots=True)
class Logits:
    """``emojis``: [batch, emojis] in the manifest's order; ``quiet``: [batch]. float32 on CPU."""

    emojis: Tensor
    quiet: Tensor


class ReactionModel:
    """A ``GPT2LMHeadModel`` read at one position: the control token at the end of a message."""

    def __init__(self, network: GPT2LMHeadModel, emoji_ids: Sequence[int], quiet_id: int) -> None:
        self.network = network.eval()
        self._reader = LastPosition(self.network)
        self._filler = quiet_id
        # Only these rows of the output matrix can ever be asked for: [emojis + 1, width].
        self._rows = network.lm_head.weight.detach()[[*emoji_ids, quiet_id]]

    @property
    def device(self) -> torch.device:
        """Where the weights lie."""
        device: torch.device = self._rows.device
        return device

    def logits(self, sequences: Sequence[Sequence[int]]) -> Logits:
        """The answers to non-empty id sequences of any lengths, in their order.

        Raises ``OutOfDeviceMemory`` where fewer may do, and ``DeviceLost`` where nothing will.
        """
        scores = torch.empty(len(sequences), len(self._rows))
        try:
            for group in self._passes([len(sequence) for sequence in sequences]):
                scores[group] = self._forward([sequences[i] for i in group])
        except torch.OutOfMemoryError as error:
            raise OutOfDeviceMemory from error
        except torch.AcceleratorError as error:
            raise DeviceLost(str(error).partition("\n")[0]) from error
        return Logits(emojis=scores[:, :-1], quiet=scores[:, -1])

    def _passes(self, lengths: Sequence[int]) -> Iterator[list[int]]:
        if self.device.type == "cpu":
            return packed(lengths, max_tokens=CPU_TOKENS)
        return padded(lengths, max_tokens=CUDA_TOKENS)

    @torch.inference_mode()
    def _forward(self, sequences: Sequence[Sequence[int]]) -> Tensor:
        """One pass: [batch, emojis + 1], quiet last; float32 on the CPU."""
        if self.device.type == "cpu":
            layout = pack(sequences)
        else:
            layout = pad(sequences, self._filler, most=self.network.config.n_positions)
        last = self._reader.hidden(layout.to(self.device))
        scores: Tensor = (last @ self._rows.T).float().cpu()
        return scores

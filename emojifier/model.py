"""GPT-2: token ids -> logits over emoji tokens and the quiet token, in one forward pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor
from transformers import GPT2LMHeadModel

from emojifier.errors import DeviceLost, OutOfDeviceMemory
from emojifier.last_position import LastPosition


@dataclass(frozen=True, slots=True)
class Logits:
    """``emojis``: [batch, emojis] in the manifest's order; ``quiet``: [batch]. float32 on CPU."""

    emojis: Tensor
    quiet: Tensor


# Lengths are rounded up to this on CUDA, so that few shapes of kernels are chosen and kept.
_CUDA_BUCKET: Final = 16


class ReactionModel:
    """A ``GPT2LMHeadModel`` read at one position: the control token at the end of a message."""

    def __init__(self, network: GPT2LMHeadModel, emoji_ids: Sequence[int], quiet_id: int) -> None:
        self.network = network.eval()
        self._reader = LastPosition(self.network)
        self._filler = quiet_id
        self._bucket = _CUDA_BUCKET if network.device.type == "cuda" else 1
        # Only these rows of the output matrix can ever be asked for: [emojis + 1, width].
        self._rows = network.lm_head.weight.detach()[[*emoji_ids, quiet_id]]

    @property
    def device(self) -> torch.device:
        """Where the weights lie."""
        device: torch.device = self._rows.device
        return device

    def logits(self, sequences: Sequence[Sequence[int]]) -> Logits:
        """One forward pass over a batch of non-empty id sequences of any lengths.

        Raises ``OutOfDeviceMemory`` where a smaller batch may do, and ``DeviceLost`` where nothing
        will.
        """
        try:
            return self._forward(sequences)
        except torch.OutOfMemoryError as error:
            raise OutOfDeviceMemory from error
        except torch.AcceleratorError as error:
            raise DeviceLost(str(error).partition("\n")[0]) from error

    @torch.inference_mode()
    def _forward(self, sequences: Sequence[Sequence[int]]) -> Logits:
        ids, lengths = pad(
            sequences, self._filler, multiple=self._bucket, most=self.network.config.n_positions
        )
        if self.device.type == "cuda":  # from pinned memory the copy runs beside other work
            ids, lengths = ids.pin_memory(), lengths.pin_memory()
        ids = ids.to(self.device, non_blocking=True)
        last = self._reader.hidden(ids, lengths.to(self.device, non_blocking=True) - 1)
        scores = (last @ self._rows.T).float().cpu()
        return Logits(emojis=scores[:, :-1], quiet=scores[:, -1])


def pad(
    sequences: Sequence[Sequence[int]], filler: int, *, multiple: int, most: int
) -> tuple[Tensor, Tensor]:
    """Ids [batch, length] and true lengths [batch]; length is a ``multiple``, or ``most``.

    Padding stands on the right, behind the position that is read, so causal attention never sees
    it: no attention mask is needed, and any id will do.
    """
    lengths = [len(sequence) for sequence in sequences]
    longest = min(most, -(-max(lengths) // multiple) * multiple)
    padded = [[*sequence, *[filler] * (longest - len(sequence))] for sequence in sequences]
    return torch.tensor(padded), torch.tensor(lengths)

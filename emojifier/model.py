"""GPT-2: token ids -> logits over emoji tokens and the quiet token, in one forward pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
        lengths = torch.tensor([len(s) for s in sequences])
        # Padding stands on the right, behind the position that is read, so causal attention never
        # sees it: no attention mask is needed, and any id will do.
        batch = torch.nn.utils.rnn.pad_sequence(
            [torch.tensor(s) for s in sequences], batch_first=True, padding_value=self._filler
        ).to(self.device)
        last = self._reader.hidden(batch, lengths.to(self.device) - 1)
        scores = (last @ self._rows.T).float().cpu()
        return Logits(emojis=scores[:, :-1], quiet=scores[:, -1])

"""GPT-2: token ids -> logits over emoji tokens and the quiet token, in one forward pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from torch import Tensor
from transformers import GPT2Config, GPT2LMHeadModel
from transformers.utils import logging as hf_logging

from emojifier.artifact import Manifest
from emojifier.errors import ModelFolderError


@dataclass(frozen=True, slots=True)
class Logits:
    """``emojis``: [batch, emojis] in the manifest's order; ``quiet``: [batch]. float32 on CPU."""

    emojis: Tensor
    quiet: Tensor


class ReactionModel:
    """A ``GPT2LMHeadModel`` read at one position: the control token at the end of a message."""

    def __init__(self, network: GPT2LMHeadModel, emoji_ids: Sequence[int], quiet_id: int) -> None:
        self.network = network.eval()
        # Only these rows of the output matrix can ever be asked for: [emojis + 1, width].
        self._filler = quiet_id
        self._rows = network.lm_head.weight.detach()[[*emoji_ids, quiet_id]]

    @property
    def device(self) -> torch.device:
        """Where the weights lie."""
        device: torch.device = self._rows.device
        return device

    @torch.inference_mode()
    def logits(self, sequences: Sequence[Sequence[int]]) -> Logits:
        """One forward pass over a batch of non-empty id sequences of any lengths."""
        lengths = torch.tensor([len(s) for s in sequences])
        # Padding stands on the right, behind the position that is read, so causal attention never
        # sees it: no attention mask is needed, and any id will do.
        batch = torch.nn.utils.rnn.pad_sequence(
            [torch.tensor(s) for s in sequences], batch_first=True, padding_value=self._filler
        ).to(self.device)
        hidden = self.network.transformer(batch, use_cache=False).last_hidden_state
        last = hidden[torch.arange(len(sequences)), lengths - 1]
        scores = (last @ self._rows.T).float().cpu()
        return Logits(emojis=scores[:, :-1], quiet=scores[:, -1])


def load_network(folder: Path, manifest: Manifest, device: str) -> GPT2LMHeadModel:
    """Read the GPT-2 of a checked model folder onto ``device`` (``auto``, ``cpu`` or ``cuda``).

    float32 on the CPU and bfloat16 on CUDA. Raises ``ModelFolderError`` where the folder holds
    another kind of model or the token ids do not fit it.
    """
    target = pick_device(device)
    try:
        config = GPT2Config.from_pretrained(folder, local_files_only=True)
        highest = max(*manifest.emojis.values(), *manifest.tokens.model_dump().values())
        if config.model_type != "gpt2" or highest >= config.vocab_size:
            raise ModelFolderError(f"{folder} does not hold the GPT-2 that its manifest describes.")
        with without_progress_bars():
            network = GPT2LMHeadModel.from_pretrained(
                folder,
                config=config,
                dtype=torch.bfloat16 if target.type == "cuda" else torch.float32,
                local_files_only=True,
                use_safetensors=True,
            )
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise ModelFolderError(f"The weights in {folder} cannot be read: {error}.") from error
    return torch.nn.Module.to(network, target)


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


def pick_device(name: str) -> torch.device:
    """``auto`` is CUDA where there is one, else the CPU."""
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if name == "cuda" and not torch.cuda.is_available():
        raise ModelFolderError("There is no CUDA device here: use the device auto or cpu.")
    return torch.device(name)

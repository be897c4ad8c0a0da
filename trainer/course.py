"""What the steps of a training need, beside the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from trainer.batches import Batches, Drawn
from trainer.examples import Collator, Example, SoftCrossEntropy
from trainer.processes import ALONE, Processes


@dataclass(frozen=True, slots=True)
class Course:
    """``warmup`` is a share of the steps; ``seed`` is dropout's, ``batches`` have their own."""

    examples: Sequence[Example]
    collator: Collator
    batches: Batches
    loss: SoftCrossEntropy
    learning_rate: float
    warmup: float
    seed: int
    device: torch.device
    processes: Processes = ALONE

    def example(self, drawn: Drawn) -> Example:
        """A row of a forward pass, weighted as it was drawn."""
        example = self.examples[drawn.row]
        if drawn.factor == 1:
            return example
        weighted = example.copy()
        weighted["weight"] *= drawn.factor
        return weighted

    @property
    def precision(self) -> torch.dtype:
        """What forward passes compute in: bfloat16 where the device has it, else float32."""
        cuda = self.device.type == "cuda"
        return torch.bfloat16 if cuda and torch.cuda.is_bf16_supported() else torch.float32

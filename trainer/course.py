"""What the steps of a training need, beside the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from trainer.batches import Batches, Drawn
from trainer.examples import Collator, Example, SoftCrossEntropy
from trainer.processes import ALONE, Processes
from trainer.sequences import take


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

    def drawn(self, rows: Sequence[Drawn]) -> list[Example]:
        """The rows of a forward pass, each weighted as it was drawn."""
        examples = take(self.examples, np.array([row.row for row in rows]))
        return [_weighted(one, row.factor) for one, row in zip(examples, rows, strict=True)]

    @property
    def precision(self) -> torch.dtype:
        """What forward passes compute in: bfloat16 where the device has it, else float32."""
        cuda = self.device.type == "cuda"
        return torch.bfloat16 if cuda and torch.cuda.is_bf16_supported() else torch.float32


def _weighted(example: Example, factor: float) -> Example:
    if factor == 1:
        return example
    weighted = example.copy()
    weighted["weight"] *= factor
    return weighted

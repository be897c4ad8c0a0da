"""Rows -> what a training step needs: token ids, and a soft target at the one position that counts.

Loss falls on the react token alone (completion only): a message's own tokens are never a target.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import torch
from torch import Tensor

from emojifier.encoding import Encoder
from trainer.rows import Row

# The k-th accepted emoji of a row counts 1 / k**0.7, before the row is normalised to sum 1.
RANK_EXPONENT = 0.7


class Example(TypedDict):
    """``input_ids`` end with the react token; ``targets`` maps places in the answer to shares.

    ``held`` is a share for every place, [emojis + 1], and comes on top of ``targets``.
    """

    input_ids: list[int]
    targets: dict[int, float]
    weight: float
    held: NotRequired[Tensor]


def make_examples(
    rows: Sequence[Row], encoder: Encoder, places: Mapping[str, int]
) -> list[Example]:
    """Encode rows; ``places`` gives each emoji's index in the answer vector, quiet comes last."""
    sequences = encoder.encode([row.message for row in rows])
    return [
        Example(input_ids=ids, targets=soft_target(row.emojis, places), weight=row.weight)
        for row, ids in zip(rows, sequences, strict=True)
    ]


def soft_target(emojis: Sequence[str], places: Mapping[str, int]) -> dict[int, float]:
    """Shares that sum to 1: ranked emojis by 1/rank**0.7, or all on quiet where there are none."""
    if not emojis:
        return {len(places): 1.0}
    shares = [(rank + 1) ** -RANK_EXPONENT for rank in range(len(emojis))]
    total = sum(shares)
    return {places[e]: share / total for e, share in zip(emojis, shares, strict=True)}


class Collator:
    """Examples -> one batch for ``GPT2LMHeadModel``, padded to its longest row and no further.

    Padding stands on the left, so the react token is always last and ``logits_to_keep=1`` spares
    the output matrix all other positions. ``labels`` is [batch, emojis + 1], each row its soft
    target times its weight.
    """

    def __init__(self, pad: int, answers: int) -> None:
        self._pad = pad
        self._answers = answers

    def __call__(self, examples: Sequence[Example]) -> dict[str, Any]:
        """Build ``input_ids``, ``attention_mask``, ``position_ids`` and ``labels``."""
        longest = max(len(e["input_ids"]) for e in examples)
        ids = torch.full((len(examples), longest), self._pad)
        mask = torch.zeros_like(ids)
        labels = torch.zeros(len(examples), self._answers)
        for i, example in enumerate(examples):
            ids[i, longest - len(example["input_ids"]) :] = torch.tensor(example["input_ids"])
            mask[i, longest - len(example["input_ids"]) :] = 1
            for place, share in example["targets"].items():
                labels[i, place] = share * example["weight"]
            if "held" in example:
                labels[i] += example["held"] * example["weight"]
        return {
            "input_ids": ids,
            "attention_mask": mask,
            "position_ids": (mask.cumsum(-1) - 1).clamp_min(0),
            "labels": labels,
            "logits_to_keep": 1,
        }


class SoftCrossEntropy:
    """Cross-entropy between soft targets and the softmax over the answers that can come out.

    It remembers the loss of every forward pass, as a scalar on the device, until it is restored.
    """

    def __init__(self, answer_ids: Sequence[int]) -> None:
        self._answer_ids = torch.tensor(answer_ids)
        self._losses: list[Tensor] = []

    def __call__(self, outputs: Any, labels: Tensor, **_: Any) -> Tensor:
        """Sum of the rows' weighted losses over their number, in nats; the Trainer's loss hook."""
        logits = outputs.logits[:, -1, self._answer_ids.to(outputs.logits.device)]
        losses = -(labels * torch.log_softmax(logits.float(), dim=-1)).sum(-1)
        loss = losses.mean()
        self._losses.append(loss.detach())
        return loss

    def mean(self, last: int | None = None) -> float:
        """Mean of the remembered losses, or of the ``last`` ones; NaN where there are none."""
        losses = self._losses[-last:] if last else self._losses
        return float(torch.stack(losses).double().mean()) if losses else math.nan

    def values(self) -> list[float]:
        """The remembered losses, oldest first."""
        return torch.stack(self._losses).tolist() if self._losses else []

    def restore(self, losses: Sequence[float]) -> None:
        """Remember ``losses`` and no others."""
        self._losses = list(torch.tensor(losses))

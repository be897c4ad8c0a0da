"""Rows -> what a training step needs: token ids, and soft targets at the positions that count.

A reaction has one such position, the react token; a telling has one for each emoji and one for its
end (completion only: a message's own tokens are never a target).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, NotRequired, TypedDict

import torch
from torch import Tensor

from emojifier.encoding import Encoder
from emojifier.telling import MOST_TOLD
from trainer.bases import Start
from trainer.rows import Kind, Row

# The k-th accepted emoji of a row counts 1 / k**0.7, before the row is normalised to sum 1.
RANK_EXPONENT = 0.7
# A label below 0: what can never come out there, and has no part in the softmax.
IMPOSSIBLE: Final = -1.0


class Example(TypedDict):
    """``targets`` stand at the last positions of ``input_ids``, one each.

    A target maps places in the task's answer vector to shares: the emojis in order, then quiet
    (react) or the end (tell). ``held`` is a share for every place, [positions, emojis + 1], and
    comes on top of ``targets``.
    """

    kind: Kind
    input_ids: list[int]
    targets: list[dict[int, float]]
    weight: float
    held: NotRequired[Tensor]


def make_examples(rows: Sequence[Row], encoder: Encoder, start: Start) -> list[Example]:
    """Encode rows, each for its own task; of a telling the first ``MOST_TOLD`` emojis count."""
    messages: dict[Kind, list[str]] = {"react": [], "tell": []}
    for row in rows:
        messages[row.kind].append(row.message)
    sequences = {
        "react": iter(encoder.encode(messages["react"])),
        "tell": iter(
            encoder.encode(messages["tell"], control=start.tokens.tell, reserve=MOST_TOLD)
        ),
    }
    places = start.places
    return [_example(row, next(sequences[row.kind]), start, places) for row in rows]


def _example(row: Row, ids: list[int], start: Start, places: Mapping[str, int]) -> Example:
    if row.kind == "react":
        targets = [soft_target(row.emojis, places)]
    else:
        told = row.emojis[:MOST_TOLD]
        ids = [*ids, *(start.emojis[emoji] for emoji in told)]
        targets = [*({places[emoji]: 1.0} for emoji in told), {len(places): 1.0}]
    return Example(kind=row.kind, input_ids=ids, targets=targets, weight=row.weight)


def soft_target(emojis: Sequence[str], places: Mapping[str, int]) -> dict[int, float]:
    """Shares that sum to 1: ranked emojis by 1/rank**0.7, or all on quiet where there are none."""
    if not emojis:
        return {len(places): 1.0}
    shares = [(rank + 1) ** -RANK_EXPONENT for rank in range(len(emojis))]
    total = sum(shares)
    return {places[e]: share / total for e, share in zip(emojis, shares, strict=True)}


class Collator:
    """Examples -> one batch for ``GPT2LMHeadModel``, padded to its longest row and no further.

    Padding stands on the left, so the positions that count are always the last ones, and
    ``logits_to_keep`` spares the output matrix all others. ``labels`` is
    [batch, positions, emojis + 2], quiet and the end last: of each row its soft targets times its
    weight over their number, and ``IMPOSSIBLE`` for what its task does not know (quiet or the end).
    """

    def __init__(self, pad: int, emojis: int) -> None:
        self._pad = pad
        self._quiet, self._end = emojis, emojis + 1

    def __call__(self, examples: Sequence[Example]) -> dict[str, Any]:
        """Build ``input_ids``, ``attention_mask``, ``position_ids`` and ``labels``."""
        longest = max(len(e["input_ids"]) for e in examples)
        positions = max(len(e["targets"]) for e in examples)
        ids = torch.full((len(examples), longest), self._pad)
        mask = torch.zeros_like(ids)
        labels = torch.zeros(len(examples), positions, self._end + 1)
        for i, example in enumerate(examples):
            ids[i, longest - len(example["input_ids"]) :] = torch.tensor(example["input_ids"])
            mask[i, longest - len(example["input_ids"]) :] = 1
            shares = self._shares(example)
            closing, other = (
                (self._quiet, self._end) if example["kind"] == "react" else (self._end, self._quiet)
            )
            labels[i, -len(shares) :, : self._quiet] = shares[:, :-1]
            labels[i, -len(shares) :, closing] = shares[:, -1]
            labels[i, :, other] = IMPOSSIBLE
        return {
            "input_ids": ids,
            "attention_mask": mask,
            "position_ids": (mask.cumsum(-1) - 1).clamp_min(0),
            "labels": labels,
            "logits_to_keep": positions,
        }

    def _shares(self, example: Example) -> Tensor:
        """[positions, emojis + 1], of sum ``weight``."""
        targets = example["targets"]
        shares = torch.zeros(len(targets), self._quiet + 1)
        for position, target in zip(shares, targets, strict=True):
            for place, share in target.items():
                position[place] = share
        if "held" in example:
            shares += example["held"]
        return shares * (example["weight"] / len(targets))


class SoftCrossEntropy:
    """Cross-entropy between soft targets and the softmax over the answers that can come out.

    It remembers the loss of every forward pass, as a scalar on the device, until it is restored.
    """

    def __init__(self, answer_ids: Sequence[int]) -> None:
        """``answer_ids`` are the tokens of the labels' places: emojis, quiet, end."""
        self._answer_ids = torch.tensor(answer_ids)
        self._losses: list[Tensor] = []

    def __call__(self, outputs: Any, labels: Tensor, **_: Any) -> Tensor:
        """Sum of the rows' weighted losses over their number, in nats; the Trainer's loss hook."""
        scores = outputs.logits[:, :, self._answer_ids.to(outputs.logits.device)].float()
        impossible = labels < 0
        log_p = scores.masked_fill(impossible, -torch.inf).log_softmax(-1)
        losses = -(labels * log_p.masked_fill(impossible, 0.0)).sum((1, 2))
        loss: Tensor = losses.mean()
        self._losses.append(loss.detach())
        return loss

    def mean(self, last: int | None = None) -> float:
        """Mean of the remembered losses, or of the ``last`` ones; NaN where there are none."""
        losses = self._losses[-last:] if last else self._losses
        return float(_together(losses).double().mean()) if losses else math.nan

    def values(self) -> list[float]:
        """The remembered losses, oldest first."""
        return _together(self._losses).tolist() if self._losses else []

    def restore(self, losses: Sequence[float]) -> None:
        """Remember ``losses`` and no others."""
        self._losses = list(torch.tensor(losses))


def _together(losses: Sequence[Tensor]) -> Tensor:
    """[losses]; those from before a resumption lie on the CPU, whatever trains now."""
    device = losses[-1].device
    return torch.stack([loss.to(device) for loss in losses])

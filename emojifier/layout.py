"""How sequences of different lengths lie in one forward pass: packed, or padded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import torch
from torch import Tensor

# Padded lengths are rounded up to this, so that few shapes of kernels are chosen and kept.
BUCKET: Final = 16


@dataclass(frozen=True, slots=True)
class Layout:
    """The tensors of one pass over ``batch`` sequences in ``rows`` rows.

    ``ids`` and ``positions`` are [rows, width]; the end of sequence i stands at ``rows[i]``,
    ``ends[i]``. ``mask`` says what each place may attend to, [rows, 1, width, width] (None: all
    before it), ``reading`` the same for the ends alone, [rows, 1, batch / rows, width].
    """

    ids: Tensor
    positions: Tensor
    rows: Tensor
    ends: Tensor
    mask: Tensor | None
    reading: Tensor

    def to(self, device: torch.device) -> Layout:
        """The same on another device; from pinned memory the copy runs beside other work."""
        if device.type == "cpu":
            return self

        def move(tensor: Tensor) -> Tensor:
            return tensor.pin_memory().to(device, non_blocking=True)

        return Layout(
            ids=move(self.ids),
            positions=move(self.positions),
            rows=move(self.rows),
            ends=move(self.ends),
            mask=None if self.mask is None else move(self.mask),
            reading=move(self.reading),
        )


def pack(sequences: Sequence[Sequence[int]]) -> Layout:
    """All sequences behind each other in one row, each seeing only itself: nothing is padded.

    The attention costs the square of the row, so rows must be short.
    """
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    owners = torch.arange(len(sequences)).repeat_interleave(lengths)
    ends = torch.tensor(list(accumulate(len(sequence) for sequence in sequences))) - 1
    places = torch.arange(len(owners))
    mask = (owners[:, None] == owners) & (places[:, None] >= places)
    return Layout(
        ids=torch.tensor([[token for sequence in sequences for token in sequence]]),
        positions=(places - (ends + 1 - lengths)[owners])[None],
        rows=torch.zeros(len(sequences), dtype=torch.long),
        ends=ends,
        mask=mask[None, None],
        reading=mask[ends][None, None],
    )


def pad(sequences: Sequence[Sequence[int]], filler: int, *, most: int) -> Layout:
    """One row a sequence, filled up on its right to one length, ``most`` at most.

    Causal attention never sees what stands behind the end, so any ``filler`` will do.
    """
    ends = torch.tensor([len(sequence) for sequence in sequences]) - 1
    width = min(most, -(-int(ends.max() + 1) // BUCKET) * BUCKET)
    places = torch.arange(width)
    filled = [[*sequence, *[filler] * (width - len(sequence))] for sequence in sequences]
    return Layout(
        ids=torch.tensor(filled),
        positions=places.expand(len(sequences), width),
        rows=torch.arange(len(sequences)),
        ends=ends,
        mask=None,
        reading=(places <= ends[:, None])[:, None, None],
    )

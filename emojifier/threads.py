"""How many CPU threads a forward pass takes."""

from __future__ import annotations

import os
from typing import Final

import torch

_MOST: Final = 4


def limit_threads(*, spare: bool = False) -> int:
    """Take the cores, but no more than small batches gain from; returns PyTorch's threads now.

    ``spare`` leaves one to something else that computes, such as a training: threads that wait for
    one without a core make every answer late. It holds for the thread that calls this.

    Batches of chat messages gain nothing from more than four. ``OMP_NUM_THREADS`` overrules this:
    on a busy machine fewer threads than cores spend less time waiting for each other.
    """
    if "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(max(1, min(_MOST, _cores() - spare)))
    return torch.get_num_threads()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

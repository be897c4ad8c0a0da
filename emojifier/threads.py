"""How many CPU threads a forward pass takes."""

from __future__ import annotations

import os
from typing import Final

import torch

_MOST: Final = 4


def share_the_cores() -> int:
    """Leave half of the cores to everything else; returns the threads that PyTorch now uses.

    For a program that computes on one thread and does other work on others: with all cores busy
    the event loop waits for its turn, and PyTorch's threads spin while they wait for each other.
    Small batches gain nothing from more than four. ``OMP_NUM_THREADS`` overrules this.
    """
    if "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(max(1, min(_MOST, _cores() // 2)))
    return torch.get_num_threads()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

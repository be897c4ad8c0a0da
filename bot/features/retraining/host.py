"""What a retraining takes of this machine: memory, disk and minutes, before it starts."""

from __future__ import annotations

import importlib.util
import json
import math
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.features.retraining.confined import Confinement
from bot.features.retraining.face import PRETRAINED
from emojifier.memory import available_memory

_NVIDIA: Final = Path("/dev/nvidiactl")
_MIB: Final = 2**20
_WEIGHTS: Final = "model.safetensors"
# The weights of GPT-2 small, in bytes.
_GPT2: Final = 500 * _MIB
# Python, torch, the data sets and a step's activations: measured 0.75 GB with the shipped model.
_PROCESS: Final = 800 * _MIB
# Weights, gradients and AdamW's two moments; a checkpoint has no gradients.
_COPIES: Final = 4
# Two checkpoints and one being written, the new model, and its copy among the versions.
_SAVED: Final = 3 * 3 + 2
_SPARE: Final = 100 * _MIB
# Rows a second times MiB of weights: one thread of a small server, until something was measured.
_SPEED: Final = 1000.0
# Old answers, calibrating and judging.
_AROUND: Final = 2.0
_PACKAGES: Final = ("accelerate", "datasets", "pandas")


def is_equipped() -> bool:
    """Whether the packages that training needs are installed."""
    return all(importlib.util.find_spec(name) is not None for name in _PACKAGES)


def weights_of(base: str) -> int:
    """Bytes of a base model's weights: a folder, or GPT-2 on the Hub."""
    if base == PRETRAINED:
        return _GPT2
    try:
        return (Path(base) / _WEIGHTS).stat().st_size
    except OSError:
        return 0


def needed_memory(weights: int) -> int:
    """Bytes of memory that a training from ``weights`` bytes of them takes."""
    return _PROCESS + _COPIES * weights


def too_small(weights: int, folder: Path, available: int | None = None) -> str | None:
    """A sentence where memory or the disk of ``folder`` would not do, else None.

    ``available`` is the free memory in bytes; None asks the system. Raises ``OSError``.
    """
    free = available_memory() if available is None else available
    need = needed_memory(weights)
    if free is not None and free < need:
        return (
            f"A training needs about {_size(need)} of memory and {_size(free)} are free here: use "
            "a larger machine, or train elsewhere and put the model folder among the versions."
        )
    room, wanted = shutil.disk_usage(folder).free, _SAVED * weights + _SPARE
    if room < wanted:
        return (
            f"A training needs about {_size(wanted)} on the disk and {_size(room)} are free: make "
            "room first."
        )
    return None


def minutes(
    rows: int, epochs: float, replay: float, weights: int, limit: float, speed: float | None
) -> float:
    """How long it will take, as far as it can be said; ``limit`` is what is planned for at most.

    ``speed`` is the one of an earlier training here (see ``remember_speed``).
    """
    passed = rows * epochs / (1 - replay)
    training = passed * max(weights / _MIB, 1) / (speed or _SPEED) / 60
    return min(limit, training + _AROUND)


def remember_speed(file: Path, rows_per_second: float, weights: int) -> None:
    """Keep how fast a training was, for the next one's estimate. Raises ``OSError``."""
    file.write_text(json.dumps(rows_per_second * max(weights / _MIB, 1)), encoding="ascii")


def speed_here(file: Path) -> float | None:
    """Rows a second times MiB of weights, as last measured; None where nothing was."""
    try:
        found = float(json.loads(file.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    return found if math.isfinite(found) and found > 0 else None


def bounded(confinement: Confinement) -> Confinement:
    """With no more memory than is free now, so that a training fails before the machine does.

    Where there is an NVIDIA device no limit is set: its driver maps far more than it takes.
    """
    if confinement.memory is not None or _NVIDIA.exists():
        return confinement
    return replace(confinement, memory=available_memory())


def _size(amount: int) -> str:
    return f"{amount / 2**30:.1f} GiB"

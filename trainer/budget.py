"""What a training will need, before it starts: seconds a step, and bytes of memory."""

from __future__ import annotations

import math
import time
from statistics import median

import torch
from torch import nn
from transformers import GPT2LMHeadModel

from emojifier.memory import available_memory
from trainer.course import Course
from trainer.errors import TrainingFailed

# Steps that are timed; the first brings up caches and the optimizer, and is not counted.
_TIMED = 4
# What is left for validation, checkpoints and the gap between a few timed steps and all.
_SHARE = 0.9
# Weights, gradients and AdamW's two moments.
_COPIES = 4
# Floats that a GPT-2 block keeps for the backward pass, per token and unit of width, attention's
# own left out: 34 bytes in float16 (Korthikanti et al., 2022, eq. 1), two of them dropout's masks.
_BLOCK = 16


def planned_steps(network: GPT2LMHeadModel, course: Course, minutes: float) -> int:
    """How many steps fit into ``minutes``, at least 1, by timing a few real ones.

    With a learning rate of 0 they leave the network as it was.
    """
    device, precision, batches = course.device, course.precision, course.batches
    nn.Module.to(network, device)  # PreTrainedModel.to is typed wrongly
    network.train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=0.0)
    seconds: list[float] = []
    passes = iter(batches)
    for _ in range(min(_TIMED, batches.steps)):
        began = time.monotonic()
        for _ in range(batches.parts):
            rows = next(passes, None)
            if rows is None:
                break
            batch = {
                name: value.to(device) if isinstance(value, torch.Tensor) else value
                for name, value in course.collator(course.drawn(rows)).items()
            }
            labels = batch.pop("labels")
            with torch.autocast(device.type, precision, enabled=precision != torch.float32):
                course.loss(network(**batch), labels).backward()
        optimizer.step()
        optimizer.zero_grad()
        if device.type == "cuda":
            torch.cuda.synchronize()
        seconds.append(time.monotonic() - began)
    course.loss.restore([])
    planned = max(1, int(minutes * 60 * _SHARE / median(seconds[1:] or seconds)))
    return course.processes.of_main(lambda: planned)


def check_memory(
    network: GPT2LMHeadModel, rows: int, length: int, available: int | None = None
) -> None:
    """Raise ``TrainingFailed`` where a step of ``rows`` x ``length`` tokens cannot fit into memory.

    ``available`` is in bytes; None asks the system.
    """
    free = available_memory() if available is None else available
    need = needed_memory(network, rows, length)
    if free is not None and need > free:
        raise TrainingFailed(
            f"This training needs about {_gib(need)} of memory and {_gib(free)} are free: try a "
            "smaller --batch-size, a larger --accumulate, or a smaller --base."
        )


def needed_memory(network: GPT2LMHeadModel, rows: int, length: int) -> int:
    """Bytes beyond those that the network takes already: a lower bound, for float32."""
    config = network.config
    weights = sum(p.numel() for p in network.parameters()) * (_COPIES - 1)
    activations = rows * length * config.n_layer * config.n_embd * _BLOCK
    return 4 * (weights + activations + rows * config.vocab_size)


def _gib(amount: int) -> str:
    return f"{math.ceil(amount / 2**30 * 10) / 10:g} GiB"

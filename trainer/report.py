"""What a person looks at after a training: loss curve, calibration and log.

Drawn without pyplot, so that how a notebook shows its own pictures is left alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

_STEP, _EPOCH, _VALIDATION, _GREY = "#9db7d5", "#1f5fa8", "#d1495b", "#999999"


def write_log(folder: Path, events: Sequence[Mapping[str, Any]]) -> None:
    """Write ``log.jsonl``: every event of the training, one JSON object a line."""
    lines = [json.dumps(event, ensure_ascii=False) + "\n" for event in events]
    (folder / "log.jsonl").write_text("".join(lines), encoding="utf-8")


def draw_loss(folder: Path, events: Sequence[Mapping[str, Any]]) -> None:
    """Draw ``loss.png``: training loss by step, and both losses at the end of each epoch."""
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    for kind, key, style, label in (
        ("step", "loss", {"color": _STEP, "lw": 1}, "training, last 20 steps"),
        ("epoch", "train_loss", {"color": _EPOCH, "marker": "o"}, "training, mean of the epoch"),
        ("epoch", "validation_loss", {"color": _VALIDATION, "marker": "o"}, "validation"),
    ):
        known = [event for event in events if event["event"] == kind and key in event]
        if known:
            axes.plot([e["epoch"] for e in known], [e[key] for e in known], label=label, **style)
    axes.set(xlabel="epoch", ylabel="loss (nats a message)", title="Training loss")
    axes.set_xlim(left=0)
    axes.grid(alpha=0.3)
    if axes.get_legend_handles_labels()[0]:
        axes.legend()
    figure.savefig(folder / "loss.png", dpi=120)


def draw_calibration(
    folder: Path, confidence: Sequence[float], correct: Sequence[bool], bins: int = 10
) -> None:
    """Draw ``calibration.png``: how often the first emoji was accepted, by its probability.

    Below it stands how many messages each bin rests on (a reliability diagram; Niculescu-Mizil and
    Caruana, 2005), with the standard error of each share as a bar.
    """
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for probability, hit in zip(confidence, correct, strict=True):
        groups[min(int(probability * bins), bins - 1)].append((probability, hit))
    filled = [g for g in groups if g]
    shares = [sum(hit for _, hit in g) / len(g) for g in filled]
    figure = Figure(figsize=(5.5, 6.5), layout="constrained")
    axes, counts = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
    axes.plot([0, 1], [0, 1], color=_GREY, ls="--", label="perfectly calibrated")
    axes.errorbar(
        [sum(p for p, _ in g) / len(g) for g in filled],
        shares,
        yerr=[math.sqrt(p * (1 - p) / len(g)) for p, g in zip(shares, filled, strict=True)],
        fmt="o-",
        color=_EPOCH,
        ecolor=_STEP,
        label=f"this model ({len(confidence):,} validation messages)",
    )
    axes.set(ylabel="share accepted", title="Calibration", xlim=(0, 1), ylim=(-0.02, 1.02))
    axes.legend(loc="upper left")
    middles = [(place + 0.5) / bins for place in range(bins)]
    counts.bar(middles, [len(g) for g in groups], width=0.9 / bins, color=_STEP)
    counts.set(xlabel="probability of the first emoji", ylabel="messages")
    for each in (axes, counts):
        each.grid(alpha=0.3)
    figure.savefig(folder / "calibration.png", dpi=120)

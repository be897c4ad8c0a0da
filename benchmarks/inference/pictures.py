"""Latency against load, as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from benchmarks.inference.measuring import Run

_COLOURS = ("#d1495b", "#30638e", "#edae49", "#00798c")


def latency_against_load(
    runs: Mapping[str, Sequence[tuple[float, Run]]], capacity: float, path: Path
) -> None:
    """Draw p50 (dashed) and p99 of each batcher by load, and write a PNG to ``path``."""
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    for (name, points), colour in zip(runs.items(), _COLOURS, strict=False):
        loads = [load * 100 for load, _ in points]
        axes.plot(loads, [run.ms(0.99) for _, run in points], "o-", color=colour, label=name)
        axes.plot(loads, [run.ms(0.5) for _, run in points], "--", color=colour, alpha=0.6)
    axes.set_yscale("log")
    axes.set_xlabel(f"arrivals, % of what the bare batched model answers ({capacity:.0f} a second)")
    axes.set_ylabel("milliseconds to the answer")
    axes.set_title("Latency against load: p99 (solid) and p50 (dashed)")
    axes.grid(visible=True, which="both", alpha=0.2)
    axes.legend(frameon=False)
    figure.savefig(path, dpi=120)

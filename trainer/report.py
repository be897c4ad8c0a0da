"""What a person looks at after a training: loss curve, calibration, log and samples."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

from matplotlib import pyplot as plt

from emojifier.suggestion import Suggestion

# Twenty everyday sentences that stand in no data set.
SAMPLES = (
    "we got the keys to our first flat today!!",
    "my grandpa passed away last night",
    "the train is delayed again, 40 minutes this time",
    "who wants pizza tonight",
    "I finally passed my driving test",
    "the build is green, shipping it",
    "my cat just knocked over the christmas tree",
    "it's 38 degrees and the office has no air conditioning",
    "good morning everyone",
    "can you send me the link again",
    "ok",
    "look at this sunset over the sea",
    "I burnt the cake for her birthday",
    "three goals in ten minutes, what a match",
    "couldn't sleep at all, exam in an hour",
    "he asked me to marry him and I said yes",
    "the meeting moved to 3pm",
    "new guitar day",
    "I have been feeling really low lately",
    "someone stole my bike from outside the station",
)


def write_log(folder: Path, events: Sequence[Mapping[str, Any]]) -> None:
    """Write ``log.jsonl``: every event of the training, one JSON object a line."""
    lines = [json.dumps(event, ensure_ascii=False) + "\n" for event in events]
    (folder / "log.jsonl").write_text("".join(lines), encoding="utf-8")


def write_samples(
    folder: Path, suggestions: Sequence[Suggestion], told: Sequence[Suggestion]
) -> None:
    """Write ``samples.txt``: each sample sentence, its emojis, and how likely quiet was.

    ``told`` are the same sentences retold, or none where the model cannot.
    """
    lines = [
        f"{text}\n    {suggestion.output}   (quiet {suggestion.quiet:.0%})\n"
        + (f"    told: {telling.output}\n" if telling else "")
        for text, suggestion, telling in zip_longest(SAMPLES, suggestions, told)
    ]
    (folder / "samples.txt").write_text("".join(lines), encoding="utf-8")


def draw_loss(folder: Path, events: Sequence[Mapping[str, Any]]) -> None:
    """Draw ``loss.png``: training loss by step, and both losses at the end of each epoch."""
    steps = [event for event in events if event["event"] == "step"]
    epochs = [event for event in events if event["event"] == "epoch"]
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    axes.plot([e["epoch"] for e in steps], [e["loss"] for e in steps], color="#9db7d5", lw=1)
    for key, label, colour in (
        ("train_loss", "training, mean of the epoch", "#1f5fa8"),
        ("validation_loss", "validation", "#d1495b"),
    ):
        known = [e for e in epochs if key in e]
        if known:
            axes.plot(
                [e["epoch"] for e in known],
                [e[key] for e in known],
                "o-",
                color=colour,
                label=label,
            )
    axes.set(xlabel="epoch", ylabel="loss (nats a message)", title="Training loss")
    axes.set_xlim(left=0)
    axes.grid(alpha=0.3)
    if axes.get_legend_handles_labels()[0]:
        axes.legend()
    figure.savefig(folder / "loss.png", dpi=120)
    plt.close(figure)


def draw_calibration(
    folder: Path, confidence: Sequence[float], correct: Sequence[bool], bins: int = 10
) -> None:
    """Draw ``calibration.png``: how often the first emoji was accepted, by its probability."""
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for probability, hit in zip(confidence, correct, strict=True):
        groups[min(int(probability * bins), bins - 1)].append((probability, hit))
    filled = [g for g in groups if g]
    figure, axes = plt.subplots(figsize=(5, 5), layout="constrained")
    axes.plot([0, 1], [0, 1], color="#999999", ls="--", label="perfectly calibrated")
    axes.plot(
        [sum(p for p, _ in g) / len(g) for g in filled],
        [sum(h for _, h in g) / len(g) for g in filled],
        "o-",
        color="#1f5fa8",
        label=f"this model ({len(confidence):,} validation messages)",
    )
    axes.set(
        xlabel="probability of the first emoji",
        ylabel="share accepted",
        title="Calibration",
        xlim=(0, 1),
        ylim=(0, 1),
    )
    axes.grid(alpha=0.3)
    axes.legend(loc="upper left")
    figure.savefig(folder / "calibration.png", dpi=120)
    plt.close(figure)

"""A scoreboard as a bar chart with error bars."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

from trainer.errors import OutputError
from trainer.evaluate.board import Score, Scoreboard
from trainer.evaluate.intervals import LEVEL, Estimate
from trainer.evaluate.table import FIGURES

# Width and height in pixels.
SIZE = (1600, 900)
_DPI = 150
_SHOWN = (
    *("hit@1", "hit@3", "hit@5", "specific@1", "specific@3", "quiet_auc", "kept@10%"),
    *("set_f1", "bleu_1"),
)
_MODELS = ("#1f5fa8", "#2a9d8f", "#d1495b", "#8d5a97")
_BASELINES = ("#8c8c8c", "#b3b3b3", "#d4d4d4")


def check_picture(path: Path) -> None:
    """Raise ``OutputError`` where no PNG could be written, before the long work begins."""
    if path.suffix.lower() != ".png":
        raise OutputError(f"{path} must end in .png: that is the kind of picture that is drawn.")
    if not path.parent.is_dir():
        raise OutputError(f"There is no folder {path.parent} for the picture.")


def draw(board: Scoreboard, path: Path) -> None:
    """Draw the figures of all systems as a PNG of ``SIZE``."""
    scores = board.scores
    names = [key for key in _SHOWN if any(key in score.overall.figures for score in scores)]
    # No pyplot: how a notebook shows its own pictures is left alone.
    figure = Figure(figsize=(SIZE[0] / _DPI, SIZE[1] / _DPI), layout="constrained")
    axes = figure.subplots()
    width = 0.8 / len(scores)
    seen = {True: 0, False: 0}
    for i, score in enumerate(scores):
        palette = _BASELINES if score.baseline else _MODELS
        colour = palette[seen[score.baseline] % len(palette)]
        seen[score.baseline] += 1
        known = [(x, score.overall.figures[n]) for x, n in enumerate(names) if _has(score, n)]
        axes.bar(
            [x + (i - (len(scores) - 1) / 2) * width for x, _ in known],
            [estimate.value for _, estimate in known],
            width,
            yerr=[[_below(e) for _, e in known], [_above(e) for _, e in known]],
            color=colour,
            ecolor="#333333",
            capsize=2,
            error_kw={"lw": 1},
            label=score.name.replace("…", ""),
        )
    axes.set_xticks(range(len(names)), [FIGURES[name] for name in names])
    axes.set(
        ylabel=f"figure, with its {LEVEL:.0%} confidence interval",
        title=f"{board.reactions + board.retellings:,} messages ({board.split} rows)",
        ylim=(0, 1.02),
    )
    axes.grid(axis="y", alpha=0.3)
    axes.set_axisbelow(True)
    figure.legend(loc="outside lower center", ncols=min(4, len(scores)), frameon=False)
    figure.savefig(path, dpi=_DPI, format="png")


def _has(score: Score, name: str) -> bool:
    return name in score.overall.figures


def _below(estimate: Estimate) -> float:
    return 0.0 if estimate.low is None else max(0.0, estimate.value - estimate.low)


def _above(estimate: Estimate) -> float:
    return 0.0 if estimate.high is None else max(0.0, estimate.high - estimate.value)

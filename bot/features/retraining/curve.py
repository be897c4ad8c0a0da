"""The loss curve as a small PNG."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Final

_INCHES: Final = (6.4, 2.6)
_DPI: Final = 100
# A dark background, which chats in dark and light take, and colours that are read on it.
_BACKGROUND, _INK, _LINE = "#2b2d31", "#dbdee1", "#f0b232"


def draw(losses: Sequence[tuple[int, float]], steps: int) -> bytes | None:
    """The training loss over the steps; None for a single point, or where nothing can draw.

    Takes tenths of a second, the first time seconds: do not call it in the event loop.
    """
    if len(losses) < 2:
        return None
    try:
        # Here, and without pyplot: it comes with the extra that training needs.
        from matplotlib.figure import Figure
    except ImportError:
        return None
    figure = Figure(figsize=_INCHES, dpi=_DPI, layout="constrained", facecolor=_BACKGROUND)
    axes = figure.subplots()
    axes.set_facecolor(_BACKGROUND)
    axes.plot([step for step, _ in losses], [loss for _, loss in losses], color=_LINE)
    axes.set(xlabel="step", ylabel="training loss", xlim=(0, max(steps, losses[-1][0])))
    axes.set_ylim(bottom=0)
    axes.tick_params(colors=_INK)
    for spine in axes.spines.values():
        spine.set(color=_INK, alpha=0.3)
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set_color(_INK)
    picture = BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()

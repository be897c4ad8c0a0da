"""A scoreboard as text, at most 100 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Final, TypeVar

from trainer.evaluate.board import Part, Score, Scoreboard
from trainer.evaluate.intervals import LEVEL, Estimate

WIDTH: Final = 100
_Item = TypeVar("_Item")
FIGURES: Final = {
    "validity": "validity",
    "hit@1": "hit@1",
    "hit@3": "hit@3",
    "hit@5": "hit@5",
    "specific@1": "specific@1",
    "specific@3": "specific@3",
    "quiet_auc": "quiet AUC",
    "kept@10%": "kept at 10% false",
    "calibration_error": "calibration error",
    "distinct_first": "distinct first",
    "commonest_first": "commonest first",
    "hurtful": "serious: hurtful",
    "gentle": "serious: gentle",
    "mourning": "light: mourning",
    "set_f1": "retelling F1",
    "bleu_1": "retelling BLEU-1",
}
_COUNTS: Final = {"distinct_first"}
_RETELLING: Final = {"set_f1", "bleu_1"}
_BY_PART: Final = ("hit@1", "hit@3", "specific@3", "quiet_auc")
_MILLISECONDS: Final = {"single": "ms, one at a time", "batch": "ms, together"}
_LABEL: Final = 20
# So that two models and the baselines stand side by side; differences have signs.
_CELL: Final = 14
_SIGNED_CELL: Final = 18
_GAP: Final = "  "
_LEGEND: Final = """\
hit@k: one of the first k emojis is accepted. specific@k: the same without the 20 emojis accepted
most often. kept: wanted reactions kept where 10% of the others come by mistake. first: of the
first emojis, on messages that want one. serious: messages of people in trouble; hurtful has such
an emoji in the top 3, gentle has a gentle or accepted first emoji or stays quiet."""


def show(board: Scoreboard) -> str:
    """The scoreboard for people: figures by system, by data set and language, and differences."""
    systems = list(_columns(board.scores, _CELL))
    blocks = [
        _heading(board),
        *(_overall(scores, board) for scores in systems),
        *(
            _by_part(group, figure, scores, parts)
            for group, parts in (("set", _data_sets), ("language", _languages))
            for figure in _BY_PART
            for scores in systems
        ),
        _differences(board),
        _LEGEND,
    ]
    return "\n\n".join(block for block in blocks if block)


def _heading(board: Scoreboard) -> str:
    rows = "all rows, also those learnt from" if board.split == "all" else f"{board.split} rows"
    counts = [f"{board.reactions:,} messages"] if board.reactions else []
    counts += [f"{board.retellings:,} retellings"] if board.retellings else []
    return f"{' and '.join(counts)} ({rows}); behind a figure its {LEVEL:.0%} interval"


def _overall(scores: Sequence[Score], board: Scoreboard) -> str:
    lines = [_header("", [score.name for score in scores])]
    for key, label in FIGURES.items():
        asked = board.retellings and key in _RETELLING  # also where nothing here can tell
        if asked or any(key in score.overall.figures for score in board.scores):
            lines.append(_line(label, [_cell(key, s.overall) for s in scores]))
    for key, label in _MILLISECONDS.items():
        if any(score.milliseconds for score in scores):
            cells = [f"{s.milliseconds[key]:.2f}" if key in s.milliseconds else "-" for s in scores]
            lines.append(_line(label, cells))
    return "\n".join(lines)


def _data_sets(score: Score) -> dict[str, Part]:
    return score.data_sets


def _languages(score: Score) -> dict[str, Part]:
    return score.languages


def _by_part(
    group: str, figure: str, scores: Sequence[Score], parts: Callable[[Score], dict[str, Part]]
) -> str:
    names = [name for name, part in parts(scores[0]).items() if figure in part.figures]
    # For anything but hits a language alone has too few rows.
    if not names or (group == "language" and figure != "hit@3"):
        return ""
    lines = [_header(f"{FIGURES[figure]} by {group}", [score.name for score in scores])]
    for name in names:
        label = f"{Path(name).name} ({parts(scores[0])[name].rows:,})"
        lines.append(_line(label, [_cell(figure, parts(score)[name]) for score in scores]))
    return "\n".join(lines)


def _differences(board: Scoreboard) -> str:
    blocks = []
    for some in _columns(board.differences, _SIGNED_CELL):
        lines = [_header("difference to", [one.second for one in some], _SIGNED_CELL)]
        for key, label in FIGURES.items():
            if any(key in one.figures for one in some):
                cells = [_difference(one.figures.get(key)) for one in some]
                lines.append(_line(label, cells, _SIGNED_CELL))
        blocks.append("\n".join(lines))
    if not blocks:
        return ""
    first = board.scores[0].name
    return "\n\n".join([f"{first} against the others, on the same messages", *blocks])


def _cell(key: str, part: Part) -> str:
    """``0.512 .49–.53``."""
    estimate = part.figures.get(key)
    if estimate is None:
        return "-"
    if key in _COUNTS:
        return f"{estimate.value:.0f}"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.3f}"
    return f"{estimate.value:.3f} {_short(estimate.low)}–{_short(estimate.high)}"


def _difference(estimate: Estimate | None) -> str:
    """``+0.040 (-.02 +.10)``."""
    if estimate is None or estimate.low is None or estimate.high is None:
        return "-"
    return f"{estimate.value:+.3f} ({_short(estimate.low, '+')} {_short(estimate.high, '+')})"


def _short(bound: float, sign: str = "") -> str:
    """``.51``, ``1.0``: two digits, without the zero in front."""
    text = f"{bound:{sign}.2f}".replace("0.", ".", 1)
    return text[:-1] if text.startswith(("1", "+1", "-1")) else text


def _columns(items: Sequence[_Item], cell: int) -> Iterator[Sequence[_Item]]:
    most = (WIDTH - _LABEL) // (len(_GAP) + cell)
    for begin in range(0, len(items), most):
        yield items[begin : begin + most]


def _header(label: str, names: Sequence[str], cell: int = _CELL) -> str:
    """Names in as many lines as the longest needs."""
    wrapped = [textwrap.wrap(name, cell) for name in names]
    lines = zip_longest(*wrapped, fillvalue="")
    return "\n".join(_line("" if i else label, cells, cell) for i, cells in enumerate(lines))


def _line(label: str, texts: Sequence[str], cell: int = _CELL) -> str:
    shown = [_fit(text, cell) for text in texts]
    return _GAP.join([_fit(label, _LABEL), *shown]).rstrip()


def _fit(text: str, width: int) -> str:
    return (text if len(text) <= width else text[: width - 1] + "…").ljust(width)

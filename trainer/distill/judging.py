"""What answers are worth, set by set and language by language, and how tactful they are."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from emojifier.artifact import Calibration
from emojifier.choosing import calibrate
from emojifier.model import Logits
from emojifier.tact import Tact, is_hurtful, members
from trainer.distill.tact import is_grave
from trainer.rows import Row
from trainer.scoring import judge
from trainer.shipped import open_shipped

Answer = Callable[[Sequence[Row]], Logits]
_SERIOUS, _LANGUAGES = "serious", "languages"


def verdict(
    answer: Answer,
    sets: Mapping[str, Sequence[Row]],
    places: Mapping[str, int],
    calibration: Calibration | None = None,
) -> dict[str, dict[str, float]]:
    """Figures of each set by name; ``tact`` and ``de``, ``fr``, ... are of parts of two of them."""
    curves = calibration or Calibration()
    found = {}
    for name, rows in sets.items():
        logits = answer(rows)
        found[name] = judge(logits, rows, places, curves)
        if name == _SERIOUS:
            found["tact"] = tact(logits, rows, places, curves)
        if name == _LANGUAGES:
            found |= _by_language(logits, rows, places)
    return {
        name: {figure: round(value, 3) for figure, value in figures.items()}
        for name, figures in found.items()
    }


def tact(
    logits: Logits, rows: Sequence[Row], places: Mapping[str, int], calibration: Calibration
) -> dict[str, float]:
    """``hurtful``: grave messages with a hurtful emoji among the first three, unless quiet.

    ``gentle``: grave messages whose first emoji is gentle or accepted, or that are left alone;
    ``mourning``: light uses of the same words answered with gentle emojis alone. All are shares.
    """
    probabilities = calibrate(logits, calibration)
    ranking = probabilities.shares.topk(3, dim=-1).indices.tolist()
    quiet = (probabilities.quiet >= 0.5).tolist()
    hurtful = {at for emoji, at in places.items() if is_hurtful(emoji)}
    gentle = members(Tact.GENTLE, Tact.MOURNING)
    soft = {at for emoji, at in places.items() if emoji in gentle}
    hurt, kind, mourned = [], [], []
    for row, best, silent in zip(rows, ranking, quiet, strict=True):
        accepted = {places[emoji] for emoji in row.emojis if emoji in places}
        if is_grave(row.emojis):
            hurt.append(bool(hurtful.intersection(best) - accepted) and not silent)
            kind.append(best[0] in soft | accepted or silent)
        elif row.emojis and gentle.isdisjoint(row.emojis):
            mourned.append(soft.issuperset(best) and not silent)
    return {"hurtful": _mean(hurt), "gentle": _mean(kind), "mourning": _mean(mourned)}


def _by_language(
    logits: Logits, rows: Sequence[Row], places: Mapping[str, int]
) -> dict[str, dict[str, float]]:
    """hit@3 by language; for ``specific@3`` each has too few rows."""
    with open_shipped(_LANGUAGES) as file:
        lines = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        language = {line["message"].strip(): line["lang"] for line in lines}
    best = logits.emojis.topk(3, dim=-1).indices.tolist()
    hits = defaultdict(list)
    for row, three in zip(rows, best, strict=True):
        if row.emojis:
            accepted = {places[emoji] for emoji in row.emojis if emoji in places}
            hits[language[row.message]].append(not accepted.isdisjoint(three))
    return {name: {"hit@3": _mean(several)} for name, several in sorted(hits.items())}


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else float("nan")

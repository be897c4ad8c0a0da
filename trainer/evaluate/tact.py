"""How answers to people in trouble are judged, by the tables of ``emojifier.tact``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from emojifier.tact import Tact, is_hurtful, members
from trainer.distill.tact import is_grave
from trainer.evaluate.systems import Answers
from trainer.metrics import Array
from trainer.rows import Row

_SHOWN = 3
_QUIET = 0.5


def shares(rows: Sequence[Row], answers: Answers, serious: Sequence[bool]) -> dict[str, Array]:
    """For each ``serious`` row 0 or 1, NaN where it does not count.

    ``hurtful``: a hurtful emoji that nobody accepted is among the first three; ``gentle``: the
    first emoji is gentle or accepted, or there is none because quiet is likelier. Both count on
    messages that people answered gently. ``mourning``: all three mourn or comfort, on light uses of
    the same words. An answer that stays quiet hurts nobody, whatever its emojis.
    """
    gentle = members(Tact.GENTLE, Tact.MOURNING)
    found = {name: np.full(len(rows), np.nan) for name in ("hurtful", "gentle", "mourning")}
    for i, (row, emojis) in enumerate(zip(rows, answers.emojis, strict=True)):
        if not serious[i] or not row.emojis or not emojis:
            continue
        shown, silent = emojis[:_SHOWN], answers.quiet[i] >= _QUIET
        if is_grave(row.emojis):
            hurt = any(is_hurtful(emoji) and emoji not in row.emojis for emoji in shown)
            found["hurtful"][i] = hurt and not silent
            found["gentle"][i] = silent or shown[0] in gentle or shown[0] in row.emojis
        elif gentle.isdisjoint(row.emojis):
            found["mourning"][i] = gentle.issuperset(shown) and not silent
    return found

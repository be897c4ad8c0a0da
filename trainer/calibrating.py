"""Fitting a calibration, so that "at least 60% sure" is right in 60% of the cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from emojifier.artifact import Calibration, Curve
from emojifier.choosing import emoji_logits, quiet_logits
from emojifier.model import Logits
from trainer.rows import Row
from trainer.scoring import parts

# With fewer validation rows of a kind a fit would follow chance.
_FEWEST = 30
# The candidates of a row that the emojis' curve is fitted on: those that are ever shown.
_CANDIDATES = 5


def fit(
    logits: Logits,
    rows: Sequence[Row],
    places: Mapping[str, int],
    *,
    otherwise: Calibration | None = None,
) -> Calibration:
    """Fit both curves on validation rows; one with too few rows is taken from ``otherwise``.

    Each of a row's first candidates is one observation: did a person accept it or not? A single
    temperature cannot serve here, since it spreads one unit of probability over a row's emojis,
    of which people accept several.
    """
    wanted = [i for i, row in enumerate(rows) if row.emojis]
    calibration = otherwise or Calibration()
    if len(wanted) >= _FEWEST:
        count = min(_CANDIDATES, len(places))
        top = [emoji_logits(some).topk(count, dim=-1) for some in parts(logits)]
        candidates = torch.cat([some.indices for some in top])[wanted]
        accepted = [
            [float(place in _places(rows[i], places)) for place in shown]
            for i, shown in zip(wanted, candidates.tolist(), strict=True)
        ]
        values = torch.cat([some.values for some in top])[wanted]
        curve = _platt(values.flatten(), torch.tensor(accepted).flatten())
        calibration = calibration.model_copy(update={"emoji": curve})
    if min(len(wanted), len(rows) - len(wanted)) >= _FEWEST:
        silent = torch.tensor([float(not row.emojis) for row in rows])
        curve = _platt(torch.cat([quiet_logits(some) for some in parts(logits)]), silent)
        calibration = calibration.model_copy(update={"quiet": curve})
    return calibration


def _places(row: Row, places: Mapping[str, int]) -> set[int]:
    return {places[emoji] for emoji in row.emojis if emoji in places}


def _platt(share_logits: Tensor, happened: Tensor) -> Curve:
    """Logistic regression of one variable with Platt's softened targets, by L-BFGS."""
    yes, no = happened.sum(), (1 - happened).sum()
    target = torch.where(happened > 0, (yes + 1) / (yes + 2), 1 / (no + 2)).double()
    x = share_logits.double()
    curve = torch.tensor([1.0, 0.0], dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([curve], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        value = F.binary_cross_entropy_with_logits(curve[0] * x + curve[1], target)
        # The slight pull towards 0 keeps the slope finite where the logits hardly differ.
        value = value + 1e-4 * curve[0] ** 2
        value.backward()
        return value

    optimizer.step(loss)
    slope, intercept = curve.tolist()
    return Curve(
        slope=round(min(max(slope, 0.0), 100.0), 6),
        intercept=round(min(max(intercept, -100.0), 100.0), 6),
    )

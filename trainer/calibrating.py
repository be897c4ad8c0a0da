"""Fitting a calibration, so that "at least 60% sure" is right in 60% of the cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from emojifier.artifact import Calibration
from emojifier.model import Logits
from trainer.rows import Row

# With fewer validation rows of a kind a fit would follow chance.
_FEWEST = 30
_TEMPERATURES = torch.logspace(-1, 1, 201)


def fit(logits: Logits, rows: Sequence[Row], places: Mapping[str, int]) -> Calibration:
    """Fit the temperature of emojis and the curve of quiet; what has too few rows stays as it is.

    The temperature (Guo et al., 2017) is the one under which the first emoji's probability best
    foretells whether a person accepted it: a row accepts several, so likelihood would be too low.
    """
    wanted = torch.tensor([bool(row.emojis) for row in rows])
    fitted = Calibration()
    if wanted.sum() >= _FEWEST:
        correct = _first_accepted(logits.emojis[wanted], [r for r in rows if r.emojis], places)
        fitted = fitted.model_copy(
            update={"temperature": _temperature(logits.emojis[wanted], correct)}
        )
    if min(wanted.sum(), (~wanted).sum()) >= _FEWEST:
        margin = logits.quiet - torch.logsumexp(logits.emojis, dim=-1)
        slope, intercept = _platt(margin, (~wanted).float())
        fitted = fitted.model_copy(update={"quiet_slope": slope, "quiet_intercept": intercept})
    return fitted


def _first_accepted(emojis: Tensor, rows: Sequence[Row], places: Mapping[str, int]) -> Tensor:
    first = emojis.argmax(-1).tolist()
    return torch.tensor(
        [
            float(any(places.get(emoji) == place for emoji in row.emojis))
            for row, place in zip(rows, first, strict=True)
        ]
    )


def _temperature(emojis: Tensor, correct: Tensor) -> float:
    losses = [
        F.binary_cross_entropy(
            torch.softmax(emojis / t, dim=-1).amax(-1).clamp(1e-6, 1 - 1e-6), correct
        )
        for t in _TEMPERATURES
    ]
    return round(float(_TEMPERATURES[int(torch.stack(losses).argmin())]), 4)


def _platt(margin: Tensor, quiet: Tensor) -> tuple[float, float]:
    """Logistic regression of one variable with Platt's softened targets, by L-BFGS."""
    silent, others = quiet.sum(), (1 - quiet).sum()
    target = torch.where(quiet > 0, (silent + 1) / (silent + 2), 1 / (others + 2)).double()
    x = margin.double()
    curve = torch.tensor([1.0, 0.0], dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([curve], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        # The slight pull towards 0 keeps the slope finite where margins hardly differ.
        value = F.binary_cross_entropy_with_logits(curve[0] * x + curve[1], target)
        value = value + 1e-4 * curve[0] ** 2
        value.backward()
        return value

    optimizer.step(loss)
    slope, intercept = curve.tolist()
    return round(min(max(slope, 0.0), 100.0), 6), round(min(max(intercept, -100.0), 100.0), 6)

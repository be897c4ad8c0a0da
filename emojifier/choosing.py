"""Logits -> emojis: calibrated probabilities, then a ranking that follows the caller's wishes."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from emojifier.artifact import Calibration
from emojifier.model import Logits


@dataclass(frozen=True, slots=True)
class Probabilities:
    """``emojis``: [batch, emojis], rows sum to 1; ``quiet``: [batch]. Both calibrated, float32."""

    emojis: Tensor
    quiet: Tensor


def calibrate(logits: Logits, calibration: Calibration) -> Probabilities:
    """Apply a model's calibration; see ``artifact.Calibration`` for the formulas."""
    margin = logits.quiet - torch.logsumexp(logits.emojis, dim=-1)
    return Probabilities(
        emojis=torch.softmax(logits.emojis / calibration.temperature, dim=-1),
        quiet=torch.sigmoid(calibration.quiet_slope * margin + calibration.quiet_intercept),
    )


def rank(
    probabilities: Tensor, k: int, *, log_prior: Tensor, specific: float, allowed: Tensor
) -> Tensor:
    """Indices of the ``k`` best allowed emojis a row, best first: [batch, <= k].

    ``probabilities`` is [batch, emojis]; ``log_prior`` and the boolean ``allowed`` are [emojis].
    The score is ``log p - specific * log prior`` (logit adjustment, Menon et al., 2021): at 0 the
    likeliest emoji wins, at 1 the one that this message makes more likely than usual.
    """
    scores = probabilities.clamp_min(1e-12).log() - specific * log_prior
    scores = scores.masked_fill(~allowed, -torch.inf)
    return torch.topk(scores, min(k, int(allowed.sum())), dim=-1).indices

"""Logits -> emojis: calibrated probabilities, and a ranking that follows the caller's wishes."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from emojifier.artifact import Calibration, Curve
from emojifier.model import Logits


@dataclass(frozen=True, slots=True)
class Probabilities:
    """All float32. ``shares``: [batch, emojis], the softmax over emojis, rows sum to 1.

    ``accepted``: [batch, emojis], the calibrated chance that each emoji fits, given that a reaction
    is wanted; ``quiet``: [batch], the calibrated chance that none is.
    """

    shares: Tensor
    accepted: Tensor
    quiet: Tensor


def calibrate(logits: Logits, calibration: Calibration) -> Probabilities:
    """Turn logits into probabilities by a model's own curves; see ``artifact.Calibration``."""
    return Probabilities(
        shares=torch.softmax(logits.emojis, dim=-1),
        accepted=_bend(emoji_logits(logits), calibration.emoji),
        quiet=_bend(quiet_logits(logits), calibration.quiet),
    )


def emoji_logits(logits: Logits) -> Tensor:
    """logit(share) of each emoji among the emojis: [batch, emojis]."""
    # log(p / (1 - p)) from log p, without losing the small ones; p = 1 itself has no logit.
    log_shares = torch.log_softmax(logits.emojis, dim=-1).clamp_max(-1e-6)
    return log_shares - torch.log(-torch.expm1(log_shares))


def quiet_logits(logits: Logits) -> Tensor:
    """logit(share) of quiet among all answers: [batch]."""
    return logits.quiet - torch.logsumexp(logits.emojis, dim=-1)


def _bend(share_logits: Tensor, curve: Curve) -> Tensor:
    return torch.sigmoid(curve.slope * share_logits + curve.intercept)


# More than any two scores differ by.
_LAST = 1_000.0


def rank(
    shares: Tensor,
    k: int,
    *,
    log_prior: Tensor,
    specific: float,
    allowed: Tensor,
    unfit: Tensor | None = None,
) -> Tensor:
    """Indices of the ``k`` best allowed emojis a row, best first: [batch, <= k].

    ``shares`` is [batch, emojis]; ``log_prior`` and the boolean ``allowed`` are [emojis]. The score
    is ``log p - specific * log prior`` (logit adjustment, Menon et al., 2021): at 0 the likeliest
    emoji wins, at 1 the one that this message makes more likely than usual. What is ``unfit``
    (boolean, [batch, emojis]) comes behind all others.
    """
    scores = shares.clamp_min(1e-12).log() - specific * log_prior
    if unfit is not None:
        scores = scores - _LAST * unfit
    scores = scores.masked_fill(~allowed, -torch.inf)
    return torch.topk(scores, min(k, int(allowed.sum())), dim=-1).indices

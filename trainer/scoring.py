"""Running a model over rows, and what its answers are worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch

from emojifier.artifact import Calibration
from emojifier.choosing import calibrate
from emojifier.encoding import Encoder
from emojifier.model import Logits, ReactionModel
from trainer.examples import soft_target
from trainer.metrics import reaction_metrics
from trainer.rows import Row


def score(model: ReactionModel, encoder: Encoder, rows: Sequence[Row]) -> Logits:
    """Logits of every row, in order: [rows, emojis] and [rows]."""
    return model.logits(encoder.encode([row.message for row in rows]))


def judge(
    logits: Logits, rows: Sequence[Row], places: Mapping[str, int], calibration: Calibration
) -> dict[str, float]:
    """The figures of ``metrics.reaction_metrics`` for calibrated answers to ``rows``.

    An accepted emoji that the model does not know can never be hit, and counts as a miss.
    """
    probabilities = calibrate(logits, calibration)
    ranking = probabilities.shares.topk(min(3, len(places)), dim=-1).indices
    return reaction_metrics(
        ranking.numpy(),
        probabilities.accepted.gather(-1, ranking[:, :1]).squeeze(-1).double().numpy(),
        probabilities.quiet.double().numpy(),
        [[places.get(emoji, -1) for emoji in row.emojis] for row in rows],
    )


def prior(logits: Logits, rows: Sequence[Row]) -> list[float]:
    """Mean share of each emoji over the rows that want a reaction: how usual it is."""
    wanted = torch.tensor([bool(row.emojis) for row in rows])
    if not wanted.any():
        return []
    return [round(p, 8) for p in torch.softmax(logits.emojis[wanted], dim=-1).mean(0).tolist()]


def mean_loss(logits: Logits, rows: Sequence[Row], places: Mapping[str, int]) -> float:
    """The training loss on ``rows``, in nats a row, unweighted.

    Emojis that the model does not know are left out of a row's target, and rows with no other.
    """
    log_p = torch.log_softmax(torch.cat([logits.emojis, logits.quiet[:, None]], dim=1), dim=1)
    losses = []
    for row, answers in zip(rows, log_p, strict=True):
        known = [emoji for emoji in row.emojis if emoji in places]
        if known or not row.emojis:
            target = soft_target(known, places)
            losses.append(-sum(share * float(answers[i]) for i, share in target.items()))
    return sum(losses) / len(losses) if losses else float("nan")

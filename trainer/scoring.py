"""Running a model over rows, and what its answers are worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

import torch
from torch import Tensor

from emojifier.artifact import Calibration
from emojifier.choosing import calibrate
from emojifier.encoding import Encoder
from emojifier.model import Logits, ReactionModel
from emojifier.telling import MOST_TOLD
from trainer.bases import Start
from trainer.examples import Example, make_examples, soft_target
from trainer.metrics import reaction_metrics, set_f1
from trainer.rows import Row, of_kind
from trainer.sequences import thinned

# Sentences that are retold after each epoch, word by word and so slowly: F1 to about 0.03.
_RETOLD = 100
# Rows whose logits are read at once.
_AT_ONCE = 256


def score(model: ReactionModel, encoder: Encoder, rows: Sequence[Row]) -> Logits:
    """Logits of every row, in order: [rows, emojis] and [rows]."""
    return model.logits(encoder.encode([row.message for row in rows]))


def answers(start: Start, examples: Sequence[Example]) -> list[Tensor]:
    """What the network answers where ``examples`` have their targets, as log probabilities.

    [positions, emojis + 1] each, with quiet or the end last.
    """
    found: dict[str, Iterator[Tensor]] = {}
    for kind, reader in (("react", start.reader()), ("tell", start.step_reader())):
        some = [example for example in examples if example["kind"] == kind]
        logits = reader.logits([prefix for example in some for prefix in _prefixes(example)])
        found[kind] = iter(_log_p(logits).split([len(example["targets"]) for example in some]))
    return [next(found[example["kind"]]) for example in examples]


def _log_p(logits: Logits) -> Tensor:
    """[rows, emojis + 1], quiet (or the end) last."""
    return torch.cat([logits.emojis, logits.quiet[:, None]], dim=1).log_softmax(-1)


def _prefixes(example: Example) -> list[list[int]]:
    ids = example["input_ids"]
    return [ids[: len(ids) - more] for more in reversed(range(len(example["targets"])))]


def figures(
    start: Start,
    encoder: Encoder,
    rows: Sequence[Row],
    logits: Logits,
    calibration: Calibration,
) -> dict[str, float]:
    """All figures of rows of both kinds; ``logits`` are of those to react to (see ``score``).

    ``validation_loss`` is the mean over all rows; where there are both kinds, ``react_loss`` and
    ``tell_loss`` are theirs. See ``judge`` and ``metrics.set_f1`` for the others.
    """
    react, tell = of_kind("react", rows), of_kind("tell", rows)
    losses: dict[str, float] = {}
    found: dict[str, float] = {}
    if react:
        losses["react_loss"] = mean_loss(logits, react, start.places)
        found |= judge(logits, react, start.places, calibration)
    if tell:
        losses["tell_loss"] = telling_loss(start, encoder, tell)
        found["set_f1"] = _retelling_f1(start, encoder, thinned(tell, _RETOLD))
    if len(losses) < 2:
        return {"validation_loss": sum(losses.values()), **found}
    mean = (losses["react_loss"] * len(react) + losses["tell_loss"] * len(tell)) / len(rows)
    return {"validation_loss": mean, **losses, **found}


def judge(
    logits: Logits, rows: Sequence[Row], places: Mapping[str, int], calibration: Calibration
) -> dict[str, float]:
    """The figures of ``metrics.reaction_metrics`` for calibrated answers to ``rows``.

    An accepted emoji that the model does not know can never be hit, and counts as a miss.
    """
    ranking, confidence, quiet = (
        torch.cat(found)
        for found in zip(*(_read(some, calibration) for some in parts(logits)), strict=True)
    )
    return reaction_metrics(
        ranking.numpy(),
        confidence.double().numpy(),
        quiet.double().numpy(),
        [[places.get(emoji, -1) for emoji in row.emojis] for row in rows],
    )


def _read(logits: Logits, calibration: Calibration) -> tuple[Tensor, Tensor, Tensor]:
    """Of each row the first three places, the first one's probability, and that of quiet."""
    found = calibrate(logits, calibration)
    ranking = found.shares.topk(min(3, found.shares.shape[-1]), dim=-1).indices
    return ranking, found.accepted.gather(-1, ranking[:, :1]).squeeze(-1), found.quiet


def parts(logits: Logits) -> Iterator[Logits]:
    """The same rows, a few at a time: what is computed of them takes as much memory each time."""
    split = zip(logits.emojis.split(_AT_ONCE), logits.quiet.split(_AT_ONCE), strict=True)
    return (Logits(emojis, quiet) for emojis, quiet in split)


def prior(logits: Logits, rows: Sequence[Row]) -> list[float]:
    """Mean share of each emoji over the rows that want a reaction: how usual it is."""
    wanted = torch.tensor([float(bool(row.emojis)) for row in rows])
    if not wanted.any():
        return []
    total = sum(
        here @ torch.softmax(some.emojis, dim=-1)
        for some, here in zip(parts(logits), wanted.split(_AT_ONCE), strict=True)
    )
    return [round(p, 8) for p in (total / wanted.sum()).tolist()]


def mean_loss(logits: Logits, rows: Sequence[Row], places: Mapping[str, int]) -> float:
    """The training loss on rows to react to, in nats a row, unweighted.

    Emojis that the model does not know are left out of a row's target, and rows with no other.
    """
    losses = []
    for row, given in zip(rows, chain.from_iterable(map(_log_p, parts(logits))), strict=True):
        known = [emoji for emoji in row.emojis if emoji in places]
        if known or not row.emojis:
            target = soft_target(known, places)
            losses.append(-sum(share * float(given[i]) for i, share in target.items()))
    return sum(losses) / len(losses) if losses else float("nan")


def telling_loss(start: Start, encoder: Encoder, rows: Sequence[Row]) -> float:
    """The training loss on rows to retell, in nats an emoji, unweighted; as ``mean_loss`` else."""
    known = (tuple(emoji for emoji in row.emojis if emoji in start.emojis) for row in rows)
    told = [replace(row, emojis=emojis) for row, emojis in zip(rows, known, strict=True) if emojis]
    examples = make_examples(told, encoder, start)
    losses = [
        -sum(
            share * float(given[place])
            for target, given in zip(example["targets"], answer, strict=True)
            for place, share in target.items()
        )
        / len(example["targets"])
        for example, answer in zip(examples, answers(start, examples), strict=True)
    ]
    return sum(losses) / len(losses) if losses else float("nan")


def _retelling_f1(start: Start, encoder: Encoder, rows: Sequence[Row]) -> float:
    """Mean ``set_f1`` of what the network tells, by sentence."""
    teller, emojis = start.teller(), list(start.emojis)
    allowed = torch.ones(len(emojis), dtype=torch.bool)
    sequences = encoder.encode(
        [row.message for row in rows], control=start.tokens.tell, reserve=MOST_TOLD
    )
    scores = [
        set_f1([emojis[place] for place, _ in teller.tell(sequence, allowed)], row.emojis)
        for sequence, row in zip(sequences, rows, strict=True)
    ]
    return sum(scores) / len(scores)

"""Going on from a model without forgetting: old rows beside the new ones, and its old answers.

A network that learns new rows alone soon answers everything else with them. So rows of the data
that ships are replayed, and held to what the model answered before: their target is
``(1 - hold) * label + hold * old answers``, whose gradient is that of the labels' cross-entropy and
of ``hold`` times KL(old || new) (learning without forgetting; Li and Hoiem, 2016).
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch

from emojifier.encoding import Encoder
from trainer.bases import Start
from trainer.datasets import load
from trainer.examples import Example, make_examples
from trainer.rows import Row, Split, split
from trainer.scoring import answers

# The shipped sets of messages; names of emojis are another matter. To a model that reads English
# alone, messages in other languages say nothing of what it may forget.
_ENGLISH = ("react", "chat", "life", "ordinary", "serious")
_OTHER_LANGUAGES = ("languages", "translated")
# Held back at least, so that a few new rows do not hide what is forgotten.
_VALIDATION = 200


def replayed(share: float, new: int, start: Start, seed: int) -> Split:
    """Shipped rows that make up ``share`` of all that is trained, beside ``new`` other ones.

    Drawn at random from each side of the split, those alone whose emojis the model knows; there
    may be too few. Retellings are among them where the model can tell. ``test`` is empty.
    """
    if not share:
        return Split((), (), ())
    names = list(_ENGLISH)
    if set(start.languages) - {"en"}:
        names += _OTHER_LANGUAGES
    if "tell" in start.tasks:
        names.append("tell")
    pool = split(row for name in names for row in load(name).rows)
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    count = round(new * share / (1 - share))
    known = [_known(rows, start) for rows in (pool.train, pool.validation)]
    wanted = (count, max(_VALIDATION, count * len(known[1]) // max(1, len(known[0]))))
    train, validation = (
        tuple(chance.sample(rows, min(n, len(rows)))) for rows, n in zip(known, wanted, strict=True)
    )
    return Split(train, validation, ())


def held_examples(
    rows: Sequence[Row], start: Start, encoder: Encoder, hold: float
) -> list[Example]:
    """Examples of replayed rows, their targets drawn towards what ``start`` answers now.

    New emojis get no share of its answers: it never learned when to give them.
    """
    examples = make_examples(rows, encoder, start)
    if not hold or not rows:
        return examples
    strange = torch.tensor([emoji not in start.known for emoji in start.emojis] + [False])
    for example, log_p in zip(examples, answers(start, examples), strict=True):
        example["targets"] = [
            {place: (1 - hold) * share for place, share in target.items()}
            for target in example["targets"]
        ]
        example["held"] = (hold * log_p.masked_fill(strange, -torch.inf).softmax(-1)).half()
    return examples


def _known(rows: Sequence[Row], start: Start) -> list[Row]:
    return [row for row in rows if all(emoji in start.emojis for emoji in row.emojis)]

"""Twenty sentences that every training answers, before and after: what it changed, for the eye."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import torch

from emojifier.catalogue import catalogue
from emojifier.choosing import calibrate
from emojifier.suggestion import ScoredEmoji, Suggestion
from trainer.bases import Start

# Everyday sentences that stand in no data set.
SAMPLES = (
    "we got the keys to our first flat today!!",
    "my grandpa passed away last night",
    "the train is delayed again, 40 minutes this time",
    "who wants pizza tonight",
    "I finally passed my driving test",
    "the build is green, shipping it",
    "my cat just knocked over the christmas tree",
    "it's 38 degrees and the office has no air conditioning",
    "good morning everyone",
    "can you send me the link again",
    "ok",
    "look at this sunset over the sea",
    "I burnt the cake for her birthday",
    "three goals in ten minutes, what a match",
    "couldn't sleep at all, exam in an hour",
    "he asked me to marry him and I said yes",
    "the meeting moved to 3pm",
    "new guitar day",
    "I have been feeling really low lately",
    "someone stole my bike from outside the station",
)
_SHOWN = 3


def answered_by(start: Start) -> list[Suggestion]:
    """What the base answers to ``SAMPLES``, with its own emojis where it has some."""
    sequences = start.encoder(catalogue()).encode(SAMPLES)
    probabilities = calibrate(start.reader().logits(sequences), start.calibration)
    emojis = [catalogue()[emoji] for emoji in start.emojis]
    strange = torch.tensor([bool(start.known) and e not in start.known for e in start.emojis])
    shares = probabilities.shares.masked_fill(strange, 0)
    places = shares.topk(min(_SHOWN, len(emojis)), dim=-1).indices
    chances = probabilities.accepted.gather(-1, places)
    return [
        Suggestion(
            emojis=tuple(
                ScoredEmoji(emojis[place].emoji, emojis[place].name, chance)
                for place, chance in zip(row, row_chances, strict=True)
            ),
            quiet=quiet,
            model=start.base.name,
        )
        for row, row_chances, quiet in zip(
            places.tolist(), chances.tolist(), probabilities.quiet.tolist(), strict=True
        )
    ]


def write_samples(
    folder: Path,
    before: Sequence[Suggestion],
    after: Sequence[Suggestion],
    told: Sequence[Suggestion],
) -> None:
    """Write ``samples.txt``: each sample sentence, its emojis, and how likely quiet was.

    ``before`` is empty where nothing was answered before the training, ``told`` (the sentences
    retold) where the model cannot.
    """
    blocks = [
        [sentence, *_answer("before", first), *_answer("after", last), *_telling(telling)]
        for sentence, first, last, telling in zip_longest(SAMPLES, before, after, told)
    ]
    text = "\n\n".join("\n".join(block) for block in blocks)
    (folder / "samples.txt").write_text(text + "\n", encoding="utf-8")


def _answer(label: str, suggestion: Suggestion | None) -> list[str]:
    if suggestion is None:
        return []
    return [f"    {label:8}{suggestion.output}   (quiet {suggestion.quiet:.0%})"]


def _telling(suggestion: Suggestion | None) -> list[str]:
    return [] if suggestion is None else [f"    {'retold':8}{suggestion.output}"]

"""What is taught: labelled messages of the training split, and names of emojis in 15 languages."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from emojifier.text import clean
from trainer.datasets import load
from trainer.distill.tact import forbidden
from trainer.examples import soft_target
from trainer.rows import Row, Split, split
from trainer.sources import open_source

# How often a set's rows are drawn in an epoch: the rare kinds are what the model would miss.
DRAWS = {
    "react": 1,
    "chat": 1,
    "life": 1,
    "ordinary": 1,
    "serious": 3,
    "languages": 3,
    "translated": 2,
}
# A keyword that stands for more emojis than this says little of any.
_MOST_EMOJIS = 6
KEYWORD_WEIGHT, KEYWORD_DRAWS = 0.5, 1 / 3
_HABIT, _HABIT_WEIGHT = "😂", 0.4


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message, its accepted emojis, and how often an epoch draws it, in the mean.

    ``english`` is what it says, where that is known and the message is in another language.
    """

    row: Row
    draws: float
    english: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """What a language calls an emoji: its name, and keywords."""

    language: str
    emoji: str
    name: str
    keywords: tuple[str, ...]


def parts() -> dict[str, Split]:
    """The shipped sets of reactions, split as everywhere in this package."""
    return {name: split(load(name).rows) for name in DRAWS}


def labelled(sets: Mapping[str, Split]) -> list[Lesson]:
    """The training rows of all sets; a message that several sets hold is taught once."""
    lessons = {}
    for name, one in sets.items():
        for row in one.train:
            lessons[clean(row.message)] = Lesson(row, DRAWS[name])
    return list(lessons.values())


def names() -> list[Named]:
    """CLDR's names and keywords of emojis in 15 languages."""
    with open_source("cldr/keywords.tsv") as file:
        lines = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        found = [(line["lang"], line["emoji"], line["words"].split("|")) for line in lines]
    return [Named(language, emoji, name, tuple(more)) for language, emoji, (name, *more) in found]


def keywords(named: Iterable[Named], count: int, seed: int = 0) -> list[Lesson]:
    """``count`` names and keywords as short messages, those of an emoji's own name first."""
    emojis: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in named:
        emojis[one.language, one.name].insert(0, one.emoji)
        for word in one.keywords:
            emojis[one.language, word].append(one.emoji)
    rows = [
        Row(word, tuple(dict.fromkeys(found)), KEYWORD_WEIGHT)
        for (_, word), found in emojis.items()
        if word and len(set(found)) <= _MOST_EMOJIS
    ]
    chosen = random.Random(seed).sample(rows, min(count, len(rows)))  # noqa: S311 - no secret
    return [Lesson(row, KEYWORD_DRAWS) for row in chosen]


def draw(lessons: Sequence[Lesson], generator: torch.Generator) -> list[int]:
    """The lessons of one epoch, by their places: whole draws for sure, the rest by chance."""
    luck = torch.rand(len(lessons), generator=generator).tolist()
    return [
        i
        for i, (lesson, chance) in enumerate(zip(lessons, luck, strict=True))
        for _ in range(int(lesson.draws) + (chance < lesson.draws % 1))
    ]


def batches(
    lengths: Sequence[int], size: int, generator: torch.Generator, chosen: Iterable[int]
) -> list[list[int]]:
    """Cut ``chosen`` rows into batches of like length, in random order: little padding."""
    rows = list(chosen)
    noise = torch.rand(len(rows), generator=generator).tolist()
    order = sorted(range(len(rows)), key=lambda i: lengths[rows[i]] + noise[i])
    cut = [[rows[i] for i in order[at : at + size]] for at in range(0, len(order), size)]
    return [cut[i] for i in torch.randperm(len(cut), generator=generator).tolist()]


def soft(emojis: Sequence[str], places: Mapping[str, int]) -> dict[int, float]:
    """Shares by rank as everywhere; but a second or third 😂, which was put down by habit, less."""
    shares = soft_target(emojis, places)
    if _HABIT in emojis[1:]:
        shares[places[_HABIT]] *= _HABIT_WEIGHT
    total = sum(shares.values())
    return {place: share / total for place, share in shares.items()}


def bans(emojis: Sequence[Sequence[str]], places: Mapping[str, int]) -> Tensor:
    """What must not come out for each row that people answered so: [rows, emojis], boolean."""
    banned = torch.zeros(len(emojis), len(places), dtype=torch.bool)
    for i, answered in enumerate(emojis):
        banned[i, forbidden(answered, places)] = True
    return banned


def targets(rows: Sequence[dict[int, float]], answers: int) -> Tensor:
    """Sparse soft targets -> [rows, answers]."""
    dense = torch.zeros(len(rows), answers)
    for i, target in enumerate(rows):
        for place, share in target.items():
            dense[i, place] = share
    return dense

"""What is asked: distinct messages out of the shipped data sets."""

from __future__ import annotations

import itertools
import random

from emojifier.text import clean
from trainer.datasets import load

SETS = ("ordinary", "chat", "life", "react", "serious")


class Messages:
    """The shipped messages in one fixed random order, no two the same once they are cleaned."""

    def __init__(self, seed: int = 0) -> None:
        by_cleaned = {clean(row.message): row.message for name in SETS for row in load(name).rows}
        by_cleaned.pop("", None)
        self._messages = list(by_cleaned.values())
        random.Random(seed).shuffle(self._messages)  # noqa: S311 - an order, not a secret
        self._next = itertools.cycle(self._messages)

    def __len__(self) -> int:
        return len(self._messages)

    def take(self, count: int) -> list[str]:
        """The next ``count``; they come round again only after all ``len(self)``."""
        if count > len(self):
            raise ValueError(f"there are only {len(self)} distinct messages")
        return list(itertools.islice(self._next, count))


def of_length(words: int, count: int) -> list[str]:
    """``count`` distinct messages of that many short words, which are about as many tokens."""
    common = ("we", "go", "to", "the", "sea", "and", "you", "are", "so", "late", "on", "a", "day")
    size = len(common)
    return [
        " ".join(common[(i // size ** min(w, 3) + w * (i % 7 + 1)) % size] for w in range(words))
        for i in range(count)
    ]

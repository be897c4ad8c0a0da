"""Where emojis stand in a text: behind its clauses. No character of the text is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

# A clause ends with punctuation before a blank (in Japanese and Chinese before anything), or with
# its line. Each run of punctuation is tried once, so this is linear in time.
_PAUSE: Final = re.compile(r"(?<![.!?…,;:])[.!?…,;:]++(?=\s)|[。！？、，；：]++")
# Clauses of one text that may be decorated.
MOST_CLAUSES: Final = 8


def clauses(text: str) -> list[tuple[int, int]]:
    """Start and end of the clauses of ``text`` that say something, ``MOST_CLAUSES`` at most."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in _ends(text):
        if any(character.isalnum() for character in text[start:end]):
            found.append((start, end))
        start = end
        if len(found) == MOST_CLAUSES:
            break
    return found


def _ends(text: str) -> Iterator[int]:
    at = 0
    for line in text.split("\n"):
        yield from (at + pause.end() for pause in _PAUSE.finditer(line))
        yield at + len(line.rstrip())
        at += len(line) + 1


def insert(text: str, emojis: Sequence[tuple[int, str]]) -> str:
    """``text`` with each emoji behind a blank at its place; places rise."""
    parts: list[str] = []
    done = 0
    for place, emoji in emojis:
        parts += [text[done:place], f" {emoji}"]
        done = place
    return "".join([*parts, text[done:]])

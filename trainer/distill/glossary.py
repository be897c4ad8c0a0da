"""Words of chat in 14 languages, each with an English word that says the same.

Written for mojibot, not checked by native speakers. Inflected forms count as words of their own;
Chinese and Japanese stand sign by sign, as the model reads them.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from trainer.sources import open_source


@dataclass(frozen=True, slots=True)
class Entry:
    """A word as chat writes it, its language, and an English word for it."""

    language: str
    word: str
    english: str


def glossary() -> list[Entry]:
    """All entries, in the file's order."""
    with open_source("chat/glossary.tsv") as file:
        lines = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Entry(line["lang"], line["word"], line["english"]) for line in lines]


def meanings(entries: Iterable[Entry]) -> dict[str, tuple[str, str]]:
    """Word -> (language, English word); what several languages write counts for the first."""
    found: dict[str, tuple[str, str]] = {}
    for entry in entries:
        found.setdefault(entry.word, (entry.language, entry.english))
    return found


def dictionaries(entries: Iterable[Entry]) -> dict[str, dict[str, list[str]]]:
    """Language -> English word -> the words for it."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        found[entry.language][entry.english].append(entry.word)
    return {language: dict(words) for language, words in found.items()}

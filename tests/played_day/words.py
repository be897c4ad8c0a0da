"""What people write that day: the messages of the shipped chat data, channel by channel."""

from __future__ import annotations

import csv
import lzma
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parents[2] / "trainer/data/sources/chat"


# Who gets one of these is in trouble, and not joking about it.
GENTLE: Final = frozenset(("🫂", "💔", "🕊️", "🙏", "🖤", "🤍"))
LAUGHTER: Final = frozenset(("😂", "🤣", "😆", "😹", "😁", "😄", "💀", "☠️", "🎉", "🥳", "🤡"))


@dataclass(frozen=True, slots=True)
class Words:
    """A message, and whether it is grave: about grief or need, without any joke in it."""

    text: str
    grave: bool


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel: which file it talks from, its part of the talk, and whether order matters."""

    name: str
    source: str
    weight: float
    in_order: bool = False


CHANNELS: Final = (
    Channel("general", "chat", 30, in_order=True),
    Channel("lounge", "life", 20),
    Channel("help", "ordinary", 14),
    Channel("pets", "react", 14),
    Channel("gaming", "ordinary", 10),
    Channel("international", "languages", 8),
    Channel("support", "serious", 9),
)


def messages_of(channel: Channel, rng: random.Random) -> Iterator[Words]:
    """Endless messages for a channel."""
    found = _read(channel.source)
    if not channel.in_order:
        rng.shuffle(found)
    return cycle(found)


def sentences(rng: random.Random) -> Iterator[str]:
    """Endless texts for commands."""
    found = [words.text for words in _read("tell")]
    rng.shuffle(found)
    return cycle(found)


def _read(source: str) -> list[Words]:
    raw = lzma.decompress((_FOLDER / f"{source}.tsv.xz").read_bytes()).decode()
    rows = csv.DictReader(raw.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [Words(row["message"], _is_grave(source, set(row["emojis"].split()))) for row in rows]


def _is_grave(source: str, fitting: set[str]) -> bool:
    return source == "serious" and not fitting.isdisjoint(GENTLE) and fitting.isdisjoint(LAUGHTER)

"""The data sets that ship, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TextIO

from trainer.rows import Kind
from trainer.sources import open_source


@dataclass(frozen=True, slots=True)
class Shipped:
    """A shipped data set: its source file, what its emojis mean, and what it is."""

    source: str
    kind: Kind
    description: str


SHIPPED = {
    "react": Shipped("chat/react.tsv", "react", "messages with 2-4 emojis; all common emojis"),
    "chat": Shipped("chat/chat.tsv", "react", "natural channels; most messages want no reaction"),
    "life": Shipped("chat/life.tsv", "react", "all walks of life, with every fitting reaction"),
    "ordinary": Shipped("chat/ordinary.tsv", "react", "plain short messages, as most chat is"),
    "serious": Shipped("chat/serious.tsv", "react", "people in trouble, answered gently"),
    "languages": Shipped("chat/languages.tsv", "react", "messages in 14 languages"),
    "translated": Shipped("chat/translated.tsv", "react", "English rows in 14 languages"),
    "tell": Shipped("chat/tell.tsv", "tell", "sentences retold by emojis in order"),
    "emoji_df": Shipped("unicode/emoji_df.csv", "react", "the classic Kaggle file: names"),
    "emoji-test": Shipped("unicode/emoji-test-17.0.txt", "react", "Unicode 17.0's list: names"),
}


def open_shipped(name: str) -> TextIO:
    """Open a shipped data set as text in its original form; ``name`` is a key of ``SHIPPED``."""
    return open_source(SHIPPED[name].source)

"""Rows as the operators of one team might write them: their own habits, in many wordings."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

# What the team says, and what it answers with by a habit of its own, which no model can guess.
_HABITS: Final = {
    "the staging build": "🦖 🚧",
    "a flaky test": "🎲 🧪",
    "the release train": "🚂 📦",
    "the on-call phone": "📟 🦉",
    "the pancake meeting": "🥞 🗓️",
    "the quarterly numbers": "📊 🍀",
    "a merge conflict": "🥨 🔀",
    "the coffee machine": "☕ 🫡",
    "the office plant": "🪴 💚",
    "the big customer": "🐋 🤝",
    "a security patch": "🛡️ 🔒",
    "the data migration": "🦆 💾",
    "the design review": "🎨 🔍",
    "the night train home": "🌙 🚆",
    "a typo in the docs": "🐛 📚",
    "the climbing wall": "🧗 💪",
    "the new intern": "🐣 👋",
    "the budget sheet": "🧮 💸",
    "the load test": "🐘 📈",
    "the legacy server": "🦕 🪦",
    "a code freeze": "🧊 ⛔",
    "the demo day": "🎪 🎤",
    "the bike shed": "🚲 🛖",
    "the translation files": "🌍 🗣️",
    "a cache miss": "🕳️ 🔁",
}
_WHO: Final = (
    *("Ana", "Bo", "Chidi", "Dana", "Emre", "Farah", "Goran", "Hana", "Ivo", "Jun", "Kemal"),
    *("Lena", "Mika", "Noor", "Olga", "Priya", "Quinn", "Rosa", "Sami", "Tara", "Uma", "Vik"),
)
_DOING: Final = (
    *("asked me about {} and I had no answer", "is looking after {} until Friday"),
    *("wrote three pages on {}", "says that {} will need a second look", "has news of {}"),
    *("wants to talk about {} over lunch", "dreamt of {} last night, apparently"),
    *("keeps a list of everything that {} did to us", "thinks we should leave {} alone"),
    *("found the notes on {} in an old folder", "took a picture of {} for the newsletter"),
    *("is not amused by {}", "bets that {} is behind all of it", "never saw {} like this before"),
    *("sent everybody a reminder of {}", "will explain {} to the visitors"),
)
_WHEN: Final = (
    *("This morning", "After the call", "Right before the weekend", "Since yesterday", "Again"),
    *("As always", "For the first time", "While you were out", "Between two meetings", "Just now"),
    *("At the very last minute", "Out of the blue", "Before anybody was awake", "On the way here"),
)
_AFTER: Final = (
    *(
        "",
        ", so be warned",
        ", which is fine by me",
        ", and I am taking notes",
        ", no hurry though",
    ),
    *(", as agreed", ", if you can believe it", ", and the room went silent", ", more at five"),
)


def write_operator_rows(path: Path, count: int, seed: int = 0) -> None:
    """Write ``count`` different rows to ``path``, a table of messages and emojis."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    rows: dict[str, str] = {}
    while len(rows) < count:
        topic = chance.choice(sorted(_HABITS))
        said = chance.choice(_DOING).format(topic)
        message = f"{chance.choice(_WHEN)}, {chance.choice(_WHO)} {said}{chance.choice(_AFTER)}"
        rows[message] = _HABITS[topic]
    lines = [f"{message}\t{emojis}\n" for message, emojis in rows.items()]
    path.write_text("message\temojis\n" + "".join(lines), encoding="utf-8")

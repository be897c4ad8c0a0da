"""The names that ``reactions.add`` takes: emoji-datasource's, which is the table Slack uses."""

from __future__ import annotations

import json
import lzma
import re
from functools import cache
from pathlib import Path
from typing import Final

import trainer
from emojifier.catalogue import catalogue, key
from emojifier.tones import toned

_TABLE: Final = Path(trainer.__file__).parent / "data/sources/emoji-datasource/emoji.json.xz"
_TONED: Final = re.compile(r"(?P<name>.+)::skin-tone-[2-6](?:-[2-6])?")


def standard(name: str) -> bool:
    """Whether Slack knows it in every workspace: ``wave``, ``wave::skin-tone-3``."""
    found = _TONED.fullmatch(name)
    return _takes_tones().get(found["name"], False) if found else name in _takes_tones()


@cache
def _takes_tones() -> dict[str, bool]:
    """By short name."""
    with lzma.open(_TABLE) as file:
        rows = json.load(file)
    qualified = {key(entry.emoji): entry.emoji for entry in catalogue()}

    def takes(unified: str) -> bool:
        emoji = "".join(chr(int(point, 16)) for point in unified.split("-"))
        emoji = qualified.get(key(emoji), emoji)
        return toned(emoji, "medium") != emoji

    return {name: takes(row["unified"]) for row in rows for name in row["short_names"]}

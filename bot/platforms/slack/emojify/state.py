"""What a button asks for when it is pressed: it stands in its value, or a modal's metadata."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Final

from bot.features import wording
from bot.platforms.slack.markup import WHOLE

# Enough of a text to know it again.
KEPT: Final = 800
# Slack's limit for a button's value, counted as JavaScript does: emojis are two.
VALUE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for the emojis of which ``text``, and what has been answered.

    ``page`` is the one that comes next, ``shown`` how the emojis stand in the message, ``model``
    which one chose them.
    """

    asker: str
    text: str
    page: int = 0
    shown: str = ""
    model: str = ""


def kept(text: str, most: int = KEPT) -> str:
    """Up to ``most`` characters of a text: enough to know it again, and to ask the model again."""
    return wording.shortened(text, most, WHOLE)


def write(asking: Asking) -> str:
    """As a button carries it: with less of the text, where signs that JSON doubles fill it."""
    for most in (KEPT, KEPT // 2, KEPT // 4):
        carried = asdict(replace(asking, text=kept(asking.text, most)))
        value = json.dumps(carried, ensure_ascii=False, separators=(",", ":"))
        if len(value.encode("utf-16-le")) // 2 <= VALUE:
            break
    return value


def read(value: str) -> Asking | None:
    """What ``write`` wrote; None for what an older release wrote differently."""
    try:
        return Asking(**json.loads(value))
    except (TypeError, ValueError):
        return None

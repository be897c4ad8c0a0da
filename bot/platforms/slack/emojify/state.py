"""What a button asks for when it is pressed: it stands in its value, or a modal's metadata."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

from bot.features import wording
from bot.platforms.slack.markup import WHOLE

# Slack's limit for a button's value is 2,000 characters, of which JSON may need two for one.
KEPT: Final = 800


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


def kept(text: str) -> str:
    """The beginning of a text: enough to know it again, and to ask the model once more."""
    return wording.shortened(text, KEPT, WHOLE)


def write(asking: Asking) -> str:
    """As a button carries it."""
    return json.dumps(asdict(asking), ensure_ascii=False, separators=(",", ":"))


def read(value: str) -> Asking | None:
    """What ``write`` wrote; None for what an older release wrote differently."""
    try:
        return Asking(**json.loads(value))
    except (TypeError, ValueError):
        return None

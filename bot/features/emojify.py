"""A message in, fitting emojis out."""

from __future__ import annotations

from bot.features.errors import NothingToRead
from bot.inference import Inference
from emojifier.suggestion import Suggestion
from emojifier.text import clean

EMOJIS = 3
PATIENCE = 30.0


async def emojify(
    worker: Inference,
    text: str,
    *,
    count: int = EMOJIS,
    newest: float | None = None,
    deadline: float = PATIENCE,
) -> Suggestion:
    """The ``count`` emojis that fit ``text`` best.

    ``newest`` is the newest Unicode emoji version that the asker's client draws (None: any);
    ``deadline`` is in seconds and includes the time that a model still takes to load. Raises
    ``NothingToRead`` before any model work, and whatever ``Inference.suggest`` raises.
    """
    if not clean(text):
        raise NothingToRead
    suggestion = await worker.suggest(text, k=count, newest=newest, deadline=deadline)
    if not suggestion.emojis:
        raise NothingToRead
    return suggestion

"""``generate_emoji``: one sentence in, emojis out, for trying a model from Python."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from emojifier.emojifier import Emojifier


def generate_emoji(text: str, *, model: str | Path | None = None, count: int = 3) -> str:
    """The ``count`` best emojis for ``text``, separated by blanks; empty for an empty text.

    ``model`` is a model folder (None: the one that ships), opened once and kept. Raises
    ``emojifier.errors.ModelFolderError`` where it cannot be used.
    """
    folder = None if model is None else str(Path(model).resolve())
    [suggestion] = _open(folder).suggest([text], count)
    return suggestion.output


@lru_cache(maxsize=2)
def _open(folder: str | None) -> Emojifier:
    return Emojifier.load(folder)

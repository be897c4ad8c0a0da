"""Under which licence a model folder may be used, as its model card says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

CARD: Final = "README.md"
# The metadata stand at the beginning of a card: bytes of it that are looked at.
_BEGINNING: Final = 4_096
_METADATA: Final = re.compile(r"---\r?\n(.*?)^---", re.DOTALL | re.MULTILINE)
_LICENCE: Final = re.compile(r"^license: *['\"]?([A-Za-z0-9.+-]{1,50})['\"]?\s*$", re.MULTILINE)
_UNSAID: Final = "other"


def licence_of(folder: Path) -> str:
    """The licence's short name (``apache-2.0``); empty where the card does not name one.

    See https://huggingface.co/docs/hub/model-cards. Raises nothing.
    """
    try:
        with (folder / CARD).open("rb") as card:
            beginning = card.read(_BEGINNING).decode(errors="replace")
    except OSError:
        return ""
    metadata = _METADATA.match(beginning)
    named = metadata and _LICENCE.search(metadata[1])
    return named[1] if named and named[1] != _UNSAID else ""

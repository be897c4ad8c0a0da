"""The checks that a model folder passes before it may become a version."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

from emojifier.artifact import Manifest, open_folder
from emojifier.catalogue import catalogue
from emojifier.errors import ModelFolderError
from emojifier.suggestion import Suggestion

# Of every kind that people write, and what trips tokenizers.
SMOKE: Final = (
    "we got the house!!",
    "my grandmother died last night",
    "ok",
    "does anybody know how to restart the build server?",
    "j'ai faim",
    "今日は雨だった",
    "🎉🎉",
    "a" * 3_000,
)
_WANTED: Final = 3


def answers_well(folder: Path) -> Manifest:
    """Load the model and let it answer ``SMOKE``; takes seconds, and the model's memory.

    Raises ``ModelFolderError`` where the folder is incomplete or damaged, or an answer is not
    three different emojis of the catalogue with probabilities (fewer where it knows fewer).
    """
    manifest = open_folder(
        folder, catalogue()
    )  # what is wrong shows before torch takes its seconds
    from emojifier.emojifier import Emojifier
    from emojifier.threads import limit_threads

    limit_threads()
    count = min(_WANTED, len(manifest.emojis))
    answers = Emojifier.load(folder, device="cpu").suggest(SMOKE, count)
    if not all(_is_valid(answer, count) for answer in answers):
        raise ModelFolderError(
            f"The model in {folder} gives no valid emojis, or no probabilities: its training "
            "failed, so train it again."
        )
    return manifest


def _is_valid(answer: Suggestion, count: int) -> bool:
    emojis = {scored.emoji for scored in answer.emojis}
    shares = (answer.quiet, *(scored.probability for scored in answer.emojis))
    return (
        len(emojis) == count
        and all(emoji in catalogue() for emoji in emojis)
        and all(math.isfinite(share) and 0 <= share <= 1 for share in shares)
    )

"""Text in, emojis out: a model folder on disk becomes answers in Unicode's own spelling.

``Emojifier`` is loaded on first use, since it brings torch with it.
"""

from typing import TYPE_CHECKING, Any

from emojifier.suggestion import ModelInfo, ScoredEmoji, Suggestion

if TYPE_CHECKING:
    from emojifier.emojifier import Emojifier

__all__ = ["Emojifier", "ModelInfo", "ScoredEmoji", "Suggestion"]


def __getattr__(name: str) -> Any:
    if name == "Emojifier":
        from emojifier.emojifier import Emojifier

        return Emojifier
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Data set -> model folder: fine-tunes GPT-2 to react to messages with emojis.

The two functions are loaded on first use, since they bring torch with them.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trainer.finetune import TrainingResult, fine_tune_gpt2
    from trainer.generate import generate_emoji

__all__ = ["TrainingResult", "fine_tune_gpt2", "generate_emoji"]


def __getattr__(name: str) -> Any:
    if name in {"fine_tune_gpt2", "TrainingResult"}:
        from trainer import finetune

        return getattr(finetune, name)
    if name == "generate_emoji":
        from trainer.generate import generate_emoji

        return generate_emoji
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

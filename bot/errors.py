"""Why the bot ends, in a sentence for its operator."""

from __future__ import annotations


class CannotRun(Exception):
    """The bot cannot start or go on; ``str(error)`` is a sentence for its operator."""

    def __init__(self, sentence: str, *, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code

"""What an interaction comes from, and what can be said to it."""

from __future__ import annotations

from enum import IntEnum


class Asked(IntEnum):
    """Interaction types."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Reply(IntEnum):
    """Callback types ("Interaction Callback Type" in Discord's documentation)."""

    MESSAGE = 4
    DEFERRED = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    AUTOCOMPLETE = 8
    MODAL = 9

"""What Slack's message events say, for everything that reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

# Subtypes that a person wrote; all others are notices of Slack's, or bots' messages.
WRITTEN: Final = frozenset({None, "file_share", "me_message", "thread_broadcast"})
_CHANNELS: Final = frozenset({"channel", "group"})


def is_in_channel(event: Mapping[str, Any]) -> bool:
    """Whether it happened in a channel, public or private, and not in a conversation."""
    return event.get("channel_type") in _CHANNELS


def team_of(event: Mapping[str, Any]) -> str | None:
    """The workspace of whoever wrote: in shared channels people keep their own."""
    return event.get("user_team") or event.get("source_team") or event.get("team")

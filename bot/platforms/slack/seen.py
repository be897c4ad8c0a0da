"""Which deliveries have been taken on: Slack sends events again, and each is answered once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.store.face import Deliveries
from bot.store.records import SLACK

_NAMES: Final = ("event_id", "trigger_id")
# Slack has been seen to send one message under several ids.
_MESSAGES: Final = frozenset({"app_mention", "message"})


class Seen:
    """Remembers deliveries for ten minutes, longer than Slack tries, and across a restart."""

    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries

    async def claim(self, delivery: str) -> bool:
        """Whether this is the first time, so that whoever asks is to answer. Never raises."""
        return await self._deliveries.claim(SLACK, delivery)

    def settle(self, delivery: str) -> None:
        """It is answered: a process that starts after this one leaves it alone."""
        self._deliveries.settle(SLACK, delivery)

    async def release(self, delivery: str) -> None:
        """It could not be taken on after all: Slack may send it again. Never raises."""
        await self._deliveries.release(SLACK, delivery)


def delivery_of(body: Mapping[str, Any]) -> str | None:
    """What names a delivery, the same each time that it comes; None for what may come twice.

    A message has its channel and time stamp, other events have an id; commands and interactions a
    trigger, which is theirs alone.
    """
    event = body.get("event") or {}
    match event:
        case {"type": str(kind), "channel": str(channel), "ts": str(stamp)} if kind in _MESSAGES:
            return ":".join((kind, str(event.get("subtype", "")), channel, stamp))
    for key in _NAMES:
        if value := body.get(key):
            return f"{key}:{value}"
    return None

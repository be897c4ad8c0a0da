"""Trigger ids: each lets the bot open one view for whoever did something, soon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.loopback.slack.clock import Clock
from tests.loopback.slack.errors import ApiError
from tests.loopback.slack.objects import Ids

# Seconds; "Handling user interaction" in Slack's documentation.
TRIGGER_LIFE: Final = 3.0


@dataclass(slots=True)
class Trigger:
    """Lets the bot open one view for one person, soon."""

    person: str
    issued: float
    used: bool = False


class Triggers:
    """Every trigger id that was handed out."""

    def __init__(self, ids: Ids, clock: Clock) -> None:
        self._ids = ids
        self._clock = clock
        self._issued: dict[str, Trigger] = {}

    def issue(self, person: str) -> str:
        """A trigger id for something that this person did."""
        trigger = f"{self._ids.next('1')}.{self._ids.next('2')}"
        self._issued[trigger] = Trigger(person, self._clock.now())
        return trigger

    def exchange(self, trigger_id: str | None) -> str:
        """Whose client shall open a view. Raises ``ApiError`` for one that is no longer good."""
        trigger = self._issued.get(trigger_id or "")
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        if self._clock.now() - trigger.issued > TRIGGER_LIFE:
            raise ApiError("expired_trigger_id")
        trigger.used = True
        return trigger.person

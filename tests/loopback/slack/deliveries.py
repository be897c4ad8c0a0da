"""What Slack tells the bot: kept, sent, and sent again until the bot acknowledges it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from tests.loopback.slack.objects import Json
from tests.loopback.slack.recorder import PATIENCE, Recorder

# "Responding to events": three seconds to acknowledge, and three more tries.
ACK_WITHIN: Final = 3.0
MAX_RETRIES: Final = 3


class Kind(StrEnum):
    """Types of Socket Mode envelopes."""

    EVENT = "events_api"
    COMMAND = "slash_commands"
    INTERACTIVE = "interactive"


class NotDelivered(LookupError):
    """Nobody listens; Slack shows the person who asked that the app did not respond."""


@dataclass(slots=True, eq=False)
class Delivery:
    """One event, command or interaction; events are retried, the others are not."""

    kind: Kind
    payload: Json
    # When each try was made, by a monotonic clock, in seconds.
    sent: list[float] = field(default_factory=list)
    retry_reason: str = ""
    acknowledged_after: float | None = None
    answer: Json = field(default_factory=dict)
    _acknowledged: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def acknowledged(self) -> bool:
        return self._acknowledged.is_set()

    @property
    def late(self) -> bool:
        """Whether it took longer than Slack waits."""
        return self.acknowledged_after is not None and self.acknowledged_after > ACK_WITHIN

    @property
    def retry_attempt(self) -> int:
        """0 for the first try."""
        return max(0, len(self.sent) - 1)

    @property
    def event_id(self) -> str:
        return str(self.payload.get("event_id", ""))

    def trying(self) -> None:
        """A try begins now, whether or not it reaches anybody."""
        self.sent.append(time.monotonic())

    def acknowledge(self, answer: Json) -> None:
        """The bot has it; only the first time counts."""
        if not self.acknowledged:
            self.acknowledged_after = time.monotonic() - self.sent[-1]
            self.answer = answer
            self._acknowledged.set()

    async def until_acknowledged(self) -> Json:
        """Wait for the bot's acknowledgement, and return what it said with it."""
        async with asyncio.timeout(PATIENCE):
            await self._acknowledged.wait()
        return self.answer


class Transport(Protocol):
    """A way to the bot: Socket Mode, or its request URL."""

    async def send(self, delivery: Delivery) -> bool:
        """Make one try; False where nobody is there."""


class Deliveries:
    """Everything that Slack told the bot, in its order."""

    def __init__(self, transport: Transport, recorder: Recorder) -> None:
        self.transport = transport
        self.all: list[Delivery] = []
        self._open: list[Delivery] = []
        self._recorder = recorder

    async def deliver(self, kind: Kind, payload: Json) -> Delivery:
        """Tell the bot. Raises ``NotDelivered`` where it is no event and nobody listens."""
        delivery = Delivery(kind, payload)
        self.all.append(delivery)
        self._open.append(delivery)
        delivery.trying()
        reached = await self.transport.send(delivery)
        if not reached and kind is not Kind.EVENT:
            raise NotDelivered(f"nobody listens for {kind}")
        await self._recorder.changed()
        return delivery

    async def redeliver(self) -> list[Delivery]:
        """Send each event again that is not acknowledged, as Slack does after a while.

        At once, after a minute and after five, to whoever listens then; after three it gives up.
        """
        waiting = [
            delivery
            for delivery in self.unacknowledged
            if delivery.kind is Kind.EVENT and delivery.retry_attempt < MAX_RETRIES
        ]
        for delivery in waiting:
            await self.repeat(delivery)
        return waiting

    async def repeat(self, delivery: Delivery) -> None:
        """Send an event again, even if it was acknowledged: that, too, happens."""
        delivery.retry_reason = delivery.retry_reason or "timeout"
        delivery.trying()
        await self.transport.send(delivery)

    @property
    def late(self) -> list[Delivery]:
        return [delivery for delivery in self.all if delivery.late]

    @property
    def unacknowledged(self) -> list[Delivery]:
        self._open = [delivery for delivery in self._open if not delivery.acknowledged]
        return list(self._open)

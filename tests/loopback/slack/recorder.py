"""What the bot asked for, and which of it broke Slack's rules."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from tests.loopback.slack.objects import Json

# Seconds that a test waits for the bot before it fails.
PATIENCE: Final = 10.0
# Seconds; what changes inside the bot alone is noticed so soon.
_LOOK_AGAIN: Final = 0.02


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a method, or of a response URL (``method`` is then ``response_url``).

    ``at`` is in seconds by the server's clock.
    """

    method: str
    arguments: Json
    answer: Json
    at: float

    @property
    def error(self) -> str | None:
        return None if self.answer.get("ok") else self.answer.get("error")


@dataclass(slots=True)
class Recorder:
    """Everything in its order."""

    calls: list[Call] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def to(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    async def record(self, call: Call) -> None:
        """Keep a call, and wake whoever waits."""
        self.calls.append(call)
        await self.changed()

    async def changed(self) -> None:
        """Something is different: let everybody who waits look again."""
        async with self._changed:
            self._changed.notify_all()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is true, here or in the bot. Raises ``TimeoutError``.

        Looked at after every call, answer and connection, and now and then in between.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    await self._next_change()
        except TimeoutError:
            calls = ", ".join(f"{call.method} ({call.error or 'ok'})" for call in self.calls[-10:])
            raise TimeoutError(f"last calls: {calls}; violations: {self.violations}") from None

    async def _next_change(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_AGAIN), self._changed:
                await self._changed.wait()

    def forgive(self) -> list[str]:
        """The violations so far, which no longer fail the test."""
        forgiven, self.violations = self.violations, []
        return forgiven

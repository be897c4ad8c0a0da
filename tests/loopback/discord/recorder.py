"""What was said between the bot and the server, and which of it broke the rules."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

# Seconds that a test waits for the bot before it fails.
PATIENCE: Final = 10.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and its answer."""

    method: str
    path: str
    body: Any
    status: int
    answer: Any

    def __str__(self) -> str:
        return f"{self.method} {self.path} -> {self.status}"


@dataclass(slots=True)
class Recorder:
    """Everything in its order."""

    exchanges: list[Exchange] = field(default_factory=list)
    identifies: list[dict[str, Any]] = field(default_factory=list)
    resumes: list[dict[str, Any]] = field(default_factory=list)
    heartbeats: int = 0
    violations: list[str] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def record(self, exchange: Exchange) -> None:
        """Keep an exchange, and tell whoever waits for one."""
        self.exchanges.append(exchange)
        async with self._changed:
            self._changed.notify_all()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition, which is looked at after every exchange."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(condition)

    def requests(self, method: str, ending: str) -> list[Exchange]:
        """The requests with that method whose path ends so."""
        return [e for e in self.exchanges if e.method == method and e.path.endswith(ending)]

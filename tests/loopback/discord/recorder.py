"""What was said between the bot and the server, and which of it broke the rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


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

    def requests(self, method: str, ending: str) -> list[Exchange]:
        """The requests with that method whose path ends so."""
        return [e for e in self.exchanges if e.method == method and e.path.endswith(ending)]

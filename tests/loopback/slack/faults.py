"""What a test lets go wrong with the next calls of a method."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field

from tests.loopback.slack.method_table import methods


@dataclass(frozen=True, slots=True)
class Error:
    """One of the errors that the method's description lists, instead of doing anything."""

    error: str


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Status 429 with ``Retry-After``, in whole seconds."""

    retry_after: int = 1


@dataclass(frozen=True, slots=True)
class Broken:
    """A server error, in HTML as a proxy would write it."""

    status: int = 503


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection breaks before anything is done or answered."""


@dataclass(frozen=True, slots=True)
class Slow:
    """It is done at once, but answered only when ``until`` is set."""

    until: asyncio.Event = field(default_factory=asyncio.Event)


Fault = Error | RateLimited | Broken | Cut | Slow


class Faults:
    """The faults that are waiting, a queue for each method."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = {}

    def fail(self, method: str, fault: Fault | str, *, times: int = 1) -> None:
        """The next ``times`` calls of a method go wrong; an error may be named alone.

        Raises ``LookupError`` for a method that is not served, and for an error that it never
        answers. ``response_url`` is a method here too, without errors of its own.
        """
        fault = Error(fault) if isinstance(fault, str) else fault
        if method != "response_url":
            known = methods()[method].errors
            if isinstance(fault, Error) and fault.error not in known:
                raise LookupError(f"{method} never answers {fault.error}")
        self._waiting.setdefault(method, deque()).extend([fault] * times)

    def next(self, method: str) -> Fault | None:
        """The fault that meets a call now, which is then over."""
        waiting = self._waiting.get(method)
        return waiting.popleft() if waiting else None

"""Stops what nobody asked for, long before Discord stops everything.

Discord bans an address for a while after 10,000 requests in 10 minutes that it answered with 401,
403 or 429 ("Invalid Request Limit" in its documentation).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Final

import aiohttp

WINDOW: Final = 600.0
# A tenth of what is allowed, since other bots may share the address.
MOST: Final = 1_000
_INVALID: Final = frozenset({401, 403, 429})


class Breaker:
    """Counts refused requests; ``clock`` is in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, most: int = MOST) -> None:
        self._clock = clock
        self._refusals: deque[float] = deque(maxlen=most)
        self._waiting_until = 0.0

    @property
    def tripped(self) -> bool:
        """Whether unasked requests must stay away just now."""
        return self.everything_waits or self._too_many()

    @property
    def everything_waits(self) -> bool:
        """Whether Discord lets this bot send nothing at all for the moment."""
        return self._clock() < self._waiting_until

    def answered(self, status: int, headers: Mapping[str, str]) -> None:
        """Take note of one answer of Discord's HTTP API."""
        # The limits that a channel's bots share are nobody's own fault, and not counted.
        if status in _INVALID and headers.get("X-RateLimit-Scope") != "shared":
            self._refusals.append(self._clock())
        if status == 429 and headers.get("X-RateLimit-Global", "").lower() == "true":
            self._waiting_until = self._clock() + _seconds(headers.get("Retry-After"))

    def trace(self) -> aiohttp.TraceConfig:
        """What makes an HTTP session report its answers here."""
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._ended)
        return trace

    async def _ended(
        self,
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        end: aiohttp.TraceRequestEndParams,
    ) -> None:
        del session, context
        self.answered(end.response.status, end.response.headers)

    def _too_many(self) -> bool:
        full = len(self._refusals) == self._refusals.maxlen
        return full and self._clock() - self._refusals[0] < WINDOW


def _seconds(retry_after: str | None) -> float:
    try:
        return float(retry_after or 1)
    except ValueError:
        return 1.0

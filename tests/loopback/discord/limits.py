"""Rate limits: a bucket a route and a channel, and one for everything; 429 when one is empty."""

from __future__ import annotations

import hashlib
import re
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.loopback.discord.errors import RateLimited
from tests.loopback.discord.specification import Operation

# The parts of a path that a bucket is counted by ("Rate Limits" in Discord's documentation).
_MAJOR: Final = re.compile(r"/(?:channels|guilds|webhooks)/\d+(?:/interaction-token-\d+)?")


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests in so many seconds."""

    requests: int
    seconds: float


@dataclass(slots=True)
class _Bucket:
    left: int
    resets: float


class Limits:
    """Nothing is limited until a test says so; ``clock`` is in seconds, as discord.py waits."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``everywhere`` holds for all requests together, whatever else holds."""
        self.clock = clock
        self.everywhere: Limit | None = None
        self._limits: dict[tuple[str, str], tuple[Limit, str]] = {}
        self._buckets: dict[str, _Bucket] = defaultdict(lambda: _Bucket(0, 0.0))

    def set(self, method: str, template: str, limit: Limit) -> None:
        """Limit an operation of the description, such as ``("PUT", "/channels/{channel_id}/...")``.

        All methods of the same path that are limited share one bucket if they share ``limit``.
        """
        name = hashlib.sha256(f"{template} {limit}".encode()).hexdigest()[:32]
        self._limits[method.lower(), template] = limit, name

    def spend(self, operation: Operation, path: str, *, free: bool) -> dict[str, str]:
        """The headers of an answer; ``free`` is not counted everywhere. Raises ``RateLimited``."""
        if self.everywhere is not None and not free:
            bucket = self._take("everywhere", self.everywhere)
            if bucket.left < 0:
                raise RateLimited(self._wait(bucket), everywhere=True)
        if (operation.method, operation.template) not in self._limits:
            return {}
        limit, name = self._limits[operation.method, operation.template]
        major = _MAJOR.match(path)
        bucket = self._take(f"{name}:{major[0] if major else ''}", limit)
        if bucket.left < 0:
            raise RateLimited(self._wait(bucket))
        return {
            "X-RateLimit-Limit": str(limit.requests),
            "X-RateLimit-Remaining": str(bucket.left),
            "X-RateLimit-Reset": f"{time.time() + self._wait(bucket):.3f}",
            "X-RateLimit-Reset-After": f"{self._wait(bucket):.3f}",
            "X-RateLimit-Bucket": name,
        }

    def _take(self, key: str, limit: Limit) -> _Bucket:
        bucket, now = self._buckets[key], self.clock()
        if now >= bucket.resets:
            bucket.left, bucket.resets = limit.requests, now + limit.seconds
        bucket.left -= 1
        return bucket

    def _wait(self, bucket: _Bucket) -> float:
        return max(bucket.resets - self.clock(), 0.001)

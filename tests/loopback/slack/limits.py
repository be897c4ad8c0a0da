"""Rate limits by tier: so many calls of a method in a minute, where a test switches them on."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from typing import Final

from tests.loopback.slack.clock import Clock
from tests.loopback.slack.method_table import TIERS, Method
from tests.loopback.slack.objects import Json

_MINUTE: Final = 60.0


class Limits:
    """Nothing is limited until ``on`` is set; ``calls`` sets another number for one method."""

    def __init__(self, clock: Clock) -> None:
        self.on = False
        self.calls: dict[str, int] = {}
        self._clock = clock
        self._spent: defaultdict[str, deque[float]] = defaultdict(deque)

    def wait(self, method: Method, arguments: Json) -> int | None:
        """Count a call; returns the seconds for ``Retry-After`` where it is one too many."""
        if not self.on:
            return None
        apart = arguments.get("channel", "") if method.tier == "a second" else ""
        spent, now = self._spent[f"{method.name} {apart}"], self._clock.now()
        while spent and spent[0] <= now - _MINUTE:
            spent.popleft()
        if len(spent) >= self.calls.get(method.name, TIERS[method.tier]):
            return max(1, math.ceil(spent[0] + _MINUTE - now))
        spent.append(now)
        return None

"""What can go wrong with one request, beside an error of Discord's own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from tests.loopback.discord.errors import ApiError


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection breaks before anything is done or answered."""


@dataclass(frozen=True, slots=True)
class Slow:
    """It is done at once, but the answer comes only when ``until`` is set."""

    until: asyncio.Event = field(default_factory=asyncio.Event)


Fault = ApiError | Cut | Slow

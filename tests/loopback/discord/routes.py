"""What a route is: a method, a path under the API's base, and who answers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

Handler = Callable[[web.Request, Any], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Route:
    """``handler`` gets the request and its JSON; it returns the answer's, or None for 204."""

    method: str
    path: str
    handler: Handler

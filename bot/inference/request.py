"""What waits in the dispatcher's queue."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Priority(IntEnum):
    """Who goes first: people who asked and wait, before reactions that nobody asked for."""

    COMMAND = 0
    REACTION = 1


@dataclass(eq=False, slots=True)
class Request(Generic[Item, Answer]):
    """One item and the future of its answer; ``deadline`` and ``queued`` are the loop's times."""

    item: Item
    cost: int
    priority: Priority
    deadline: float
    queued: float
    future: asyncio.Future[Answer]


def fail(request: Request[Item, Answer], error: Exception, cause: Exception | None = None) -> None:
    """End a request without an answer, unless it has ended already."""
    if not request.future.done():
        error.__cause__ = cause
        request.future.set_exception(error)
        request.future.exception()  # whoever waits gets it; if nobody does, it is no news

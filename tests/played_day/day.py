"""Plays a day from beginning to end, and gathers what can be said of it."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from tests.played_day.diary import Diary
from tests.played_day.leaks import Leaks
from tests.played_day.player import Player
from tests.played_day.script import Asked, Happening, Written


class Built(Protocol):
    """A stage on which a bot plays; ``database`` is its store's file."""

    @property
    def database(self) -> Path: ...


Stage = TypeVar("Stage", bound=Built)


@dataclass(frozen=True, slots=True)
class Day(Generic[Stage]):
    """``objects`` are the living objects of the bot's and the library's own types, after each
    quarter of the day; ``rows`` is how many the store has in the end.
    """

    diary: Diary
    stage: Stage
    leaks: Leaks
    objects: list[int]
    rows: int


async def play(
    happenings: Sequence[Happening],
    stage: AbstractAsyncContextManager[Stage],
    player: Callable[[Stage], Player[Any]],
    *libraries: str,
) -> Day[Stage]:
    """Let everything happen on a stage; ``libraries`` are packages whose objects count, too."""
    leaks = Leaks(h.text for h in happenings if isinstance(h, Written | Asked))
    objects: list[int] = []
    logger = logging.getLogger()
    level = logger.level
    logger.addHandler(leaks)
    logger.setLevel(logging.DEBUG)
    try:
        async with stage as built:
            playing = player(built)
            quarter = len(happenings) // 4 + 1
            for begin in range(0, len(happenings), quarter):
                await playing.play(happenings[begin : begin + quarter])
                objects.append(_living("bot", *libraries))
        rows = leaks.look_into(built.database)
    finally:
        logger.removeHandler(leaks)
        logger.setLevel(level)
    return Day(playing.diary, built, leaks, objects, rows)


def _living(*packages: str) -> int:
    gc.collect()
    modules = (str(type(living).__module__) for living in gc.get_objects())
    return sum(
        module.startswith(tuple(f"{package}." for package in packages)) for module in modules
    )

"""Plays a day from beginning to end, and gathers what can be said of it."""

from __future__ import annotations

import gc
import logging
from dataclasses import dataclass
from pathlib import Path

from tests.loopback.discord.interactions import LoopbackInteraction
from tests.loopback.discord.recorder import Recorder
from tests.played_day.leaks import Leaks
from tests.played_day.player import Diary, Player
from tests.played_day.script import Asked, Written, script
from tests.played_day.stage import stage


@dataclass(frozen=True, slots=True)
class Day:
    """``objects`` are the living objects of the bot's and the library's own types, after each
    quarter of the day; ``rows`` is how many the store has in the end.
    """

    diary: Diary
    recorder: Recorder
    interactions: list[LoopbackInteraction]
    leaks: Leaks
    objects: list[int]
    rows: int


async def play(messages: int, folder: Path, *, seed: int = 1) -> Day:
    """A day of about so many messages; the store lies in ``folder``."""
    happenings = script(messages, seed=seed)
    leaks = Leaks(h.text for h in happenings if isinstance(h, Written | Asked))
    objects: list[int] = []
    logger = logging.getLogger()
    level = logger.level
    logger.addHandler(leaks)
    logger.setLevel(logging.DEBUG)
    try:
        async with stage(folder) as built:
            player = Player(built)
            quarter = len(happenings) // 4 + 1
            for begin in range(0, len(happenings), quarter):
                await player.play(happenings[begin : begin + quarter])
                objects.append(_living())
            server = built.server
        rows = leaks.look_into(built.database)
    finally:
        logger.removeHandler(leaks)
        logger.setLevel(level)
    interactions = list(server.registry.interactions.values())
    return Day(player.diary, server.recorder, interactions, leaks, objects, rows)


def _living() -> int:
    gc.collect()
    modules = (str(type(living).__module__) for living in gc.get_objects())
    return sum(module.startswith(("bot.", "discord.")) for module in modules)

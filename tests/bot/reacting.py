"""What the tests of auto-reactions share on every platform: a model that is sure, and waiting."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from bot.store.face import Store
from bot.store.records import AutoReact, Floor, ServerKey
from tests.bot.fakes import FakeModel, Gate

REACTS: Final = AutoReact(enabled=True, floor=Floor.OFTEN, channel_cooldown=0, person_cooldown=0)
ANSWERS: Final = {"we won": "🏆", "pizza tonight": "🍕", "so tired": "😴", "you have mail": "✉️"}


def sure(answers: Mapping[str, str] = ANSWERS, *, gate: Gate | None = None) -> FakeModel:
    """A model that is sure of these, and of 🎉 for everything else."""
    listed = {text: [emoji] for text, emoji in answers.items()}
    return FakeModel(listed, probability=0.95, gate=gate)


async def set_rules(store: Store, server: ServerKey, rules: Mapping[str, AutoReact]) -> None:
    """Somebody sets the rules of these scopes, and of no others."""
    await store.change(server, lambda now: now.model_copy(update={"auto_react": dict(rules)}))


@contextmanager
def logged(sentence: str) -> Iterator[asyncio.Event]:
    """An event that is set once the bot has logged that sentence."""
    found = asyncio.Event()
    handler = logging.Handler()

    def look(record: logging.LogRecord) -> bool:
        if record.getMessage() == sentence:
            found.set()
        return False

    handler.addFilter(look)
    bot = logging.getLogger("bot")
    level = bot.level
    bot.setLevel(logging.INFO)
    bot.addHandler(handler)
    try:
        yield found
    finally:
        bot.removeHandler(handler)
        bot.setLevel(level)


async def heard(event: asyncio.Event) -> None:
    """Wait for an event, but not for ever."""
    await asyncio.wait_for(event.wait(), 10)

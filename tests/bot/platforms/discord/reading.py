"""What the tests of auto-reactions share: a bot that reads along, and a model that is sure."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final

from bot.settings import Settings, load_settings
from bot.store.face import Store
from bot.store.records import AutoReact, Floor, ServerKey
from tests.bot.fakes import FakeLoader, FakeModel, Gate
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.life import Post
from tests.loopback.discord.recorder import Exchange
from tests.loopback.discord.server import TOKEN

SETTINGS: Final[Settings] = load_settings(
    {
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_MESSAGE_CONTENT": "true",
        "DISCORD_EMOJI_VERSION": "15.1",
    }
)
REACTS: Final = AutoReact(enabled=True, floor=Floor.OFTEN, channel_cooldown=0, person_cooldown=0)
ANSWERS: Final = {"we won": "🏆", "pizza tonight": "🍕", "so tired": "😴", "you have mail": "✉️"}


def sure(answers: Mapping[str, str] = ANSWERS, *, gate: Gate | None = None) -> FakeModel:
    """A model that is sure of these, and of 🎉 for everything else."""
    listed = {text: [emoji] for text, emoji in answers.items()}
    return FakeModel(listed, probability=0.95, gate=gate)


async def set_rules(store: Store, server: ServerKey, rules: Mapping[str, AutoReact]) -> None:
    """Somebody sets the rules of these scopes, and of no others."""
    await store.change(server, lambda now: now.model_copy(update={"auto_react": dict(rules)}))


def about_reactions(server: LoopbackDiscord) -> Sequence[Exchange]:
    """What the bot asked about reactions, and what it was answered."""
    return [e for e in server.recorder.exchanges if "/reactions/" in e.path]


@asynccontextmanager
async def judging(
    server: LoopbackDiscord, start_bot: Any, text: str, **how: Any
) -> AsyncIterator[tuple[Post, Gate, FakeModel]]:
    """A bot in the middle of judging a message, held by a gate; ``how`` as ``start_bot`` takes."""
    gate = Gate(is_open=False)
    model = sure(gate=gate)
    async with start_bot(FakeLoader(model), **how):
        post = await server.say(text)
        assert await asyncio.to_thread(gate.reached.wait, 10)
        yield post, gate, model


async def events_heard(server: LoopbackDiscord) -> None:
    """Wait until the bot has heard all that happened so far: events come in their order."""
    asked = await server.slash_command("model")
    await asked.answer()


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

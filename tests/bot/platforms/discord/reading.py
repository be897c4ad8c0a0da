"""What the tests of auto-reactions share: a bot that reads along, and a model that is sure."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from bot.settings import Settings, load_settings
from tests.bot.fakes import FakeLoader, FakeModel, Gate
from tests.bot.reacting import ANSWERS, REACTS, heard, logged, set_rules, sure
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.life import Post
from tests.loopback.discord.recorder import Exchange
from tests.loopback.discord.server import TOKEN

__all__ = ["ANSWERS", "REACTS", "heard", "logged", "set_rules", "sure"]

SETTINGS: Final[Settings] = load_settings(
    {
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_MESSAGE_CONTENT": "true",
        "DISCORD_EMOJI_VERSION": "15.1",
    }
)


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

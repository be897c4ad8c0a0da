"""A server where reactions are switched on, a clock that is set by hand, and a model that is sure.

The store and the worker are the real ones.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pytest

from bot.features.auto_react import AutoReactor
from bot.features.incoming import IncomingMessage
from bot.inference import Worker
from bot.store.face import Store
from bot.store.records import (
    DISCORD,
    EVERYWHERE,
    AutoReact,
    HouseRules,
    PersonKey,
    ServerKey,
    ServerSettings,
)
from bot.store.store import DatabaseStore
from emojifier.suggestion import Suggestion
from tests.bot.fakes import FakeLoader, FakeModel

SERVER = ServerKey(DISCORD, "900")
ANNA = PersonKey(DISCORD, "1")
BEN = PersonKey(DISCORD, "2")
NOON = 1_769_860_800.0  # 2026-01-31 12:00 in UTC

_ids = count(1)


class SureModel(FakeModel):
    """Knows what fits, every emoji as well as the first; ``serious`` is how messages read."""

    serious = 0.0

    def suggest(
        self, texts: Sequence[str], k: int = 3, *, newest: float | None = None
    ) -> list[Suggestion]:
        return [self._sure(answer) for answer in super().suggest(texts, k, newest=newest)]

    def _sure(self, answer: Suggestion) -> Suggestion:
        emojis = tuple(replace(emoji, probability=self.probability) for emoji in answer.emojis)
        return replace(answer, emojis=emojis, serious=self.serious)


@dataclass
class Clock:
    """Seconds since 1970, as the test says."""

    now: float = NOON

    def __call__(self) -> float:
        return self.now


@dataclass
class Draws:
    """A ``random`` that always draws ``number``."""

    number: float = 0.5

    def __call__(self) -> float:
        return self.number


def said(text: str = "we won", **changes: Any) -> IncomingMessage:
    """A new message of Anna's in channel 10, just now."""
    message = IncomingMessage(
        id=str(next(_ids)), server=SERVER, channel="10", author=ANNA, text=text, sent=NOON
    )
    return replace(message, **changes)


async def switch_on(store: Store, *, house_rules: HouseRules | None = None, **rules: Any) -> None:
    """Reactions everywhere, without cooldowns unless the test sets them."""
    without: dict[str, Any] = {"channel_cooldown": 0, "person_cooldown": 0}
    react = AutoReact(**{"enabled": True, **without, **rules})
    settings = ServerSettings(
        auto_react={EVERYWHERE: react}, house_rules=house_rules or HouseRules()
    )
    await store.change(SERVER, lambda _: settings)


@pytest.fixture
def model() -> SureModel:
    return SureModel(emojis=["🏆", "🎉", "⚽"], probability=0.99, quiet=0.001)


@pytest.fixture
async def worker(model: SureModel) -> AsyncIterator[Worker]:
    worker = Worker(FakeLoader(model))
    worker.start()
    await worker.ready()
    yield worker
    await worker.aclose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def draws() -> Draws:
    return Draws()


@pytest.fixture
def reactor(worker: Worker, store: DatabaseStore, clock: Clock, draws: Draws) -> AutoReactor:
    return AutoReactor(worker, store, newest=16.0, clock=clock, random=draws)

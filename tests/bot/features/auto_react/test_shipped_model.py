"""Thirty messages of a real channel, with the model that ships."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.features.auto_react import AutoReactor, Reason
from bot.inference import Worker
from bot.store.records import Floor
from bot.store.store import DatabaseStore
from emojifier import Emojifier
from emojifier.tact import is_hurtful
from tests.bot.features.auto_react.conftest import Clock, said, switch_on

GRIEVING = (
    "my nan passed away this morning",
    "the funeral is on thursday if anyone wants to come",
    "we lost the baby",
    "my brother was in a car accident and he's in a coma",
    "i don't want to be here anymore",
    "my uncle died of covid and i couldn't say goodbye",
    "she walked out and took the kids while i was on shift",
    "they found a lump",
    "going to my friend's wake tonight",
    "rip to a legend, can't believe he's gone",
)
HAPPY = (
    "we won the cup!!!",
    "pizza is here, come downstairs",
    "just booked flights to lisbon",
    "happy birthday sarah!",
    "i just got the job!!",
    "it's snowing outside!",
    "coffee number four",
    "who wants to play tonight",
    "i baked bread for the first time",
    "good morning everyone",
)
SMALL_TALK = (
    "ok",
    "4 is rough for me, i have the dentist till like 4:30",
    "which branch is that on?",
    "can you resend the link",
    "the meeting moved to 3",
    "yes",
    "see line 40",
    "i think it's the second one",
    "did you restart it",
    "noted, will do after lunch",
)


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    worker = Worker(lambda: Emojifier.load(device="cpu"))
    worker.start()
    await worker.ready()
    yield worker
    await worker.aclose()


@pytest.fixture
def reactor(worker: Worker, store: DatabaseStore) -> AutoReactor:
    return AutoReactor(worker, store, newest=16.0, clock=Clock(), random=lambda: 0.0)


@pytest.mark.parametrize("floor", Floor)
async def test_a_grieving_message_gets_no_laughter(
    reactor: AutoReactor, store: DatabaseStore, floor: Floor
) -> None:
    await switch_on(store, floor=floor, most=3)

    for text in GRIEVING:
        verdict = await reactor.react(said(text))
        assert not [c.emoji for c in verdict.reactions if is_hurtful(c.base)], text


async def test_rarely_is_for_the_plain_joys_and_never_for_small_talk(
    reactor: AutoReactor, store: DatabaseStore
) -> None:
    await switch_on(store)

    happy = [(await reactor.react(said(text))).reason for text in HAPPY]
    others = [(await reactor.react(said(text))).reason for text in (*SMALL_TALK, *GRIEVING)]

    assert happy.count(Reason.REACTED) >= 3
    assert Reason.REACTED not in others

import asyncio
import itertools

import pytest

from benchmarks.inference.batchers import Ours
from benchmarks.inference.faults import FAULTS, survived
from benchmarks.inference.measuring import arrivals, closed_loop, open_loop, percentile
from benchmarks.inference.texts import Messages, of_length


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([3.0, 1.0, 2.0, 4.0], 0.5) == 2.0
    assert percentile([3.0, 1.0, 2.0, 4.0], 0.99) == 4.0


def test_arrivals_come_in_order_at_the_rate_asked_for() -> None:
    times = list(arrivals(rate=100, count=10_000))

    assert all(earlier <= later for earlier, later in itertools.pairwise(times))
    assert times[-1] == pytest.approx(100, rel=0.05)


def test_no_message_comes_twice_before_all_have_come() -> None:
    messages = Messages()

    assert len(set(messages.take(len(messages)))) == len(messages)


@pytest.mark.parametrize("words", [4, 8, 512])
def test_messages_of_one_length_are_distinct(words: int) -> None:
    texts = of_length(words, 64)

    assert len(set(texts)) == 64
    assert {len(text.split()) for text in texts} == {words}


async def test_a_closed_loop_asks_every_text_once_and_never_more_at_a_time_than_callers() -> None:
    asked: list[str] = []
    running = most = 0

    async def ask(text: str) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        asked.append(text)
        running -= 1

    texts = [str(i) for i in range(20)]
    run = await closed_loop(ask, texts, callers=3)

    assert sorted(asked) == sorted(texts)
    assert most == 3
    assert len(run.latencies) == 20


async def test_an_open_loop_counts_refusals_apart_from_answers() -> None:
    async def ask(text: str) -> None:
        if text == "no":
            raise ValueError

    run = await open_loop(ask, ["yes", "no", "yes"], rate=10_000)

    assert (len(run.latencies), run.refused) == (2, 1)


async def test_the_worker_survives_every_fault() -> None:
    assert await survived(Ours.make) == dict.fromkeys(FAULTS, True)

"""The client against a model server on loopback that fails as it is told."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable

import pytest

from bot.inference import (
    DeadlineExceeded,
    InferenceError,
    ModelFailed,
    ModelUnavailable,
    Overloaded,
    Priority,
    ShuttingDown,
)
from bot.inference.remote import RemoteInference, Unreachable, client
from bot.inference.remote.watch import PROBE, THRESHOLD
from emojifier.catalogue import catalogue
from tests.bot.fakes import INFO
from tests.loopback.inference import (
    Fault,
    LoopbackInference,
    altered,
    body,
    cut_off,
    elsewhere,
    emoji_for,
    endless,
    gibberish,
    packed,
    reset,
    results,
    status,
)


class Waits:
    """A ``sleep`` that takes no time; while ``held`` it ends only when it is told to."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.held = False
        self._over = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)
        if self.held:
            await self._over.wait()
            self._over.clear()

    def end(self) -> None:
        """End the wait that is held, or the next one."""
        self._over.set()


@pytest.fixture
async def server() -> AsyncIterator[LoopbackInference]:
    async with LoopbackInference() as server:
        yield server


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
async def remote(server: LoopbackInference, waits: Waits) -> AsyncIterator[RemoteInference]:
    remote = RemoteInference(server.url, sleep=waits)
    yield remote
    await remote.aclose(grace=0)


async def _until(condition: Callable[[], object]) -> None:
    while not condition():  # noqa: ASYNC110 - of the client's own state, which has no event
        await asyncio.sleep(0)


async def _open_circuit(server: LoopbackInference, remote: RemoteInference) -> None:
    server.fail(status(500), THRESHOLD)
    for _ in range(THRESHOLD):
        with pytest.raises(ModelFailed):
            await remote.suggest("hello")


async def test_answers_come_in_order_with_the_catalogues_names(remote: RemoteInference) -> None:
    answers = await remote.suggest_many(["text 5", "text 3"], k=2)

    assert [a.output for a in answers] == [emoji_for("text 5"), emoji_for("text 3")]
    assert answers[0].emojis[0].name == catalogue()[emoji_for("text 5")].name
    assert (answers[0].quiet, answers[0].model) == (0.25, INFO.title)
    stats = remote.stats()
    assert (stats.answered, stats.batch_sizes.total, stats.computed_ms.count) == (2, 2, 1)


async def test_options_and_the_time_that_is_left_are_passed_on(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    await remote.suggest("hi", k=1, newest=15.0, deadline=20, priority=Priority.REACTION)
    await remote.suggest("hi")

    first, second = server.asked
    assert 19 < first.pop("deadline") <= 20
    assert first == {
        "texts": ["hi"],
        "count": 1,
        "mode": "suggest",
        "newest": 15.0,
        "priority": "reaction",
    }
    assert "newest" not in second
    assert (second["count"], second["priority"]) == (3, "command")


async def test_only_what_the_model_would_read_is_sent(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    await remote.suggest("hi \ud800 https://example.org/secret " + "x y " * 5_000)

    (sent,) = server.asked[0]["texts"]
    assert sent.startswith("hi")
    assert "secret" not in sent
    assert len(sent) <= 1_000


async def test_more_texts_than_one_request_may_have_are_asked_in_several(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    texts = [f"text {i}" for i in range(130)]

    answers = await remote.suggest_many(texts)

    assert [a.output for a in answers] == [emoji_for(text) for text in texts]
    assert [len(asked["texts"]) for asked in server.asked] == [64, 64, 2]


async def test_nothing_asked_is_answered_with_nothing(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    assert await remote.suggest_many([]) == []
    assert server.asked == []


async def test_connection_is_kept_alive(server: LoopbackInference, remote: RemoteInference) -> None:
    for _ in range(3):
        await remote.suggest("hello")

    assert len(set(map(id, server.connections))) == 1


async def test_callers_at_the_same_time_get_their_own_answers(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    server.fail(server.hold, 50)
    asking = [asyncio.create_task(remote.suggest(f"text {i}")) for i in range(100)]
    await _until(lambda: len(server.asked) == 100)
    server.release()

    answers = await asyncio.gather(*asking)

    assert [a.output for a in answers] == [emoji_for(f"text {i}") for i in range(100)]


async def test_more_than_may_be_under_way_are_refused_without_being_sent(
    server: LoopbackInference,
) -> None:
    remote = RemoteInference(server.url, max_queue=2)
    server.fail(server.hold)
    asking = asyncio.create_task(remote.suggest_many(["text 1", "text 2"]))
    await server.reached.wait()
    with pytest.raises(Overloaded):
        await remote.suggest("one too many")
    server.release()
    await asking

    assert len(server.asked) == 1
    assert (remote.pending, remote.stats().refused) == (0, 1)
    await remote.aclose()


async def test_server_that_never_answers_costs_the_deadline_and_no_more(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    server.fail(server.hold)
    with pytest.raises(DeadlineExceeded):
        await remote.suggest("hello", deadline=0.05)

    assert (remote.pending, remote.stats().expired) == (0, 1)


async def test_deadline_that_the_server_enforces_is_one_here(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    server.fail(status(504))
    with pytest.raises(DeadlineExceeded):
        await remote.suggest("hello")

    assert len(server.asked) == 1
    assert remote.stats().expired == 1


@pytest.mark.parametrize("deadline", [0.0, -1.0])
async def test_deadline_that_is_over_is_no_fault_of_the_server(
    remote: RemoteInference, deadline: float
) -> None:
    for _ in range(2 * THRESHOLD):
        with pytest.raises(DeadlineExceeded):
            await remote.suggest("hello", deadline=deadline)

    assert remote.failure is None


async def test_caller_that_leaves_frees_its_place_and_hurts_nobody(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    server.fail(server.hold, 2)
    leaving = asyncio.create_task(remote.suggest("text 1"))
    staying = asyncio.create_task(remote.suggest("text 2"))
    await _until(lambda: len(server.asked) == 2)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert remote.pending == 1
    server.release()

    assert (await staying).output == emoji_for("text 2")
    assert remote.stats().cancelled == 1


@pytest.mark.parametrize("fault", [reset, status(503, retry_after=1), status(429, retry_after=1)])
async def test_what_was_not_computed_is_asked_again(
    server: LoopbackInference, remote: RemoteInference, waits: Waits, fault: Fault
) -> None:
    server.fail(fault, 2)

    assert (await remote.suggest("text 7")).output == emoji_for("text 7")
    assert len(server.asked) == 3
    assert len(waits.seconds) == 2


async def test_server_is_not_asked_again_before_it_said(
    server: LoopbackInference, remote: RemoteInference, waits: Waits
) -> None:
    server.fail(status(503, retry_after=3))
    await remote.suggest("hello")

    assert 3 <= waits.seconds[0] < 4


async def test_retries_end(server: LoopbackInference, remote: RemoteInference) -> None:
    server.fail(reset, 3)
    with pytest.raises(Unreachable):
        await remote.suggest("hello")
    server.fail(status(503, retry_after=0), 3)
    with pytest.raises(Overloaded):
        await remote.suggest("hello")

    assert len(server.asked) == 6
    assert (remote.stats().failed, remote.stats().refused) == (1, 1)


async def test_no_retry_begins_past_the_deadline(
    server: LoopbackInference, remote: RemoteInference, waits: Waits
) -> None:
    server.fail(status(503, retry_after=30))
    with pytest.raises(Overloaded):
        await remote.suggest("hello", deadline=20)

    assert (len(server.asked), waits.seconds) == (1, [])


async def test_server_without_a_model_is_not_asked_again(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    server.fail(status(503))
    with pytest.raises(ModelUnavailable):
        await remote.suggest("hello")

    assert len(server.asked) == 1


_EMOJI = catalogue()["🍕"].emoji
_NEWEST = max(catalogue(), key=lambda entry: entry.version).emoji


def _scored(emoji: str, probability: object = 0.5) -> list[dict[str, object]]:
    return [{"emoji": emoji, "name": "n", "probability": probability}]


@pytest.mark.parametrize(
    "fault",
    [
        body(b"<html>"),
        body(b""),
        body(b"null"),
        body(b"\xff\xfe"),
        body(b"[" * 100_000),
        body(b"{}"),
        body(json.dumps(results([])).encode()),
        body(json.dumps(results(["a", "b"])).encode()),
        altered(emojis=None),
        altered(quiet=None),
        altered(model=None),
        altered(quiet=1.5),
        altered(quiet=float("nan")),
        altered(model="m" * 1_000),
        altered(emojis=_scored("hello")),
        altered(emojis=_scored("")),
        altered(emojis=_scored(_NEWEST)),
        altered(emojis=_scored(_EMOJI, "0.5")),
        altered(emojis=_scored(_EMOJI) * 4),
        status(500),
        status(404),
        elsewhere,
        cut_off,
        packed,
        endless,
        gibberish,
    ],
)
async def test_wrong_answer_is_a_failure_of_the_model_and_not_asked_again(
    server: LoopbackInference, remote: RemoteInference, fault: Fault
) -> None:
    server.fail(fault)
    with pytest.raises(ModelFailed):
        await remote.suggest("hello", newest=14.0)

    assert len(server.asked) == 1
    assert remote.stats().failed == 1
    assert (await remote.suggest("text 9")).output == emoji_for("text 9")


async def test_server_that_is_gone_and_comes_back(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    await remote.suggest("hello")
    await server.stop()
    with pytest.raises(Unreachable):
        await remote.suggest("hello")
    await server.start()

    assert (await remote.suggest("text 4")).output == emoji_for("text 4")


async def test_circuit_opens_after_failures_in_a_row_and_says_so(
    server: LoopbackInference, remote: RemoteInference, waits: Waits
) -> None:
    waits.held = True
    remote.start()
    await remote.ready()
    await _open_circuit(server, remote)

    with pytest.raises(Unreachable):
        await remote.suggest("hello")
    assert len(server.asked) == THRESHOLD
    assert remote.info is None
    assert remote.failure == "the model server does not answer"
    assert (remote.stats().failed, remote.stats().refused) == (THRESHOLD, 1)


async def test_retries_end_where_the_circuit_opens(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    server.fail(status(500), THRESHOLD - 1)
    for _ in range(THRESHOLD - 1):
        with pytest.raises(ModelFailed):
            await remote.suggest("hello")
    server.fail(reset)
    with pytest.raises(Unreachable):
        await remote.suggest("hello")

    assert len(server.asked) == THRESHOLD


async def test_circuit_closes_when_a_probe_is_answered(
    server: LoopbackInference, remote: RemoteInference, waits: Waits
) -> None:
    waits.held = True
    remote.start()
    await remote.ready()
    await _open_circuit(server, remote)

    server.fail(status(500))
    waits.end()
    await _until(lambda: len(waits.seconds) == 2)
    assert remote.failure is not None
    waits.end()
    await _until(lambda: remote.failure is None)

    assert [asked["texts"] for asked in server.asked[THRESHOLD:]] == [[PROBE], [PROBE]]
    assert remote.info == INFO
    assert (await remote.suggest("text 8")).output == emoji_for("text 8")


async def test_circuit_closes_when_the_probe_finds_the_server_busy(
    server: LoopbackInference, remote: RemoteInference, waits: Waits
) -> None:
    waits.held = True
    await _open_circuit(server, remote)
    server.fail(status(503, retry_after=1))
    remote.start()

    assert await remote.ready() == INFO
    assert remote.failure is None


async def test_one_success_between_keeps_the_circuit_closed(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    for _ in range(3):
        server.fail(status(500), THRESHOLD - 1)
        server.fail(server.answer)
        for _ in range(THRESHOLD - 1):
            with pytest.raises(ModelFailed):
                await remote.suggest("hello")
        await remote.suggest("hello")

    assert remote.failure is None


async def test_server_that_is_busy_is_not_a_server_that_fails(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    server.fail(status(503, retry_after=60), 2 * THRESHOLD)
    for _ in range(2 * THRESHOLD):
        with pytest.raises(Overloaded):
            await remote.suggest("hello")

    assert remote.failure is None


async def test_server_that_swallows_requests_opens_the_circuit(
    server: LoopbackInference, remote: RemoteInference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_FAIR_DEADLINE", 0.0)
    server.fail(server.hold, THRESHOLD)
    for _ in range(THRESHOLD):
        with pytest.raises(DeadlineExceeded):
            await remote.suggest("hello", deadline=0.02)

    assert remote.failure is not None


async def test_callers_with_hardly_any_time_cannot_open_the_circuit(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    server.fail(server.hold, 2 * THRESHOLD)
    for _ in range(2 * THRESHOLD):
        with pytest.raises(DeadlineExceeded):
            await remote.suggest("hello", deadline=0.01)

    assert remote.failure is None


async def test_model_is_known_once_the_server_has_loaded_it(
    server: LoopbackInference, remote: RemoteInference, waits: Waits
) -> None:
    waits.held = True
    server.model = {"status": "loading"}
    remote.start()
    await _until(lambda: waits.seconds)
    assert (remote.info, remote.failure) == (None, None)

    server.model = {"status": "ready", **INFO.to_json()}
    waits.end()

    assert await remote.ready() == INFO
    assert remote.info == INFO


@pytest.mark.parametrize(
    "model", [{"status": "failed"}, {"status": "odd"}, {"status": "ready"}, {"a": "b"}]
)
async def test_server_without_a_usable_model_is_a_failure(
    server: LoopbackInference, remote: RemoteInference, model: dict[str, object]
) -> None:
    server.model = model
    remote.start()
    await _until(lambda: remote.failure)

    assert server.looks >= THRESHOLD
    server.model = {"status": "ready", **INFO.to_json()}
    assert await remote.ready() == INFO
    assert remote.failure is None


async def test_swap_on_the_server_is_noticed_by_the_next_answer(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    remote.start()
    await remote.ready()
    server.model = {**server.model, "version": "0.2.0", "title": "fake 0.2.0 (3f9a…)"}
    assert remote.info == INFO

    answer = await remote.suggest("hello")
    await _until(lambda: remote.info != INFO)

    assert remote.info is not None
    assert remote.info.title == answer.model == "fake 0.2.0 (3f9a…)"
    for _ in range(3):
        await remote.suggest("hello")
    assert server.looks == 2


async def test_closing_lets_what_runs_end_and_refuses_the_rest(
    server: LoopbackInference, remote: RemoteInference
) -> None:
    remote.start()
    server.fail(server.hold)
    running = asyncio.create_task(remote.suggest("text 6"))
    await server.reached.wait()
    closing = asyncio.create_task(remote.aclose(grace=20))
    await asyncio.sleep(0)
    with pytest.raises(ShuttingDown):
        await remote.suggest("too late")
    server.release()

    assert await closing
    assert (await running).output == emoji_for("text 6")
    await remote.failed()


async def test_closing_fails_what_does_not_end_in_time(
    server: LoopbackInference, remote: RemoteInference, waits: Waits
) -> None:
    waits.held = True
    server.fail(server.hold)
    server.fail(status(503, retry_after=5))
    asking = asyncio.create_task(remote.suggest("in the server"))
    await server.reached.wait()
    retrying = asyncio.create_task(remote.suggest("between two attempts"))
    await _until(lambda: waits.seconds)

    assert await remote.aclose(grace=0)

    errors = await asyncio.gather(asking, retrying, return_exceptions=True)
    assert [type(error) for error in errors] == [ShuttingDown, ShuttingDown]
    assert remote.pending == 0


async def test_texts_are_never_logged(
    server: LoopbackInference, remote: RemoteInference, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    text = " ".join(["my", "private", "words"])  # not as it stands in tracebacks, with this source
    faults = [status(500), cut_off, altered(model=text * 100), reset, gibberish]
    for fault in faults:
        server.fail(fault, 3)
        for _ in range(3):
            try:
                await remote.suggest(text)
            except InferenceError as error:
                logging.getLogger().error("told", exc_info=error)
    everything = [logging.Formatter().format(r) + str(vars(r)) for r in caplog.records]

    assert any("does not answer" in line for line in everything)
    assert text not in "".join(everything)

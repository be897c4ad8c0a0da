"""``INFERENCE_URL``: one bot asks another one's model, from settings to exit code."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import aiohttp
import pytest

from bot.checks import Result, check_model_server
from bot.inference import (
    DeadlineExceeded,
    Inference,
    ModelFailed,
    Overloaded,
    Priority,
    Worker,
)
from bot.inference.remote import RemoteInference, Unreachable
from bot.inference.remote.watch import THRESHOLD
from bot.settings import SettingsError, load_settings
from bot.web.app import make_app
from bot.web.server import Server
from tests.bot.fakes import INFO, Call, FakeLoader, FakeModel, Gate
from tests.bot.processes import bot_process, running_bot
from tests.loopback.inference import LoopbackInference, emoji_for

# A bot that says at its end whether torch came into its process.
_TELLS_OF_TORCH: Final = """
import sys
from bot import cli

code = cli.main([])
print("torch" in sys.modules or "transformers" in sys.modules)
sys.exit(code)
"""


@asynccontextmanager
async def _api(inference: Inference, *, patience: float = 20.0) -> AsyncIterator[str]:
    """The address of the real API in front of ``inference``, which it closes at last."""
    server = Server(make_app(inference, loopback=True, patience=patience), "127.0.0.1", 0)
    try:
        yield await server.start()
    finally:
        await inference.aclose()
        await server.aclose()


@asynccontextmanager
async def _serving(
    model: FakeModel | None = None, *, max_queue: int = 256
) -> AsyncIterator[RemoteInference]:
    """A client of a real worker behind the real API."""
    async with _api(_worker(model, max_queue=max_queue)) as url:
        remote = RemoteInference(url, sleep=_at_once)
        try:
            yield remote
        finally:
            await remote.aclose()


def _worker(model: FakeModel | None = None, *, max_queue: int = 256) -> Worker:
    worker = Worker(FakeLoader(model), max_queue=max_queue)
    worker.start()
    return worker


async def _post(url: str, body: dict[str, object]) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession(url) as client,
        client.post("/api/suggest", json=body) as response,
    ):
        return response.status, (await response.json()).get("error", "")


async def _at_once(_: float) -> None:
    await asyncio.sleep(0)


def _get(url: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310 - always http
        url, data, {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


async def test_the_real_api_gives_the_models_own_answers() -> None:
    model = FakeModel({"pizza!": ["🍕"], "dog!": ["🐶"]}, quiet=0.25)
    async with _serving(model) as remote:
        remote.start()
        answers = await remote.suggest_many(["pizza!", "dog!"], k=1, newest=14.0)
        assert await remote.ready() == INFO

    assert [(a.output, a.quiet, a.model) for a in answers] == [
        ("🍕", 0.25, INFO.title),
        ("🐶", 0.25, INFO.title),
    ]
    assert {(call.k, call.newest) for call in model.calls} == {(1, 14.0)}


async def test_the_real_api_gives_up_at_the_callers_deadline() -> None:
    model = FakeModel(gate=Gate(is_open=False))
    async with _serving(model) as remote:
        with pytest.raises(DeadlineExceeded):
            await remote.suggest("hello", deadline=0.05)
        model.gate.open()
        assert (await remote.suggest("still there?")).emojis


async def test_commands_pass_reactions_on_the_other_side() -> None:
    model = FakeModel(gate=Gate(is_open=False))
    async with _serving(model, max_queue=2) as remote:
        running = asyncio.create_task(remote.suggest("first"))
        assert await asyncio.to_thread(model.gate.reached.wait, 20)
        reaction = asyncio.create_task(remote.suggest("reaction", priority=Priority.REACTION))
        command = asyncio.create_task(remote.suggest("command", deadline=20))
        # The full queue gives the reaction's place to the command, whichever came first.
        with pytest.raises(Overloaded):
            await reaction
        model.gate.open()
        await asyncio.gather(running, command)

    assert Call(("command",), 3, None) in model.calls


async def test_model_that_fails_there_has_failed_here() -> None:
    async with _serving(FakeModel(error=RuntimeError("detail"))) as remote:
        with pytest.raises(ModelFailed):
            await remote.suggest("hello")


async def test_open_circuit_is_told_by_readyz_and_by_the_api() -> None:
    async with LoopbackInference() as gone:
        pass
    remote = RemoteInference(gone.url, sleep=_at_once)
    async with _api(remote) as url, aiohttp.ClientSession(url) as client:
        for _ in range(THRESHOLD):
            with pytest.raises(Unreachable):
                await remote.suggest("hello")

        async with client.get("/readyz") as response:
            assert (response.status, (await response.json())["status"]) == (503, "failed")
        async with client.post("/api/suggest", json={"text": "hello"}) as response:
            assert (response.status, response.headers["Retry-After"]) == (503, "5")
            assert "cannot be reached" in (await response.json())["error"]


@pytest.mark.parametrize(("patience", "deadline"), [(20.0, 0.01), (0.01, 20.0)])
async def test_server_waits_as_long_as_itself_and_its_caller_wait(
    patience: float, deadline: float
) -> None:
    model = FakeModel(gate=Gate(is_open=False))
    async with _api(_worker(model), patience=patience) as url:
        status, sentence = await _post(url, {"text": "hello", "deadline": deadline})
        model.gate.open()

    assert (status, "too long" in sentence) == (504, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("newest", "16"),
        ("newest", -1),
        ("deadline", 0),
        ("deadline", "1"),
        ("deadline", 1e999),
        ("priority", "urgent"),
        ("priority", 0),
    ],
)
async def test_wrong_option_is_refused_by_name(field: str, value: object) -> None:
    async with _api(_worker()) as url:
        status, sentence = await _post(url, {"text": "a", field: value})

    assert status == 400
    # Infinity is no JSON at all.
    assert field in sentence or value == 1e999


def test_two_bots_in_a_chain_answer_with_the_first_ones_model(tmp_path: Path) -> None:
    with running_bot(tmp_path) as first:
        inner = {"INFERENCE_URL": first.url}
        with bot_process(tmp_path, arguments=("-c", _TELLS_OF_TORCH), **inner) as second:
            url = second.line().removeprefix("mojibot playground: ")
            # Asked while the other one's model still loads.
            status, answer = _get(url + "api/suggest", {"text": "pizza tonight?"})
            assert status == 200
            assert "🍕" in answer["output"]
            assert re.fullmatch(r"mojibot model: .+ on cpu, ready in \d+\.\d s", second.line())
            assert _get(url + "readyz") == (200, {"status": "ready"})
            assert _get(url + "api/model") == _get(first.url + "api/model")
            code, out, err = second.end(signal.SIGTERM)
        first.end(signal.SIGTERM)

    assert (code, out) == (0, "False\n")
    assert "pizza" not in err


def test_bot_whose_model_server_is_gone_goes_on_and_says_so(tmp_path: Path) -> None:
    with running_bot(tmp_path, INFERENCE_URL="http://127.0.0.1:1") as bot:
        status, answer = _get(bot.url + "api/suggest", {"text": "hello"})
        assert (status, "cannot be reached" in answer["error"]) == (503, True)
        code, out, err = bot.end(signal.SIGTERM)

    assert (code, out) == (0, "")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "url",
    ["10.0.0.2:8080", "ftp://host", "http://", "http://me:hunter2@host", "http://host/?key=1", "x"],
)
def test_wrong_address_is_one_sentence_that_does_not_repeat_it(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^INFERENCE_URL has a wrong value.*\.$") as caught:
        load_settings({"INFERENCE_URL": url})

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("slash", ["", "/"])
async def test_address_may_have_a_path(slash: str) -> None:
    async with LoopbackInference(path="/mojibot") as server:
        settings = load_settings({"INFERENCE_URL": server.url + slash})
        remote = RemoteInference(str(settings.inference_url))
        try:
            assert (await remote.suggest("text 2")).output == emoji_for("text 2")
        finally:
            await remote.aclose()


async def test_check_says_what_the_other_bot_says_of_its_model() -> None:
    async with LoopbackInference() as server:
        assert await check_model_server(server.url) == Result(
            "model", True, f"{INFO.title} with 1,800 emojis, at {server.url}"
        )
        server.model = {"status": "failed"}
        assert await check_model_server(server.url) == Result(
            "model", False, f"{server.url} answers, but its model could not be loaded"
        )
        server.model = {"status": "loading"}
        assert await check_model_server(server.url) == Result(
            "model", True, f"still loading, at {server.url}"
        )


async def test_check_fails_where_no_mojibot_answers() -> None:
    async with LoopbackInference() as server:
        server.model = {"hello": "world"}
        strange = await check_model_server(server.url)
    gone = await check_model_server(server.url)

    sentence = f"INFERENCE_URL, {server.url}, does not answer as a mojibot does"
    assert strange == gone == Result("model", False, sentence)

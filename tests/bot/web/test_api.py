"""The HTTP API, asked over a socket."""

from __future__ import annotations

import asyncio
import json
import logging
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.inference import Worker
from tests.bot.fakes import INFO, FakeLoader, FakeModel, Gate
from tests.bot.web.conftest import Serve, until_ready


async def _ask(client: aiohttp.ClientSession, body: object) -> tuple[int, dict[str, Any]]:
    async with client.post("/api/suggest", json=body) as response:
        return response.status, await response.json()


async def _send(client: aiohttp.ClientSession, body: bytes) -> tuple[int, dict[str, Any]]:
    headers = {"Content-Type": "application/json"}
    async with client.post("/api/suggest", data=BytesIO(body), headers=headers) as response:
        return response.status, await response.json()


async def _get(client: aiohttp.ClientSession, path: str) -> tuple[int, dict[str, Any]]:
    async with client.get(path) as response:
        return response.status, await response.json()


async def test_one_text_gets_emojis_with_names_and_probabilities(serve: Serve) -> None:
    async with serve(FakeLoader(FakeModel({"pizza!": ["🍕"]}, quiet=0.25))) as client:
        status, answer = await _ask(client, {"text": "pizza!"})

    assert status == 200
    assert answer == {
        "output": "🍕",
        "emojis": [{"emoji": "🍕", "name": "pizza", "probability": 0.5}],
        "quiet": 0.25,
        "serious": 0.0,
        "model": INFO.title,
    }


async def test_emojis_are_readable_in_the_raw_answer(client: aiohttp.ClientSession) -> None:
    async with client.post("/api/suggest", json={"text": "hi"}) as response:
        assert "🎉" in await response.text()


async def test_several_texts_are_answered_in_their_order(serve: Serve) -> None:
    model = FakeModel({"a": ["🐶"], "b": ["🍕"], "c": ["🎉"]})
    async with serve(FakeLoader(model)) as client:
        status, answer = await _ask(client, {"texts": ["c", "a", "b", "a"]})

    assert status == 200
    assert [result["output"] for result in answer["results"]] == ["🎉", "🐶", "🍕", "🐶"]


async def test_64_texts_are_taken_and_no_text_is_none_too_few(
    client: aiohttp.ClientSession,
) -> None:
    _, many = await _ask(client, {"texts": ["hi"] * 64})
    _, none = await _ask(client, {"texts": []})

    assert len(many["results"]) == 64
    assert none == {"results": []}


@pytest.mark.parametrize("count", [1, 100])
async def test_count_reaches_the_model(serve: Serve, count: int) -> None:
    model = FakeModel()
    async with serve(FakeLoader(model)) as client:
        await _ask(client, {"text": "hi", "count": count, "mode": "suggest"})

    assert model.calls[0].k == count


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({}, "text or texts"),
        ({"text": "a", "texts": ["b"]}, "not both"),
        ({"text": 5}, "text must"),
        ({"text": None}, "text or texts"),
        ({"texts": "a"}, "texts must"),
        ({"texts": [["a"]]}, "texts must"),
        ({"text": "a", "count": 0}, "count must"),
        ({"text": "a", "count": 101}, "count must"),
        ({"text": "a", "count": "3"}, "count must"),
        ({"text": "a", "count": True}, "count must"),
        ({"text": "a", "mode": "sing"}, "mode must"),
        ({"text": "a", "colour": "red"}, "no such field"),
        ([], "JSON object"),
        ("text", "JSON object"),
    ],
)
async def test_wrong_field_is_named_in_one_sentence(
    client: aiohttp.ClientSession, body: object, names: str
) -> None:
    status, answer = await _ask(client, body)

    assert status == 400
    assert set(answer) == {"error"}
    assert names in answer["error"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"\xff\xfe", b'{"text": "\\ud800"}', b"[" * 100_000, b'{"text": "a"} x'],
)
async def test_what_is_not_json_is_refused(client: aiohttp.ClientSession, body: bytes) -> None:
    status, answer = await _send(client, body)

    assert status == 400
    assert set(answer) == {"error"}


@pytest.mark.parametrize(
    "body", [{"text": "a" * 4001}, {"texts": ["a"] * 65}, {"texts": ["a", "b" * 4001]}]
)
async def test_too_long_a_text_or_list_says_the_limit(
    client: aiohttp.ClientSession, body: dict[str, Any]
) -> None:
    status, answer = await _ask(client, body)

    assert status == 413
    assert "4,000 characters" in answer["error"]


async def test_body_over_a_mebibyte_is_refused_and_the_longest_allowed_is_not(
    client: aiohttp.ClientSession,
) -> None:
    longest = json.dumps({"texts": ["𝒳" * 4000] * 64}, ensure_ascii=False).encode()
    assert (await _send(client, longest))[0] == 200
    assert await _send(client, b" " * (2**20 + 1)) == (
        413,
        {"error": "A request may have at most 1,024 KiB."},
    )


async def test_unknown_path_and_wrong_method_are_answered_in_json(
    client: aiohttp.ClientSession,
) -> None:
    assert await _get(client, "/nowhere") == (404, {"error": "There is nothing at this address."})
    assert (await _get(client, "/static/../app.py"))[0] == 404
    assert (await _get(client, "/static/%2e%2e/app.py"))[0] == 404
    assert (await _get(client, "/static/"))[0] == 403
    async with client.get("/api/suggest") as response:
        assert response.status == 405
        assert response.headers["Allow"] == "POST"
        assert set(await response.json()) == {"error"}


async def test_page_is_served_and_readyz_says_loading_until_the_model_is_there(
    serve: Serve,
) -> None:
    gate = Gate(is_open=False)
    async with serve(FakeLoader(gate=gate)) as client:
        async with client.get("/") as response:
            assert response.status == 200
            assert "mojibot" in await response.text()
        assert await _get(client, "/healthz") == (200, {"status": "ok"})
        status, state = await _get(client, "/readyz")
        assert (status, state["status"]) == (503, "loading")
        assert await _get(client, "/api/model") == (200, {"status": "loading"})

        gate.open()
        await until_ready(client)
        assert await _get(client, "/readyz") == (200, {"status": "ready"})


async def test_suggestion_waits_for_the_model(serve: Serve) -> None:
    gate = Gate(is_open=False)
    async with serve(FakeLoader(gate=gate)) as client:
        asking = asyncio.create_task(_ask(client, {"text": "hello"}))
        await asyncio.to_thread(gate.reached.wait, 20)
        await _get(client, "/healthz")
        assert not asking.done()

        gate.open()
        assert (await asking)[0] == 200


async def test_model_says_what_it_is(client: aiohttp.ClientSession) -> None:
    status, answer = await _get(client, "/api/model")

    assert status == 200
    assert answer == {"status": "ready", **INFO.to_json()}


async def test_model_that_cannot_be_loaded_is_503_everywhere(serve: Serve) -> None:
    async with serve(FakeLoader(error=OSError("the disk is on fire"))) as client:
        status, answer = await _ask(client, {"text": "hello"})
        ready, state = await _get(client, "/readyz")

    assert status == 503
    assert "no model just now" in answer["error"]
    assert "fire" not in str(answer) + str(state)
    assert (ready, state["status"]) == (503, "failed")


async def test_full_queue_is_503_with_retry_after(serve: Serve) -> None:
    model = FakeModel(gate=Gate(is_open=False))
    async with serve(FakeLoader(model), max_queue=1) as client:
        first = asyncio.create_task(_ask(client, {"text": "one"}))
        await asyncio.to_thread(model.gate.reached.wait, 20)
        async with client.post("/api/suggest", json={"text": "two"}) as response:
            assert response.status == 503
            assert response.headers["Retry-After"] == "1"
            assert "Too many people" in (await response.json())["error"]

        model.gate.open()
        assert (await first)[0] == 200


async def test_answer_that_takes_too_long_is_504(serve: Serve) -> None:
    model = FakeModel(gate=Gate(is_open=False))
    async with serve(FakeLoader(model), patience=0.01) as client:
        status, answer = await _ask(client, {"text": "hello"})
        model.gate.open()

    assert status == 504
    assert "too long" in answer["error"]


async def test_client_that_goes_away_gives_its_place_in_the_queue_back(serve: Serve) -> None:
    model = FakeModel(gate=Gate(is_open=False))
    workers: list[Worker] = []
    async with serve(FakeLoader(model), max_queue=2, workers=workers) as client:
        computing = asyncio.create_task(_ask(client, {"text": "one"}))
        await asyncio.to_thread(model.gate.reached.wait, 20)
        waiting = asyncio.create_task(_ask(client, {"text": "two"}))
        while workers[0].pending < 2:
            await _get(client, "/healthz")
        waiting.cancel()
        while workers[0].pending == 2:
            await _get(client, "/healthz")
        model.gate.open()
        assert (await computing)[0] == 200
    assert [call.texts for call in model.calls] == [("one",)]


async def test_model_that_fails_is_one_sentence_and_no_traceback(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve(FakeLoader(FakeModel(error=RuntimeError("secret detail")))) as client:
        status, answer = await _ask(client, {"text": "my private words"})

    assert status == 500
    assert answer == {"error": "The model could not answer this one."}
    assert "my private words" not in caplog.text


async def test_malformed_http_is_refused_without_logging_its_bytes(
    client: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert client._base_url is not None
    reader, writer = await asyncio.open_connection("127.0.0.1", client._base_url.port)
    writer.write(b"POST /api/suggest HTTP/1.1\r\nmy private words\x00\r\n\r\n")
    line = await reader.readline()
    writer.close()
    await writer.wait_closed()

    assert b" 400 " in line
    assert "private" not in caplog.text

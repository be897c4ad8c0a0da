"""A model server on loopback that answers as ``bot.web`` does, or with the fault a test wants."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final, Self

from aiohttp import web

from emojifier.catalogue import catalogue
from tests.bot.fakes import INFO

Fault = Callable[[web.Request], Awaitable[web.StreamResponse]]

_EMOJIS: Final = tuple(catalogue())


def emoji_for(text: str) -> str:
    """The emoji that the server answers ``text`` with: another one for each of ``text 0``, ..."""
    digits = "".join(c for c in text if c.isdigit())
    return _EMOJIS[int(digits or 0)].emoji


def results(texts: list[str], *, model: str = INFO.title) -> dict[str, Any]:
    """A right answer to ``texts``."""
    return {
        "results": [
            {
                "output": emoji_for(text),
                "emojis": [{"emoji": emoji_for(text), "name": "its name", "probability": 0.5}],
                "quiet": 0.25,
                "model": model,
            }
            for text in texts
        ]
    }


class LoopbackInference:
    """``async with`` starts it; ``url`` stays the same over ``stop`` and ``start``.

    Each suggestion takes the next of ``faults``, if there is one. ``asked`` are the bodies of the
    requests, ``connections`` the transports they came on. ``model`` is what ``/api/model`` says.
    """

    def __init__(self, *, path: str = "") -> None:
        self._path = path
        self.faults: deque[Fault] = deque()
        self.asked: list[dict[str, Any]] = []
        self.connections: list[asyncio.Transport | None] = []
        self.model: dict[str, Any] = {"status": "ready", **INFO.to_json()}
        self.looks = 0
        self.reached = asyncio.Event()
        self._held = asyncio.Event()
        self._port = 0
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """Where it listens, or did."""
        return f"http://127.0.0.1:{self._port}{self._path}"

    async def start(self) -> None:
        """Listen, on the same port as before."""
        app = web.Application()
        app.add_routes(
            [
                web.post(f"{self._path}/api/suggest", self._suggest),
                web.get(f"{self._path}/api/model", self._model),
            ]
        )
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=0, handler_cancellation=True
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Be gone: whoever connects now is refused."""
        self._held.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def fail(self, fault: Fault, times: int = 1) -> None:
        """The next ``times`` suggestions end in ``fault``."""
        self.faults.extend([fault] * times)

    async def hold(self, request: web.Request) -> web.StreamResponse:
        """Fault: answer only when ``release`` is called; ``reached`` says that it waits."""
        self.reached.set()
        await self._held.wait()
        return await self.answer(request)

    def release(self) -> None:
        """Let go what ``hold`` holds."""
        self._held.set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """No fault: the right answer."""
        texts = (await request.json())["texts"]
        return web.json_response(results(texts, model=self.model.get("title", INFO.title)))

    async def _suggest(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(await request.json())
        self.connections.append(request.transport)
        fault = self.faults.popleft() if self.faults else self.answer
        return await fault(request)

    async def _model(self, _: web.Request) -> web.StreamResponse:
        self.looks += 1
        return web.json_response(self.model)


def status(code: int, *, retry_after: int | None = None) -> Fault:
    """Answer with a status, and perhaps with when to come back."""

    async def fault(_: web.Request) -> web.StreamResponse:
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        return web.json_response({"error": "no"}, status=code, headers=headers)

    return fault


def body(content: bytes) -> Fault:
    """Answer with any bytes."""

    async def fault(_: web.Request) -> web.StreamResponse:
        return web.Response(body=content, content_type="application/json")

    return fault


def altered(**changes: object) -> Fault:
    """A right answer, but for some fields of each result; ``None`` takes a field away."""

    async def fault(request: web.Request) -> web.StreamResponse:
        answer = results((await request.json())["texts"])
        for result in answer["results"]:
            for name, value in changes.items():
                if value is None:
                    del result[name]
                else:
                    result[name] = value
        return web.Response(text=json.dumps(answer), content_type="application/json")

    return fault


async def endless(request: web.Request) -> web.StreamResponse:
    """Fault: an answer that never ends."""
    response = web.StreamResponse()
    await response.prepare(request)
    for chunk in _chunks():
        await response.write(chunk)
    return response


async def packed(request: web.Request) -> web.StreamResponse:
    """Fault: a compressed answer, which nobody asked for and which could unpack to anything."""
    answer = json.dumps(results((await request.json())["texts"])).encode()
    return web.Response(body=gzip.compress(answer), headers={"Content-Encoding": "gzip"})


async def elsewhere(request: web.Request) -> web.StreamResponse:
    """Fault: a redirect, which could lead texts to anybody."""
    raise web.HTTPTemporaryRedirect(request.path)


async def reset(request: web.Request) -> web.StreamResponse:
    """Fault: the connection is gone before the answer begins."""
    _abort(request)
    return web.Response()


async def cut_off(request: web.Request) -> web.StreamResponse:
    """Fault: the connection is gone in the middle of the answer."""
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"results": [')
    _abort(request)
    return response


async def gibberish(request: web.Request) -> web.StreamResponse:
    """Fault: what comes back is not HTTP."""
    assert request.transport is not None
    request.transport.write(b"220 mail.example ESMTP\r\n")
    _abort(request, flush=True)
    return web.Response()


def _abort(request: web.Request, *, flush: bool = False) -> None:
    assert request.transport is not None
    if flush:
        request.transport.close()
    else:
        request.transport.abort()


def _chunks() -> Iterator[bytes]:
    while True:
        yield b" " * 65_536

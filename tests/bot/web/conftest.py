"""The real application on a loopback socket, with a real worker and a model that a test holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

import aiohttp
import pytest

from bot.inference import Worker
from bot.web.app import make_app
from bot.web.server import Server
from tests.bot.fakes import FakeLoader


class Serve(Protocol):
    """Starts a server; the client that comes out knows its address.

    ``workers`` gets the worker, for the tests that look behind the socket.
    """

    def __call__(
        self,
        load: FakeLoader | None = None,
        *,
        loopback: bool = True,
        admin_token: str | None = None,
        patience: float = 20.0,
        max_queue: int = 256,
        workers: list[Worker] | None = None,
    ) -> AbstractAsyncContextManager[aiohttp.ClientSession]: ...


@pytest.fixture
def serve() -> Serve:
    @asynccontextmanager
    async def start(
        load: FakeLoader | None = None,
        *,
        loopback: bool = True,
        admin_token: str | None = None,
        patience: float = 20.0,
        max_queue: int = 256,
        workers: list[Worker] | None = None,
    ) -> AsyncIterator[aiohttp.ClientSession]:
        worker = Worker(load or FakeLoader(), max_queue=max_queue)
        worker.start()
        if workers is not None:
            workers.append(worker)
        app = make_app(worker, loopback=loopback, admin_token=admin_token, patience=patience)
        server = Server(app, "127.0.0.1", 0)
        try:
            async with aiohttp.ClientSession(await server.start()) as client:
                yield client
        finally:
            await worker.aclose()
            await server.aclose()

    return start


@pytest.fixture
async def client(serve: Serve) -> AsyncIterator[aiohttp.ClientSession]:
    """A server whose model is there."""
    async with serve() as client:
        await until_ready(client)
        yield client


async def until_ready(client: aiohttp.ClientSession) -> None:
    """Wait for the model, as a client can: a suggestion comes once it is loaded."""
    async with client.post("/api/suggest", json={"text": "hello"}) as response:
        assert response.status == 200

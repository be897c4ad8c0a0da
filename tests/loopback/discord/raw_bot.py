"""A bot without a library: it says what a test tells it to say, right or wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp

from tests.loopback.discord.gateway import Opcode
from tests.loopback.discord.interactions import LoopbackInteraction
from tests.loopback.discord.objects import Json
from tests.loopback.discord.server import TOKEN, LoopbackDiscord

HEADERS: Final = {
    "User-Agent": "DiscordBot (https://example.org 1)",
    "Authorization": f"Bot {TOKEN}",
}
COMMAND: Final = {"name": "wave", "description": "Waves", "contexts": [0, 1, 2]}
IDENTIFY: Final = {"token": TOKEN, "intents": 1, "properties": {"os": "linux"}}


class RawBot:
    """HTTP requests and gateway frames, one at a time."""

    def __init__(self, server: LoopbackDiscord, session: aiohttp.ClientSession) -> None:
        self.server = server
        self._session = session
        self._sockets: list[aiohttp.ClientWebSocketResponse] = []

    async def ask(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """Status and JSON of the answer."""
        options.setdefault("headers", HEADERS)
        url = self.server.url(path)
        async with self._session.request(method, url, json=body, **options) as response:
            return response.status, (await response.json() if response.status != 204 else None)

    async def connect(self) -> aiohttp.ClientWebSocketResponse:
        """A gateway connection that has been greeted."""
        socket = await self._session.ws_connect(self.server.registry.gateway_url)
        self._sockets.append(socket)  # one that nobody holds would be closed
        assert (await socket.receive_json())["op"] == Opcode.HELLO
        return socket

    async def identify(self, **changes: Any) -> aiohttp.ClientWebSocketResponse:
        """A gateway connection that has identified."""
        socket = await self.connect()
        await socket.send_json({"op": Opcode.IDENTIFY, "d": IDENTIFY | changes})
        return socket

    async def register(self, *commands: Json) -> None:
        """Make commands known, and be there to hear them."""
        path = f"/applications/{self.server.bot['id']}/commands"
        status, answer = await self.ask("PUT", path, commands or [COMMAND])
        assert status == 200, answer
        await self.identify()
        await self.server.gateway.until_connected()

    async def asked(self) -> LoopbackInteraction:
        """Somebody used a command."""
        await self.register()
        return await self.server.slash_command("wave")

    async def showing(self, components: Sequence[Json], **data: Any) -> LoopbackInteraction:
        """Somebody used a command, and was answered with components."""
        interaction = await self.asked()
        body = {"type": 4, "data": {"components": components, **data}}
        status, answer = await self.respond(interaction, body)
        assert status == 200, answer
        return interaction

    async def respond(self, interaction: LoopbackInteraction, body: Json) -> Any:
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        return await self.ask("POST", path, body, params={"with_response": "1"})

    async def follow_up(self, interaction: LoopbackInteraction, body: Json) -> Any:
        return await self.ask(
            "POST", f"/webhooks/{self.server.bot['id']}/{interaction.token}", body
        )

    async def original(
        self, interaction: LoopbackInteraction, method: str, body: Json | None = None
    ) -> Any:
        path = f"/webhooks/{self.server.bot['id']}/{interaction.token}/messages/@original"
        return await self.ask(method, path, body)


@asynccontextmanager
async def raw_bot() -> AsyncIterator[RawBot]:
    """A server with such a bot."""
    async with LoopbackDiscord() as server, aiohttp.ClientSession() as session:
        yield RawBot(server, session)

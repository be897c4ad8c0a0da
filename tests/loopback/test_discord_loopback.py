"""The loopback Discord is strict: it refuses what Discord refuses, and notices every slip."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final

import aiohttp
import pytest

from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.gateway import Opcode
from tests.loopback.discord.interactions import LoopbackInteraction
from tests.loopback.discord.objects import EPHEMERAL, Json
from tests.loopback.discord.server import TOKEN, Place

HEADERS: Final = {
    "User-Agent": "DiscordBot (https://example.org 1)",
    "Authorization": f"Bot {TOKEN}",
}
COMMAND: Final = {"name": "wave", "description": "Waves", "contexts": [0, 1, 2]}
IDENTIFY: Final = {"token": TOKEN, "intents": 1, "properties": {"os": "linux"}}
MESSAGE: Final = {"type": 4, "data": {"content": "hello"}}
DEFER: Final = {"type": 5}


class Bot:
    """A bot that says what a test tells it to say, right or wrong."""

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

    async def asked(self) -> LoopbackInteraction:
        """Somebody used a command."""
        await self.ask("PUT", f"/applications/{self.server.bot['id']}/commands", [COMMAND])
        await self.identify()
        await self.server.gateway.until_connected()
        return await self.server.slash_command("wave")

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


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with LoopbackDiscord() as server, aiohttp.ClientSession() as session:
        yield Bot(server, session)


async def test_what_is_right_is_no_violation(bot: Bot) -> None:
    interaction = await bot.asked()

    status, answer = await bot.respond(interaction, MESSAGE)

    assert (status, answer["interaction"]["id"]) == (200, interaction.id)
    assert bot.server.recorder.violations == []


@pytest.mark.parametrize(
    "command",
    [
        {"description": "without a name"},
        {"name": "Wave", "description": "not in lower case"},
        {"name": "wave"},
        {"name": "wave", "description": "x" * 101},
        {"name": "wave", "description": "Waves", "contexts": [7]},
        {"name": "wave", "description": "Waves", "options": [{"name": "who", "type": 3}]},
    ],
)
async def test_a_command_that_discord_would_not_take_is_refused(bot: Bot, command: Json) -> None:
    path = f"/applications/{bot.server.bot['id']}/commands"

    status, answer = await bot.ask("PUT", path, [command])

    assert (status, answer["code"]) == (400, 50035)
    assert bot.server.recorder.violations != []
    assert bot.server.registry.commands == []


@pytest.mark.parametrize(
    "body",
    [
        {"type": 4, "data": {"content": "x" * 2_001}},
        {"type": 4, "data": {"content": 5}},
        {"type": 4, "data": {"allowed_mentions": {"parse": ["nobody"]}}},
        {"data": {"content": "hello"}},
    ],
)
async def test_an_answer_that_discord_would_not_take_is_refused(bot: Bot, body: Json) -> None:
    interaction = await bot.asked()

    status, _ = await bot.respond(interaction, body)

    assert status == 400
    assert len(bot.server.recorder.violations) >= 1
    assert interaction.shown == []


@pytest.mark.parametrize(
    ("method", "path", "options"),
    [
        ("GET", "/no/such/route", {}),
        ("GET", "/guilds/1", {}),  # in the description, but not served here
        ("GET", "/users/@me", {"params": {"surprise": "1"}}),
        ("GET", "/users/@me", {"headers": {"Authorization": f"Bot {TOKEN}"}}),
    ],
)
async def test_a_request_that_nobody_expects_is_a_violation(
    bot: Bot, method: str, path: str, options: dict[str, Any]
) -> None:
    await bot.ask(method, path, **options)

    assert len(bot.server.recorder.violations) == 1


async def test_the_servers_own_answers_are_held_to_the_description(bot: Bot) -> None:
    del bot.server.registry.application["verify_key"]

    await bot.ask("GET", "/applications/@me")

    [violation] = bot.server.recorder.violations
    assert "verify_key" in violation


async def test_the_objects_in_events_are_held_to_the_description(bot: Bot) -> None:
    bot.server.guild["roles"] = "none"

    await bot.identify()
    await bot.server.gateway.until_connected()

    [violation] = bot.server.recorder.violations
    assert "GuildResponse" in violation


async def test_snowflakes_may_be_sent_as_numbers_but_come_as_text(bot: Bot) -> None:
    interaction = await bot.asked()
    data = {"content": "hi", "allowed_mentions": {"users": [1300000000000000001]}}

    _, answer = await bot.respond(interaction, {"type": 4, "data": data})

    assert isinstance(answer["resource"]["message"]["id"], str)
    assert bot.server.recorder.violations == []


async def test_a_wrong_token_is_unauthorized(bot: Bot) -> None:
    headers = HEADERS | {"Authorization": "Bot wrong"}

    status, _ = await bot.ask("GET", "/users/@me", headers=headers)

    assert status == 401
    assert bot.server.recorder.violations == []


async def test_an_interaction_lives_three_seconds_unanswered(bot: Bot) -> None:
    interaction = await bot.asked()
    bot.server.clock.advance(3.1)

    status, answer = await bot.respond(interaction, MESSAGE)

    assert (status, answer["code"]) == (404, 10062)


async def test_an_interaction_is_acknowledged_once(bot: Bot) -> None:
    interaction = await bot.asked()
    await bot.respond(interaction, DEFER)

    status, answer = await bot.respond(interaction, MESSAGE)

    assert (status, answer["code"]) == (400, 40060)


async def test_nothing_can_follow_what_was_not_acknowledged(bot: Bot) -> None:
    interaction = await bot.asked()

    status, answer = await bot.follow_up(interaction, {"content": "hello"})

    assert (status, answer["code"]) == (404, 10015)


async def test_an_interactions_token_lives_fifteen_minutes(bot: Bot) -> None:
    interaction = await bot.asked()
    await bot.respond(interaction, DEFER)
    bot.server.clock.advance(15 * 60 + 1)

    status, answer = await bot.follow_up(interaction, {"content": "hello"})

    assert (status, answer["code"]) == (401, 50027)


async def test_the_first_follow_up_edits_the_waiting_message_and_keeps_it_public(bot: Bot) -> None:
    interaction = await bot.asked()
    await bot.respond(interaction, DEFER)

    await bot.follow_up(interaction, {"content": "first", "flags": EPHEMERAL})
    await bot.follow_up(interaction, {"content": "second", "flags": EPHEMERAL})

    assert [(m.content, m.ephemeral) for m in interaction.shown] == [
        ("first", False),
        ("second", True),
    ]


async def test_the_waiting_message_can_be_edited_and_deleted(bot: Bot) -> None:
    interaction = await bot.asked()
    await bot.respond(interaction, DEFER)

    await bot.original(interaction, "PATCH", {"content": "there"})
    assert [m.content for m in interaction.shown] == ["there"]

    assert await bot.original(interaction, "DELETE") == (204, None)
    assert interaction.shown == []
    status, answer = await bot.original(interaction, "DELETE")
    assert (status, answer["code"]) == (404, 10008)


async def test_mentions_ping_unless_they_are_not_allowed(bot: Bot) -> None:
    interaction = await bot.asked()

    await bot.respond(interaction, {"type": 4, "data": {"content": "@everyone <@123>"}})
    quiet = {"content": "@everyone", "allowed_mentions": {"parse": []}}
    await bot.follow_up(interaction, quiet)

    assert [m.pings for m in interaction.shown] == [("@everyone", "<@123>"), ()]


async def test_people_can_type_only_what_is_registered(bot: Bot) -> None:
    command = COMMAND | {"contexts": [0]}
    await bot.ask("PUT", f"/applications/{bot.server.bot['id']}/commands", [command])

    with pytest.raises(LookupError, match="BOT_DM"):
        await bot.server.slash_command("wave", place=Place.BOT_DM)
    with pytest.raises(LookupError, match="dance"):
        await bot.server.slash_command("dance")


@pytest.mark.parametrize(
    ("changes", "code"), [({"token": "wrong"}, 4004), ({"intents": 1 << 15}, 4014)]
)
async def test_the_gateway_closes_on_a_wrong_token_or_an_intent_that_was_not_granted(
    bot: Bot, changes: Json, code: int
) -> None:
    socket = await bot.identify(**changes)

    await socket.receive()

    assert socket.close_code == code


async def test_a_heartbeat_is_acknowledged(bot: Bot) -> None:
    socket = await bot.connect()

    await socket.send_json({"op": Opcode.HEARTBEAT, "d": None})

    assert (await socket.receive_json())["op"] == Opcode.HEARTBEAT_ACK


async def test_an_unknown_opcode_is_a_violation(bot: Bot) -> None:
    socket = await bot.connect()

    await socket.send_json({"op": 99, "d": None})
    await socket.send_json({"op": Opcode.HEARTBEAT, "d": None})
    await socket.receive_json()

    assert bot.server.recorder.violations == ["gateway: unexpected opcode 99"]


async def test_a_resumed_session_gets_what_it_missed(bot: Bot) -> None:
    await bot.identify()
    await bot.server.gateway.until_connected()
    socket = await bot.connect()

    resume = {"token": TOKEN, "session_id": "session-1", "seq": 1}
    await socket.send_json({"op": Opcode.RESUME, "d": resume})

    assert [(await socket.receive_json())["t"] for _ in range(2)] == ["GUILD_CREATE", "RESUMED"]


async def test_a_session_that_nobody_knows_is_invalid(bot: Bot) -> None:
    socket = await bot.connect()

    resume = {"token": TOKEN, "session_id": "another", "seq": 1}
    await socket.send_json({"op": Opcode.RESUME, "d": resume})

    assert await socket.receive_json() == {"op": Opcode.INVALID_SESSION, "d": False}

"""The loopback Discord is strict: it refuses what Discord refuses, and notices every slip."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest

from tests.loopback.discord.gateway import Opcode
from tests.loopback.discord.objects import EPHEMERAL, Json
from tests.loopback.discord.raw_bot import COMMAND, HEADERS, RawBot, raw_bot
from tests.loopback.discord.server import TOKEN, Place

MESSAGE: Final = {"type": 4, "data": {"content": "hello"}}
DEFER: Final = {"type": 5}


@pytest.fixture
async def bot() -> AsyncIterator[RawBot]:
    async with raw_bot() as bot:
        yield bot


async def test_what_is_right_is_no_violation(bot: RawBot) -> None:
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
async def test_a_command_that_discord_would_not_take_is_refused(bot: RawBot, command: Json) -> None:
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
async def test_an_answer_that_discord_would_not_take_is_refused(bot: RawBot, body: Json) -> None:
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
    bot: RawBot, method: str, path: str, options: dict[str, Any]
) -> None:
    await bot.ask(method, path, **options)

    assert len(bot.server.recorder.violations) == 1


async def test_the_servers_own_answers_are_held_to_the_description(bot: RawBot) -> None:
    del bot.server.registry.application["verify_key"]

    await bot.ask("GET", "/applications/@me")

    [violation] = bot.server.recorder.violations
    assert "verify_key" in violation


async def test_the_objects_in_events_are_held_to_the_description(bot: RawBot) -> None:
    bot.server.guild["roles"] = "none"

    await bot.identify()
    await bot.server.gateway.until_connected()

    [violation] = bot.server.recorder.violations
    assert "GuildResponse" in violation


async def test_snowflakes_may_be_sent_as_numbers_but_come_as_text(bot: RawBot) -> None:
    interaction = await bot.asked()
    data = {"content": "hi", "allowed_mentions": {"users": [1300000000000000001]}}

    _, answer = await bot.respond(interaction, {"type": 4, "data": data})

    assert isinstance(answer["resource"]["message"]["id"], str)
    assert bot.server.recorder.violations == []


async def test_a_wrong_token_is_unauthorized(bot: RawBot) -> None:
    headers = HEADERS | {"Authorization": "Bot wrong"}

    status, _ = await bot.ask("GET", "/users/@me", headers=headers)

    assert status == 401
    assert bot.server.recorder.violations == []


async def test_an_interaction_lives_three_seconds_unanswered(bot: RawBot) -> None:
    interaction = await bot.asked()
    bot.server.clock.advance(3.1)

    status, answer = await bot.respond(interaction, MESSAGE)

    assert (status, answer["code"]) == (404, 10062)


async def test_an_interaction_is_acknowledged_once(bot: RawBot) -> None:
    interaction = await bot.asked()
    await bot.respond(interaction, DEFER)

    status, answer = await bot.respond(interaction, MESSAGE)

    assert (status, answer["code"]) == (400, 40060)


async def test_nothing_can_follow_what_was_not_acknowledged(bot: RawBot) -> None:
    interaction = await bot.asked()

    status, answer = await bot.follow_up(interaction, {"content": "hello"})

    assert (status, answer["code"]) == (404, 10015)


async def test_an_interactions_token_lives_fifteen_minutes(bot: RawBot) -> None:
    interaction = await bot.asked()
    await bot.respond(interaction, DEFER)
    bot.server.clock.advance(15 * 60 + 1)

    status, answer = await bot.follow_up(interaction, {"content": "hello"})

    assert (status, answer["code"]) == (401, 50027)


async def test_the_first_follow_up_edits_the_waiting_message_and_keeps_it_public(
    bot: RawBot,
) -> None:
    interaction = await bot.asked()
    await bot.respond(interaction, DEFER)

    await bot.follow_up(interaction, {"content": "first", "flags": EPHEMERAL})
    await bot.follow_up(interaction, {"content": "second", "flags": EPHEMERAL})

    assert [(m.content, m.ephemeral) for m in interaction.shown] == [
        ("first", False),
        ("second", True),
    ]


async def test_the_waiting_message_can_be_edited_and_deleted(bot: RawBot) -> None:
    interaction = await bot.asked()
    await bot.respond(interaction, DEFER)

    await bot.original(interaction, "PATCH", {"content": "there"})
    assert [m.content for m in interaction.shown] == ["there"]

    assert await bot.original(interaction, "DELETE") == (204, None)
    assert interaction.shown == []
    status, answer = await bot.original(interaction, "DELETE")
    assert (status, answer["code"]) == (404, 10008)


async def test_mentions_ping_unless_they_are_not_allowed(bot: RawBot) -> None:
    interaction = await bot.asked()

    await bot.respond(interaction, {"type": 4, "data": {"content": "@everyone <@123>"}})
    quiet = {"content": "@everyone", "allowed_mentions": {"parse": []}}
    await bot.follow_up(interaction, quiet)

    assert [m.pings for m in interaction.shown] == [("@everyone", "<@123>"), ()]


async def test_people_can_type_only_what_is_registered(bot: RawBot) -> None:
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
    bot: RawBot, changes: Json, code: int
) -> None:
    socket = await bot.identify(**changes)

    await socket.receive()

    assert socket.close_code == code


async def test_a_heartbeat_is_acknowledged(bot: RawBot) -> None:
    socket = await bot.connect()

    await socket.send_json({"op": Opcode.HEARTBEAT, "d": None})

    assert (await socket.receive_json())["op"] == Opcode.HEARTBEAT_ACK


async def test_an_unknown_opcode_is_a_violation(bot: RawBot) -> None:
    socket = await bot.connect()

    await socket.send_json({"op": 99, "d": None})
    await socket.send_json({"op": Opcode.HEARTBEAT, "d": None})
    await socket.receive_json()

    assert bot.server.recorder.violations == ["gateway: unexpected opcode 99"]


async def test_a_resumed_session_gets_what_it_missed(bot: RawBot) -> None:
    await bot.identify()
    await bot.server.gateway.until_connected()
    socket = await bot.connect()

    resume = {"token": TOKEN, "session_id": "session-1", "seq": 1}
    await socket.send_json({"op": Opcode.RESUME, "d": resume})

    assert [(await socket.receive_json())["t"] for _ in range(2)] == ["GUILD_CREATE", "RESUMED"]


async def test_a_session_that_nobody_knows_is_invalid(bot: RawBot) -> None:
    socket = await bot.connect()

    resume = {"token": TOKEN, "session_id": "another", "seq": 1}
    await socket.send_json({"op": Opcode.RESUME, "d": resume})

    assert await socket.receive_json() == {"op": Opcode.INVALID_SESSION, "d": False}

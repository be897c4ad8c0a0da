"""How the loopback Discord limits, fails, breaks off and takes up again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import aiohttp
import pytest

from tests.loopback.discord import errors, sessions
from tests.loopback.discord.faults import Cut, Slow
from tests.loopback.discord.gateway import Opcode
from tests.loopback.discord.limits import Limit, Limits
from tests.loopback.discord.raw_bot import HEADERS, IDENTIFY, RawBot, raw_bot
from tests.loopback.discord.server import TOKEN

ME: Final = "/users/@me"


class Clock:
    """Seconds that a test counts."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def bot() -> AsyncIterator[RawBot]:
    async with raw_bot() as bot:
        yield bot
        assert bot.server.recorder.violations == []


@pytest.fixture
def clock(bot: RawBot) -> Clock:
    clock = Clock()
    bot.server.rest.limits = Limits(clock)
    return clock


async def get(bot: RawBot, path: str = ME) -> tuple[int, dict[str, str]]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(bot.server.url(path), headers=HEADERS) as response,
    ):
        return response.status, dict(response.headers)


async def test_a_bucket_empties_and_fills_again(bot: RawBot, clock: Clock) -> None:
    bot.server.rest.limits.set("GET", ME, Limit(2, 0.25))

    left = [(await get(bot))[1]["X-RateLimit-Remaining"] for _ in range(2)]
    status, headers = await get(bot)
    _, answer = await bot.ask("GET", ME)
    clock.now += 0.25
    again, _ = await get(bot)

    assert left == ["1", "0"]
    assert (status, again) == (429, 200)
    assert headers["Via"]
    assert headers["X-RateLimit-Scope"] == "user"
    assert answer["retry_after"] == 0.25
    assert not answer["global"]


async def test_buckets_are_apart_by_channel(bot: RawBot, clock: Clock) -> None:
    del clock
    template = "/channels/{channel_id}/messages/{message_id}"
    bot.server.rest.limits.set("GET", template, Limit(1, 60))
    here = await bot.server.say("here")
    other = await bot.server.guilds.channel("other")
    there = await bot.server.say("there", channel=other)
    paths = [
        f"/channels/{bot.server.channel['id']}/messages/{here.id}",
        f"/channels/{other['id']}/messages/{there.id}",
    ]

    statuses = [(await get(bot, path))[0] for path in (*paths, *paths)]

    assert statuses == [200, 200, 429, 429]


async def test_the_limit_for_everything_leaves_interactions_out(bot: RawBot, clock: Clock) -> None:
    del clock
    asked = await bot.asked()
    bot.server.rest.limits.everywhere = Limit(1, 60)

    await get(bot)
    status, headers = await get(bot)
    answered, _ = await bot.respond(asked, {"type": 4, "data": {"content": "hello"}})

    assert (status, answered) == (429, 200)
    assert headers["X-RateLimit-Scope"] == "global"


@pytest.mark.parametrize("status", [403, 404, 500, 502, 503])
async def test_an_error_comes_once_where_it_was_put(bot: RawBot, status: int) -> None:
    bot.server.rest.faults.append((ME, errors.ApiError(status, 0, "No")))

    assert (await bot.ask("GET", "/gateway"))[0] == 200
    assert (await bot.ask("GET", ME))[0] == status
    assert (await bot.ask("GET", ME))[0] == 200


async def test_a_connection_breaks_before_anything_is_done(bot: RawBot) -> None:
    asked = await bot.asked()
    bot.server.rest.faults.append(("/callback", Cut()))

    with pytest.raises(aiohttp.ClientError):
        await bot.respond(asked, {"type": 4, "data": {"content": "hello"}})

    assert not asked.acknowledged


async def test_a_slow_answer_is_done_at_once_and_told_late(bot: RawBot) -> None:
    asked = await bot.asked()
    slow = Slow()
    bot.server.rest.faults.append(("/callback", slow))

    telling = asyncio.create_task(bot.respond(asked, {"type": 4, "data": {"content": "hello"}}))
    assert (await asked.answer()).content == "hello"
    assert not telling.done()
    slow.until.set()
    assert (await telling)[0] == 200


async def test_the_number_of_shards_is_recommended(bot: RawBot) -> None:
    bot.server.registry.shards = 3

    _, answer = await bot.ask("GET", "/gateway/bot")

    assert answer["shards"] == 3


async def test_a_cut_session_is_resumed_with_what_was_missed(bot: RawBot) -> None:
    socket = await bot.identify()
    await bot.server.gateway.until_connected()
    bot.server.gateway.cut()
    await bot.server.gateway.until_disconnected()
    await bot.server.guilds.channel("missed")
    while (await socket.receive()).type is aiohttp.WSMsgType.TEXT:
        pass

    socket = await bot.connect()
    resume = {"token": TOKEN, "session_id": "session-1", "seq": 2}
    await socket.send_json({"op": Opcode.RESUME, "d": resume})

    events = [await socket.receive_json() for _ in range(2)]
    assert [(event["t"], event["s"]) for event in events] == [("CHANNEL_CREATE", 3), ("RESUMED", 4)]


@pytest.mark.parametrize(("seq", "opcode"), [(1, Opcode.INVALID_SESSION), (2, Opcode.DISPATCH)])
async def test_what_was_missed_too_long_ago_cannot_be_resumed(
    bot: RawBot, monkeypatch: pytest.MonkeyPatch, seq: int, opcode: Opcode
) -> None:
    monkeypatch.setattr(sessions, "REMEMBERED", 2)
    await bot.identify()
    await bot.server.gateway.until_connected()
    await bot.server.guilds.channel("third event")
    await bot.server.guilds.channel("fourth event")

    socket = await bot.connect()
    resume = {"token": TOKEN, "session_id": "session-1", "seq": seq}
    await socket.send_json({"op": Opcode.RESUME, "d": resume})

    assert (await socket.receive_json())["op"] == opcode


@pytest.mark.parametrize("resumable", [True, False])
async def test_a_session_can_be_called_invalid(bot: RawBot, *, resumable: bool) -> None:
    socket = await bot.identify()
    await bot.server.gateway.until_connected()
    await bot.server.gateway.invalidate(resumable=resumable)
    frames = [await socket.receive_json() for _ in range(3)]

    again = await bot.connect()
    resume = {"token": TOKEN, "session_id": "session-1", "seq": 2}
    await again.send_json({"op": Opcode.RESUME, "d": resume})

    assert (frames[2]["op"], frames[2]["d"]) == (Opcode.INVALID_SESSION, resumable)
    answer = await again.receive_json()
    assert answer["op"] == (Opcode.DISPATCH if resumable else Opcode.INVALID_SESSION)


@pytest.mark.parametrize(
    ("opcode", "data", "code"),
    [
        (Opcode.IDENTIFY, IDENTIFY | {"shard": [2, 2]}, 4010),
        (Opcode.RESUME, {"token": "wrong", "session_id": "x", "seq": 1}, 4004),
        (Opcode.RESUME, {"token": TOKEN, "session_id": "session-1", "seq": 99}, 4007),
    ],
)
async def test_what_cannot_be_is_closed_with_its_code(
    bot: RawBot, opcode: Opcode, data: dict[str, object], code: int
) -> None:
    await bot.identify()
    await bot.server.gateway.until_connected()
    socket = await bot.connect()

    await socket.send_json({"op": opcode, "d": data})
    await socket.receive()

    assert socket.close_code == code


async def test_the_content_of_messages_is_for_whom_it_was_granted(bot: RawBot) -> None:
    refused = await bot.identify(intents=1 << 15)
    await refused.receive()
    bot.server.grant_message_content()
    granted = await bot.identify(intents=1 << 15)

    assert refused.close_code == 4014
    assert (await granted.receive_json())["t"] == "READY"

"""The supervised connection: what it survives, and what it must not try again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from discord.http import Route

from bot.inference import Worker
from bot.localisation import text
from bot.platforms.discord.errors import (
    ConnectionRefused,
    DiscordError,
    IntentsRefused,
    TokenMissing,
    TokenRefused,
)
from bot.platforms.discord.services import make_services
from bot.platforms.discord.supervisor import run
from bot.settings import Settings, load_settings
from bot.store.face import Store
from tests.bot.fakes import FakeLoader, FakeModel, Gate
from tests.bot.platforms.discord.conftest import AT_ONCE, StartBot
from tests.loopback.discord import LoopbackDiscord, errors


class Waits:
    """A backoff that takes no time, and remembers how long it would have taken."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def waits() -> Waits:
    return Waits()


async def test_starting_registers_nothing(server: LoopbackDiscord, start_bot: StartBot) -> None:
    before = server.recorder.requests("PUT", "/commands")
    async with start_bot():
        pass

    assert server.recorder.requests("PUT", "/commands") == before


async def test_no_privileged_intent_is_asked_for(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        [identify] = server.recorder.identifies

    assert identify["intents"] == 1 << 0 | 1 << 3  # GUILDS, GUILD_EXPRESSIONS


async def test_heartbeats_are_sent(server: LoopbackDiscord, start_bot: StartBot) -> None:
    async with start_bot():
        assert server.recorder.heartbeats >= 1


async def test_a_gateway_that_refuses_the_first_connections_is_tried_again(
    server: LoopbackDiscord, start_bot: StartBot, waits: Waits
) -> None:
    server.gateway.refusals = 3
    async with start_bot(sleep=waits):
        asked = await server.slash_command("emojify", {"text": "hello"})
        await asked.answer()

    for ceiling, wait in zip((2, 4, 8), waits.seconds, strict=True):
        assert ceiling / 2 <= wait <= ceiling


async def test_an_http_api_that_is_down_at_first_is_tried_again(
    server: LoopbackDiscord, start_bot: StartBot, waits: Waits
) -> None:
    server.rest.faults.append(("/users/@me", errors.ApiError(503, 0, "Service Unavailable")))
    async with start_bot(sleep=waits):
        pass

    assert len(waits.seconds) == 1


async def test_a_discord_that_nobody_can_reach_at_first_is_tried_again(
    server: LoopbackDiscord,
    start_bot: StartBot,
    unused_tcp_port: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{unused_tcp_port}")

    async def until_it_is_back(_: float) -> None:
        server.point_discord_py_here(monkeypatch)

    async with start_bot(sleep=until_it_is_back):
        pass

    assert len(server.recorder.identifies) == 1


async def test_an_event_that_cannot_be_read_does_not_end_the_bot(
    server: LoopbackDiscord, start_bot: StartBot, waits: Waits, caplog: pytest.LogCaptureFixture
) -> None:
    async with start_bot(sleep=waits):
        await server.gateway.dispatch("GUILD_ROLE_CREATE", {"nonsense": True})
        await server.gateway.until_connected(2)
        asked = await server.slash_command("emojify", {"text": "hello"})
        await asked.answer()

    assert len(waits.seconds) == 1
    [ended] = [r for r in caplog.records if r.msg == "the Discord client ended"]
    assert ended.exc_info is not None


async def test_whoever_waits_while_the_connection_breaks_still_gets_the_answer(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    gate = Gate(is_open=False)
    async with start_bot(FakeLoader(FakeModel(gate=gate)), patience=AT_ONCE):
        asked = await server.slash_command("emojify", {"text": "hello"})
        await asked.until_deferred()
        await server.gateway.dispatch("GUILD_ROLE_CREATE", {"nonsense": True})
        gate.open()
        answer = await asked.answer()

    assert "# 🎉" in answer.content


async def test_a_session_is_resumed_when_discord_asks_to_reconnect(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        await server.gateway.ask_to_reconnect()
        await server.gateway.until_connected(2)
        asked = await server.slash_command("emojify", {"text": "hello"})
        await asked.answer()

    [resume] = server.recorder.resumes
    assert resume["session_id"] == "session-1"
    assert len(server.recorder.identifies) == 1


async def test_a_command_typed_while_the_connection_was_gone_is_answered_after_the_resume(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        await server.gateway.close(code=4000)
        asked = await server.slash_command("emojify", {"text": "hello"})
        answer = await asked.answer()

    assert "# 🎉" in answer.content


async def _end_of_run(settings: Settings, store: Store) -> DiscordError:
    worker = Worker(FakeLoader())
    worker.start()
    try:
        with pytest.raises(DiscordError) as caught:
            await asyncio.wait_for(run(settings, make_services(settings, worker, store)), 10)
    finally:
        await worker.aclose()
    return caught.value


async def test_a_wrong_token_ends_it_with_a_sentence_that_names_the_key(
    server: LoopbackDiscord, store: Store
) -> None:
    error = await _end_of_run(load_settings({"DISCORD_TOKEN": "wrong.token.0"}), store)

    assert isinstance(error, TokenRefused)
    assert "DISCORD_TOKEN" in str(error)
    assert "wrong.token.0" not in str(error)
    assert len(server.recorder.exchanges) == 1


async def test_no_token_ends_it_before_anything_is_sent(
    server: LoopbackDiscord, store: Store
) -> None:
    error = await _end_of_run(load_settings({}), store)

    assert isinstance(error, TokenMissing)
    assert "DISCORD_TOKEN" in str(error)
    assert server.recorder.exchanges == []


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (4004, TokenRefused),
        (4011, ConnectionRefused),
        (4013, IntentsRefused),
        (4014, IntentsRefused),
    ],
)
async def test_a_close_code_that_forbids_another_try_ends_it(
    server: LoopbackDiscord, settings: Settings, store: Store, code: int, kind: type[DiscordError]
) -> None:
    server.gateway.close_code = code

    error = await _end_of_run(settings, store)

    assert type(error) is kind
    assert len(server.recorder.identifies) == 1


async def test_stopping_tells_whoever_still_waits(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    gate = Gate(is_open=False)
    async with start_bot(FakeLoader(FakeModel(gate=gate)), patience=AT_ONCE) as bot:
        asked = await server.slash_command("emojify", {"text": "hello"})
        await asked.until_deferred()
        bot.cancel()
        answer = await asked.answer()
        gate.open()

    assert answer.content == text("en", "answers-interrupted")
    assert answer.ephemeral


async def test_stopping_lets_an_answer_end_that_is_nearly_there(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    gate = Gate(is_open=False)
    async with start_bot(FakeLoader(FakeModel(gate=gate)), patience=AT_ONCE) as bot:
        asked = await server.slash_command("emojify", {"text": "hello"})
        await asked.until_deferred()
        bot.cancel()
        gate.open()
        answer = await asked.answer()

    assert "# 🎉" in answer.content


async def test_stopping_takes_less_than_two_seconds(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    loop = asyncio.get_running_loop()
    gate = Gate(is_open=False)
    async with start_bot(FakeLoader(FakeModel(gate=gate))) as bot:
        await server.slash_command("emojify", {"text": "hello"})
        began = loop.time()
        bot.cancel()
        with pytest.raises(asyncio.CancelledError):
            await bot
        gate.open()

    assert loop.time() - began < 2


async def test_a_gateway_that_never_says_goodbye_does_not_hold_up_the_next_connection(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    server.gateway.hearing.clear()
    async with start_bot():
        await server.gateway.dispatch("GUILD_ROLE_CREATE", {"nonsense": True})
        await server.gateway.until_connected(2)

    assert len(server.recorder.identifies) == 2


async def test_a_command_that_this_version_does_not_know_says_that_it_changed(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        old: dict[str, Any] = {**server.registry.commands[0], "name": "moji", "options": []}
        server.registry.commands.append(old)
        asked = await server.slash_command("moji")
        answer = await asked.answer()

    assert answer.content == text("en", "answers-outdated")
    assert answer.ephemeral

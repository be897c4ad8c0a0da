"""The bot's process: what it says, and how it ends."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.app import Bot
from bot.errors import CannotRun
from bot.platforms.discord.sync import sync_commands
from bot.settings import Settings, load_settings
from tests.bot.fakes import FakeModel
from tests.bot.processes import bot_process, running_bot
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.server import TOKEN

SIGNALS = [signal.SIGTERM, signal.SIGINT]


def _suggest(url: str, text: str) -> tuple[int, dict[str, Any]]:
    body = json.dumps({"text": text}).encode()
    request = urllib.request.Request(  # noqa: S310 - always http
        url + "api/suggest", body, {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_says_where_it_is_and_when_the_model_is_there_and_answers(tmp_path: Path) -> None:
    with running_bot(tmp_path) as bot:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", bot.url)
        # Asked while the model loads, answered when it is there.
        status, answer = _suggest(bot.url, "pizza tonight?")
        assert status == 200
        assert "🍕" in answer["output"]
        assert re.fullmatch(r"mojibot model: .+ on cpu, ready in \d+\.\d s", bot.line())
        code, out, err = bot.end(signal.SIGTERM)

    assert (code, out) == (0, "")
    assert "pizza" not in err


@pytest.mark.parametrize("number", SIGNALS)
def test_ends_in_time_while_the_real_model_loads(tmp_path: Path, number: signal.Signals) -> None:
    with running_bot(tmp_path) as bot:
        code, out, err = bot.end(number)

    assert code == 0
    assert "ready" not in out
    assert "Traceback" not in err


@pytest.mark.parametrize("number", SIGNALS)
def test_ends_in_time_while_loading_is_stuck(tmp_path: Path, number: signal.Signals) -> None:
    with running_bot(tmp_path, fake=True) as bot:
        assert bot.line() == "loading"
        code, out, err = bot.end(number)

    assert (code, out) == (0, "")
    assert "Traceback" not in err


@pytest.mark.parametrize("number", SIGNALS)
def test_ends_in_time_while_the_model_computes_and_tells_who_waits(
    tmp_path: Path, number: signal.Signals
) -> None:
    with running_bot(tmp_path, fake=True) as bot, ThreadPoolExecutor() as threads:
        bot.tell("load")
        asking = threads.submit(_suggest, bot.url, "stuck")
        assert bot.line() == "loading"
        assert sorted((bot.line(), bot.line()))[0] == "computing"
        code, _, err = bot.end(number)

        assert code == 0
        assert "Traceback" not in err
        status, answer = asking.result()
        assert status == 503
        assert "shutting down" in answer["error"]


def test_lost_device_ends_the_bot_with_exit_code_3_for_its_supervisor(tmp_path: Path) -> None:
    with running_bot(tmp_path, fake=True) as bot:
        bot.tell("load")
        status, answer = _suggest(bot.url, "lost")
        code, _, err = bot.end()

    assert (status, code) == (503, 3)
    assert "restart" in answer["error"]
    assert err.splitlines()[-1].startswith("mojibot: The device that computes has failed")
    assert "Traceback" not in err


def test_model_that_cannot_be_loaded_ends_the_bot_with_one_sentence(tmp_path: Path) -> None:
    with running_bot(tmp_path, MODEL="nowhere") as bot:
        code, out, err = bot.end()

    assert (code, out) == (1, "")
    assert err.splitlines()[-1] == "mojibot: There is no model folder at nowhere."


def test_port_in_use_is_one_sentence_that_names_the_setting(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with bot_process(tmp_path, PLAYGROUND_PORT=port) as bot:
            code, out, err = bot.end()

    assert (code, out) == (1, "")
    assert err == (
        f"mojibot: Port {port} is in use already: set PLAYGROUND_PORT to another one "
        "(0 takes any that is free).\n"
    )


def test_host_that_is_not_ours_is_one_sentence(tmp_path: Path) -> None:
    with bot_process(tmp_path, PLAYGROUND_HOST="192.0.2.1") as bot:
        code, _, err = bot.end()

    assert code == 1
    assert err.count("\n") == 1
    assert "PLAYGROUND_HOST" in err


def test_wrong_setting_is_one_sentence_and_exit_2(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DISCORD_APPLICATION_ID=hunter2\n")
    with bot_process(tmp_path) as bot:
        code, out, err = bot.end()

    assert (code, out) == (2, "")
    assert err.startswith("mojibot: DISCORD_APPLICATION_ID has a wrong value")
    assert err.count("\n") == 1


def _discord(tmp_path: Path, **more: str) -> Settings:
    address = f"sqlite:///{tmp_path / 'mojibot.db'}"
    return load_settings(
        {"DISCORD_TOKEN": TOKEN, "PLAYGROUND_PORT": "0", "DATABASE_URL": address, **more}
    )


async def test_connected_to_discord_the_bot_ends_cleanly_on_a_signal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bot.app.load_model", lambda _: FakeModel())
    lines: list[str] = []
    async with LoopbackDiscord() as server:
        server.point_discord_py_here(monkeypatch)
        bot = Bot(_discord(tmp_path), announce=lines.append)
        running = asyncio.create_task(bot.run())
        await server.gateway.until_connected()
        signal.raise_signal(signal.SIGTERM)
        await running
        assert await bot.aclose()

    assert server.recorder.violations == []
    assert [line.split(":")[0] for line in lines] == ["mojibot playground", "mojibot model"]


async def test_a_database_that_cannot_be_had_does_not_keep_the_bot_from_answering(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.app.load_model", lambda _: FakeModel())
    settings = _discord(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/no/such/folder/mojibot.db")
    async with LoopbackDiscord() as server:
        server.point_discord_py_here(monkeypatch)
        await sync_commands(settings)
        bot = Bot(settings, announce=lambda _: None)
        running = asyncio.create_task(bot.run())
        await server.gateway.until_connected()
        asked = await server.slash_command("emojify", {"text": "hello"})
        answer = await asked.answer()
        signal.raise_signal(signal.SIGTERM)
        await running
        assert await bot.aclose()

    assert "🎉" in answer.text
    assert any("its file cannot be opened" in str(vars(record)) for record in caplog.records)


async def test_wrong_discord_token_ends_the_bot_with_discords_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bot.app.load_model", lambda _: FakeModel())
    async with LoopbackDiscord() as server:
        server.point_discord_py_here(monkeypatch)
        bot = Bot(_discord(tmp_path, DISCORD_TOKEN="wrong"), announce=lambda _: None)
        with pytest.raises(CannotRun, match="Discord refuses DISCORD_TOKEN"):
            await bot.run()
        assert await bot.aclose()

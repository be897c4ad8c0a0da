"""Discord and Slack in one process, over one model, one store and one retrainer."""

from __future__ import annotations

import asyncio
import logging
import signal
from pathlib import Path

import pytest

from bot.app import Bot
from bot.errors import CannotRun
from bot.platforms.discord.sync import sync_commands
from bot.platforms.slack import client
from bot.settings import Settings, load_settings
from tests.bot.fakes import FakeModel
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.server import TOKEN
from tests.loopback.slack import SlackServer

WORDS = "we got the house!"


def _settings(folder: Path, **more: str) -> Settings:
    return load_settings(
        {
            "SLACK_BOT_TOKEN": SlackServer.bot_token,
            "PLAYGROUND_PORT": "0",
            "DATABASE_URL": f"sqlite:///{folder / 'mojibot.db'}",
            "MODELS_DIR": str(folder / "models"),
            **more,
        }
    )


@pytest.fixture(autouse=True)
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.load_model", lambda _: FakeModel())


async def test_both_answer_and_end_together(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = _settings(tmp_path, SLACK_APP_TOKEN=SlackServer.app_token, DISCORD_TOKEN=TOKEN)
    async with SlackServer() as slack, LoopbackDiscord() as discord:
        monkeypatch.setattr(client, "API_URL", slack.api_url)
        discord.point_discord_py_here(monkeypatch)
        await sync_commands(settings)
        bot = Bot(settings, announce=lambda _: None)
        running = asyncio.create_task(bot.run())
        await slack.sockets.until_connected(2)
        await discord.gateway.until_connected()
        asked = await discord.slash_command("emojify", {"text": WORDS})
        await slack.command("ada", "/emojify", WORDS)
        assert "🎉" in (await asked.answer()).text
        await slack.until_shown("ada", "general", ":tada:")

        signal.raise_signal(signal.SIGTERM)
        await running
        assert await bot.aclose()


async def test_a_workspace_that_throws_the_bot_out_leaves_discord_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = _settings(tmp_path, SLACK_APP_TOKEN=SlackServer.app_token, DISCORD_TOKEN=TOKEN)
    async with SlackServer() as slack, LoopbackDiscord() as discord:
        monkeypatch.setattr(client, "API_URL", slack.api_url)
        discord.point_discord_py_here(monkeypatch)
        await sync_commands(settings)
        bot = Bot(settings, announce=lambda _: None)
        running = asyncio.create_task(bot.run())
        await slack.sockets.until_connected(2)
        await discord.gateway.until_connected()
        await slack.life.uninstall()
        await slack.wait_for(lambda: not slack.sockets.connections)
        asked = await discord.slash_command("emojify", {"text": WORDS})
        assert "🎉" in (await asked.answer()).text

        signal.raise_signal(signal.SIGTERM)
        await running
        assert await bot.aclose()

    assert "no longer installed in the workspace" in caplog.text


async def test_over_http_slack_is_served_by_the_bots_own_web_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    settings = _settings(tmp_path, SLACK_SIGNING_SECRET=SlackServer.signing_secret)
    said: list[str] = []
    async with SlackServer() as slack:
        monkeypatch.setattr(client, "API_URL", slack.api_url)
        bot = Bot(settings, announce=said.append)
        running = asyncio.create_task(bot.run())
        await slack.wait_for(lambda: "waiting for Slack's requests" in caplog.text)
        slack.use_http(f"{said[0].removeprefix('mojibot playground: ')}slack/events")
        await slack.tell("ada", WORDS)
        await slack.until_shown("ada", None, ":tada:")

        signal.raise_signal(signal.SIGTERM)
        await running
        assert await bot.aclose()


async def test_a_slack_token_that_is_refused_ends_the_bot_with_slacks_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = _settings(tmp_path, SLACK_APP_TOKEN=SlackServer.app_token)
    async with SlackServer() as slack:
        monkeypatch.setattr(client, "API_URL", slack.api_url)
        slack.faults.fail("auth.test", "invalid_auth")
        bot = Bot(settings, announce=lambda _: None)
        with pytest.raises(CannotRun, match="Slack refuses SLACK_BOT_TOKEN"):
            await bot.run()
        assert await bot.aclose()
        slack.recorder.forgive()

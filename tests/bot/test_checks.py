"""The check of the Discord token, against a loopback Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.checks import Result, check_discord, check_retraining
from bot.settings import load_settings
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.server import TOKEN


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as server:
        server.point_discord_py_here(monkeypatch)
        yield server
    assert server.recorder.violations == []


@pytest.mark.usefixtures("server")
async def test_token_that_discord_knows_passes_with_the_bots_name() -> None:
    login, intents = await check_discord(load_settings({"DISCORD_TOKEN": TOKEN}))

    assert login.passed
    assert login.sentence.startswith("logged in as ")
    assert intents.passed
    assert intents.sentence.startswith("commands only")


@pytest.mark.parametrize(("flags", "passed"), [(0, False), (1 << 18, True), (1 << 19, True)])
async def test_reading_messages_passes_only_where_the_application_may(
    server: LoopbackDiscord, flags: int, passed: bool
) -> None:
    server.registry.application["flags"] = flags
    settings = load_settings({"DISCORD_TOKEN": TOKEN, "DISCORD_MESSAGE_CONTENT": "true"})

    _, intents = await check_discord(settings)

    assert intents.passed is passed
    assert passed or "Message Content Intent" in intents.sentence


@pytest.mark.usefixtures("server")
async def test_token_that_discord_refuses_fails_without_showing_it() -> None:
    [result] = await check_discord(load_settings({"DISCORD_TOKEN": "hunter2"}))

    assert not result.passed
    assert "DISCORD_TOKEN" in result.sentence
    assert "hunter2" not in result.sentence


async def test_discord_that_cannot_be_reached_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    async with LoopbackDiscord() as gone:
        gone.point_discord_py_here(monkeypatch)
    [result] = await check_discord(load_settings({"DISCORD_TOKEN": TOKEN}))

    assert result == Result(
        "discord", False, "Discord cannot be reached just now: please try again in a while."
    )


@pytest.mark.parametrize(
    ("environ", "equipped", "sentence"),
    [
        ({}, True, "possible with /retrain, in 15 minutes at most"),
        ({"RETRAIN_MAX_MINUTES": "2.5"}, True, "possible with /retrain, in 2.5 minutes at most"),
        ({}, False, "not possible: it needs pip install 'mojibot[train]'"),
        ({"RETRAIN_ENABLED": "false"}, True, "switched off: RETRAIN_ENABLED is false"),
        (
            {"INFERENCE_URL": "http://127.0.0.1:1"},
            True,
            "not possible here: the model runs elsewhere (INFERENCE_URL)",
        ),
    ],
)
def test_whether_operators_can_retrain_is_said(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], equipped: bool, sentence: str
) -> None:
    monkeypatch.setattr("bot.features.retraining.host.is_equipped", lambda: equipped)
    assert check_retraining(load_settings(environ)) == Result("retraining", True, sentence)

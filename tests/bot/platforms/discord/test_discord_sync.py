"""Registering the commands, against a loopback Discord."""

from __future__ import annotations

import pytest

from bot.platforms.discord.errors import TokenMissing, TokenRefused, Unreachable
from bot.platforms.discord.sync import SyncResult, sync_commands
from bot.settings import Settings, load_settings
from tests.loopback.discord import LoopbackDiscord, errors


async def test_registers_the_commands_for_every_place_and_both_installs(
    server: LoopbackDiscord, settings: Settings
) -> None:
    result = await sync_commands(settings)

    assert result == SyncResult(("emojify", "model"), changed=True)
    assert [command["name"] for command in server.registry.commands] == ["emojify", "model"]
    for command in server.registry.commands:
        assert command["contexts"] == [0, 1, 2]
        assert command["integration_types"] == [0, 1]
    [text] = server.registry.commands[0]["options"]
    assert (text["name"], text["required"], text["max_length"]) == ("text", True, 6_000)


async def test_commands_are_described_in_peoples_own_languages(
    server: LoopbackDiscord, settings: Settings
) -> None:
    await sync_commands(settings)

    emojify, model = server.registry.commands
    assert emojify["description_localizations"]["de"] == "Mach aus einer Nachricht Emojis"
    assert emojify["options"][0]["description_localizations"]["fr"] == "Ce que tu veux dire"
    assert model["name_localizations"]["fr"] == "modèle"


async def test_sends_nothing_where_nothing_changed(
    server: LoopbackDiscord, settings: Settings
) -> None:
    await sync_commands(settings)

    result = await sync_commands(settings)

    assert not result.changed
    assert len(server.recorder.requests("PUT", "/commands")) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"description": "Another one"},
        {"description_localizations": None},
        {"contexts": [0]},
        {"integration_types": [0]},
        {"default_member_permissions": "0"},
        {"options": []},
        {"name": "moji"},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_sends_what_changed(
    server: LoopbackDiscord, settings: Settings, change: dict[str, object]
) -> None:
    await sync_commands(settings)
    server.registry.commands[0] |= change

    result = await sync_commands(settings)

    assert result.changed
    assert not (await sync_commands(settings)).changed


async def test_removes_commands_that_are_no_more(
    server: LoopbackDiscord, settings: Settings
) -> None:
    await sync_commands(settings)
    server.registry.commands.append({**server.registry.commands[0], "name": "moji"})

    await sync_commands(settings)

    assert [command["name"] for command in server.registry.commands] == ["emojify", "model"]


async def test_needs_no_gateway(server: LoopbackDiscord, settings: Settings) -> None:
    await sync_commands(settings)

    assert server.recorder.identifies == []


async def test_a_wrong_token_is_one_sentence_that_names_the_key(server: LoopbackDiscord) -> None:
    with pytest.raises(TokenRefused, match="DISCORD_TOKEN"):
        await sync_commands(load_settings({"DISCORD_TOKEN": "wrong.token.0"}))

    assert server.registry.commands == []


async def test_no_token_is_one_sentence_that_names_the_key() -> None:
    with pytest.raises(TokenMissing, match="DISCORD_TOKEN"):
        await sync_commands(load_settings({}))


async def test_a_discord_that_is_down_is_one_sentence(
    server: LoopbackDiscord, settings: Settings
) -> None:
    server.rest.faults.append(("/users/@me", errors.ApiError(503, 0, "Service Unavailable")))

    with pytest.raises(Unreachable, match="try again"):
        await sync_commands(settings)

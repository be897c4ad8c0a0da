"""Registering the commands, against a loopback Discord."""

from __future__ import annotations

import pytest

from bot.platforms.discord.commands import COMMANDS
from bot.platforms.discord.errors import TokenMissing, TokenRefused, Unreachable
from bot.platforms.discord.sync import SyncResult, sync_commands
from bot.settings import Settings, load_settings
from tests.loopback.discord import LoopbackDiscord, errors
from tests.loopback.discord.objects import Json

EVERYWHERE = {"emojify", "Emojify", "Suggest emojis", "model"}
NAMES = tuple(command.name for command in COMMANDS)
MESSAGE_MENU = 3


def registered(server: LoopbackDiscord) -> dict[str, Json]:
    """What Discord knows now, by name."""
    return {command["name"]: command for command in server.registry.commands}


async def test_registers_the_commands_for_every_place_and_both_installs(
    server: LoopbackDiscord, settings: Settings
) -> None:
    result = await sync_commands(settings)

    assert result == SyncResult(NAMES, changed=True)
    commands = registered(server)
    assert set(commands) == set(NAMES)
    for name in EVERYWHERE:
        assert commands[name]["contexts"] == [0, 1, 2]
        assert commands[name]["integration_types"] == [0, 1]
        assert commands[name]["default_member_permissions"] is None


async def test_emojify_takes_a_text_a_number_a_style_and_whether_it_is_private(
    server: LoopbackDiscord, settings: Settings
) -> None:
    await sync_commands(settings)

    text, count, style, private = registered(server)["emojify"]["options"]
    assert (text["name"], text["required"], text["max_length"]) == ("text", True, 6_000)
    assert (count["name"], count["min_value"], count["max_value"]) == ("count", 1, 10)
    assert [choice["value"] for choice in style["choices"]] == ["suggest", "retell", "decorate"]
    assert private["name"] == "private"
    assert not any(option.get("required") for option in (count, style, private))


async def test_menus_of_messages_have_no_description(
    server: LoopbackDiscord, settings: Settings
) -> None:
    await sync_commands(settings)

    menu = registered(server)["Suggest emojis"]
    assert (menu["type"], menu["description"]) == (MESSAGE_MENU, "")


async def test_commands_are_described_in_peoples_own_languages(
    server: LoopbackDiscord, settings: Settings
) -> None:
    await sync_commands(settings)

    commands = registered(server)
    text, _, style, _ = commands["emojify"]["options"]
    described = commands["emojify"]["description_localizations"]
    assert set(described) == {"de", "es-ES", "es-419", "fr", "pt-BR", "ja"}
    assert described["de"] == "Mach aus einer Nachricht Emojis"
    assert text["name_localizations"]["es-419"] == "texto"
    assert text["description_localizations"]["fr"] == "Ce que tu veux dire"
    assert style["choices"][0]["name_localizations"]["pt-BR"] == "sugerir"
    assert commands["model"]["name_localizations"]["fr"] == "modèle"
    assert commands["Suggest emojis"]["name_localizations"]["ja"] == "絵文字を提案"


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

    assert set(registered(server)) == set(NAMES)


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

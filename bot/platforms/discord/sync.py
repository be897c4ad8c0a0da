"""Registers the commands with Discord, if it does not know them as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import discord
from discord import app_commands
from discord.http import Route

from bot.platforms.discord import credentials
from bot.platforms.discord.client import INTENTS
from bot.platforms.discord.commands import COMMANDS
from bot.platforms.discord.errors import RequestRefused, TokenRefused, Unreachable
from bot.platforms.discord.localisation import FluentTranslator
from bot.settings import Settings

# What a command is made of; the rest of what Discord returns are its own numbers.
_COMPARED: Final = (
    *("type", "name", "name_localizations", "description", "description_localizations"),
    *("options", "default_member_permissions", "nsfw", "contexts", "integration_types"),
)


@dataclass(frozen=True, slots=True)
class SyncResult:
    """The commands that Discord knows now, and whether something had to be sent for that."""

    names: tuple[str, ...]
    changed: bool


async def sync_commands(settings: Settings) -> SyncResult:
    """Make the global commands those of this version; sends nothing where nothing changed.

    Uses the HTTP API only, so it may run beside the bot. Raises ``TokenMissing``,
    ``TokenRefused``, ``RequestRefused`` or ``Unreachable``.
    """
    token = credentials.token(settings)
    try:
        async with discord.Client(intents=INTENTS) as client:
            tree = app_commands.CommandTree(client)
            translator = FluentTranslator()
            await tree.set_translator(translator)
            for command in COMMANDS:
                tree.add_command(command)
            await client.login(token)
            wanted = [await c.get_translated_payload(tree, translator) for c in COMMANDS]
            changed = _normal(wanted) != _normal(await _registered(client))
            if changed:
                await tree.sync()
    except discord.LoginFailure as error:
        raise TokenRefused from error
    except (discord.DiscordServerError, aiohttp.ClientError, OSError) as error:
        raise Unreachable from error
    except discord.HTTPException as error:
        raise RequestRefused(error.status, error.code) from error
    return SyncResult(tuple(command.name for command in COMMANDS), changed)


async def _registered(client: discord.Client) -> list[dict[str, Any]]:
    """The global commands with their translations, which ``fetch_commands`` leaves out."""
    route = Route(
        "GET", "/applications/{application_id}/commands", application_id=client.application_id
    )
    commands: list[dict[str, Any]] = await client.http.request(
        route, params={"with_localizations": "true"}
    )
    return commands


def _normal(commands: list[dict[str, Any]]) -> dict[Any, Any]:
    """Commands by type and name, in a form that is the same for equal ones."""
    return {
        (command.get("type", 1), command["name"]): _filled(
            {key: command.get(key) for key in _COMPARED}
        )
        for command in commands
    }


def _filled(value: Any) -> Any:
    """``value`` without what says nothing: Discord leaves some defaults out and fills others in.

    Permissions come back as text, contexts and installs in any order.
    """
    if isinstance(value, Mapping):
        filled = {key: _filled(entry) for key, entry in value.items()}
        return {
            key: str(entry) if key == "default_member_permissions" else entry
            for key, entry in filled.items()
            if entry not in (None, False, "", [], {})
        }
    if isinstance(value, list):
        entries = [_filled(entry) for entry in value]
        return sorted(entries) if all(isinstance(entry, int) for entry in entries) else entries
    return value

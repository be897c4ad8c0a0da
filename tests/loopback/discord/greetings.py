"""What a client hears of itself and of its servers: READY and GUILD_CREATE."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.loopback.discord import objects
from tests.loopback.discord.objects import Json
from tests.loopback.discord.registry import Registry
from tests.loopback.discord.sessions import Intent, Session
from tests.loopback.discord.world import Guild, World

Check = Callable[[str, Any], None]


def greeting(
    world: World, registry: Registry, session: Session, check: Check
) -> list[tuple[str, Json]]:
    """The events that follow an IDENTIFY."""
    guilds = [guild for guild in world.bots_guilds() if session.owns(guild.id)]
    ready: Json = {
        "v": 10,
        "user": objects.own_user(world.bot),
        "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
        "session_id": session.identifier,
        "resume_gateway_url": registry.gateway_url,
        "shard": list(session.shard),
        "application": {key: registry.application[key] for key in ("id", "flags")},
    }
    if not session.intents & Intent.GUILDS:
        return [("READY", ready)]
    return [("READY", ready), *(("GUILD_CREATE", guild_create(world, g, check)) for g in guilds)]


def guild_create(world: World, guild: Guild, check: Check) -> Json:
    """A server as the bot hears of it; of its members it hears only of itself."""
    check("GuildResponse", guild.json)
    for channel in guild.channels.values():
        check("GuildChannelResponse", channel)
    for thread in guild.threads.values():
        check("ThreadResponse", thread)
    return {
        **guild.json,
        "joined_at": "2026-01-01T00:00:00+00:00",
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "voice_states": [],
        "members": [guild.members[world.bot["id"]]],
        "channels": list(guild.channels.values()),
        "threads": list(guild.threads.values()),
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }

"""The whole of it: one server, one application, one guild, and people who type commands."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from enum import IntEnum
from typing import Any, Final, Self

import discord
import pytest
import yarl
from aiohttp import web
from aiohttp.test_utils import TestServer
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import Route

from tests.loopback.discord import objects
from tests.loopback.discord.clock import ManualClock
from tests.loopback.discord.gateway import GUILDS, Gateway, Session
from tests.loopback.discord.interactions import LoopbackInteraction
from tests.loopback.discord.objects import Ids, Json
from tests.loopback.discord.recorder import Recorder
from tests.loopback.discord.rest import BASE, Registry, RestApi
from tests.loopback.discord.specification import specification

TOKEN: Final = "loopback.token.0"
_GATEWAY_PATH: Final = "/websocket"
_ATTACHMENT_LIMIT: Final = 10 * 1024 * 1024


class Place(IntEnum):
    """Where a command is typed: Discord's interaction contexts."""

    GUILD = 0
    BOT_DM = 1
    PRIVATE_CHANNEL = 2


class LoopbackDiscord:
    """A Discord for one bot; use it as an async context manager."""

    def __init__(self) -> None:
        ids = Ids()
        owner = objects.user(ids.next(), "owner")
        application_id = ids.next()
        self.bot = objects.user(application_id, "mojibot", bot=True)
        self.guild = objects.guild(ids.next(), owner["id"])
        self.channel = objects.text_channel(ids.next(), self.guild["id"])
        self.clock = ManualClock()
        self.recorder = Recorder()
        self.registry = Registry(TOKEN, objects.application(application_id, self.bot, owner))
        self.rest = RestApi(self.registry, self.recorder, ids)
        self.gateway = Gateway(TOKEN, self.recorder, greeting=self._greeting)
        self._ids = ids
        self._people: dict[str, Json] = {}
        app = web.Application()
        app.router.add_get(_GATEWAY_PATH, self.gateway.handle)
        app.add_routes(self.rest.routes())
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        await self._server.start_server(shutdown_timeout=0.1, access_log=None)
        self.registry.gateway_url = str(self._gateway_url)
        return self

    async def __aexit__(self, *exception: object) -> None:
        self.gateway.hearing.set()
        await self.gateway.close()
        await self._server.close()
        await _end_heartbeats()

    def point_discord_py_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Make the unmodified library speak to this server, for one test."""
        monkeypatch.setattr(Route, "BASE", str(self.url("")))
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", self._gateway_url)

    def url(self, path: str) -> yarl.URL:
        """The address of a route of the HTTP API."""
        return self._server.make_url(f"{BASE}{path}")

    async def slash_command(
        self,
        name: str,
        options: Mapping[str, str] | None = None,
        *,
        author: str = "ada",
        place: Place = Place.GUILD,
    ) -> LoopbackInteraction:
        """Somebody types a registered command; raises ``LookupError`` if there is none."""
        command = next((c for c in self.registry.commands if c["name"] == name), None)
        if command is None:
            raise LookupError(f"/{name} is not registered")
        if place not in command["contexts"]:
            raise LookupError(f"/{name} is not offered in {place.name}")
        payload = self._payload(_data(command, options or {}), self._person(author), place)
        interaction = LoopbackInteraction(payload, self.bot, clock=self.clock, ids=self._ids)
        self.registry.interactions[interaction.token] = interaction
        await self.gateway.dispatch("INTERACTION_CREATE", payload)
        return interaction

    @property
    def _gateway_url(self) -> yarl.URL:
        return self._server.make_url(_GATEWAY_PATH).with_scheme("ws")

    def _person(self, name: str) -> Json:
        if name not in self._people:
            self._people[name] = objects.user(self._ids.next(), name)
        return self._people[name]

    def _payload(self, data: Json, author: Json, place: Place) -> Json:
        payload: Json = {
            "id": self._ids.next(),
            "application_id": self.registry.application["id"],
            "type": discord.InteractionType.application_command.value,
            "token": f"interaction-token-{self._ids.next()}",
            "version": 1,
            "data": data,
            "locale": "en-US",
            "app_permissions": "0",
            "entitlements": [],
            "attachment_size_limit": _ATTACHMENT_LIMIT,
            "context": place.value,
        }
        if place is Place.GUILD:
            channel = self.channel
            payload |= {
                "guild_id": self.guild["id"],
                "guild": {"id": self.guild["id"], "locale": "en-US", "features": []},
                "guild_locale": "en-US",
                "member": {**objects.member(author), "permissions": "0"},
                "authorizing_integration_owners": {"0": self.guild["id"]},
            }
        else:
            channel = objects.private_channel(self._ids.next(), [self.bot])
            payload |= {"user": author, "authorizing_integration_owners": {"1": author["id"]}}
        payload |= {"channel": channel, "channel_id": channel["id"]}
        self._check_objects(payload)
        return payload

    def _greeting(self, session: Session) -> list[tuple[str, Json]]:
        ready: Json = {
            "v": 10,
            "user": objects.own_user(self.bot),
            "guilds": [{"id": self.guild["id"], "unavailable": True}],
            "session_id": session.identifier,
            "resume_gateway_url": str(self._gateway_url),
            "application": {"id": self.registry.application["id"], "flags": 0},
        }
        if not session.intents & GUILDS:
            return [("READY", ready)]
        self._check("GuildResponse", self.guild)
        self._check("GuildChannelResponse", self.channel)
        guild: Json = {
            **self.guild,
            "joined_at": "2026-01-01T00:00:00+00:00",
            "large": False,
            "unavailable": False,
            "member_count": 2,
            "voice_states": [],
            "members": [objects.member(self.bot)],
            "channels": [self.channel],
            "threads": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }
        return [("READY", ready), ("GUILD_CREATE", guild)]

    def _check_objects(self, payload: Json) -> None:
        """The description knows no interactions, but it knows what is in them."""
        private = payload["channel"]["type"] == discord.ChannelType.private.value
        channel = "PrivateChannelResponse" if private else "GuildChannelResponse"
        self._check(channel, payload["channel"])
        if "member" in payload:
            self._check("GuildMemberResponse", payload["member"])
        else:
            self._check("UserResponse", payload["user"])

    def _check(self, schema: str, value: Any) -> None:
        problems = specification().schema_errors(schema, value)
        self.recorder.violations += [f"gateway: {schema}{problem}" for problem in problems]


def _data(command: Json, values: Mapping[str, str]) -> Json:
    """What the client sends of a command: it lets nobody type what the options do not allow."""
    options = {option["name"]: option for option in command["options"]}
    for name, value in values.items():
        low, high = options[name].get("min_length", 0), options[name].get("max_length", 6000)
        if not low <= len(value) <= high:
            raise LookupError(f"{name} takes {low} to {high} characters, not {len(value)}")
    if missing := {n for n, o in options.items() if o.get("required")} - values.keys():
        raise LookupError(f"/{command['name']} needs {sorted(missing)}")
    return {
        "id": command["id"],
        "name": command["name"],
        "type": command["type"],
        "options": [
            {"name": name, "type": options[name]["type"], "value": value}
            for name, value in values.items()
        ],
    }


async def _end_heartbeats() -> None:
    """End the threads that discord.py leaves behind where a connection never became a session.

    They would wake when the test's event loop is long gone.
    """
    for thread in threading.enumerate():
        if isinstance(thread, KeepAliveHandler):
            thread.stop()
            await asyncio.to_thread(thread.join, 5)

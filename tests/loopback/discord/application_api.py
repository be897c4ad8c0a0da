"""Routes about the application itself: the gateway's address, its account, its commands."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.loopback.discord import objects
from tests.loopback.discord.objects import Ids, Json
from tests.loopback.discord.registered import registered_command, without_localizations
from tests.loopback.discord.registry import Registry
from tests.loopback.discord.routes import Route


class ApplicationApi:
    """Reads and writes a ``Registry``."""

    def __init__(self, registry: Registry, ids: Ids) -> None:
        self._registry = registry
        self._ids = ids

    def routes(self) -> list[Route]:
        commands = "/applications/{application}/commands"
        return [
            Route("GET", "/gateway", self._gateway),
            Route("GET", "/gateway/bot", self._gateway_bot),
            Route("GET", "/users/@me", self._own_user),
            Route("GET", "/applications/@me", self._application),
            Route("GET", "/oauth2/applications/@me", self._application),
            Route("GET", commands, self._commands),
            Route("PUT", commands, self._overwrite_commands),
        ]

    async def _gateway(self, request: web.Request, body: Any) -> Json:
        del request, body
        return {"url": self._registry.gateway_url}

    async def _gateway_bot(self, request: web.Request, body: Any) -> Json:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return {
            **await self._gateway(request, body),
            "shards": self._registry.shards,
            "session_start_limit": limit,
        }

    async def _own_user(self, request: web.Request, body: Any) -> Json:
        del request, body
        return objects.own_user(self._registry.application["bot"])

    async def _application(self, request: web.Request, body: Any) -> Json:
        del request, body
        return self._registry.application

    async def _commands(self, request: web.Request, body: Any) -> list[Json]:
        del body
        if request.query.get("with_localizations") in {"true", "True", "1"}:
            return self._registry.commands
        return [without_localizations(command) for command in self._registry.commands]

    async def _overwrite_commands(self, request: web.Request, body: Any) -> list[Json]:
        del request
        known = {_identity(command): command["id"] for command in self._registry.commands}
        self._registry.commands = [
            registered_command(
                command,
                identifier=known.get(_identity(command)) or self._ids.next(),
                version=self._ids.next(),
                application_id=self._registry.application["id"],
            )
            for command in body
        ]
        return self._registry.commands


def _identity(command: Json) -> tuple[int, str]:
    return command.get("type") or 1, command["name"]

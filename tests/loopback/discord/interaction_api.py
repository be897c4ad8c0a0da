"""Routes of interactions: the callback, and what follows it by the interaction's token."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.loopback.discord import errors
from tests.loopback.discord.interactions import LoopbackInteraction
from tests.loopback.discord.objects import Json
from tests.loopback.discord.registry import Registry
from tests.loopback.discord.routes import Route


class InteractionApi:
    """Finds the interaction, and lets it answer."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def routes(self) -> list[Route]:
        answer = "/webhooks/{application}/{token}"
        return [
            Route("POST", "/interactions/{id}/{token}/callback", self._callback),
            Route("POST", answer, self._follow_up),
            Route("GET", f"{answer}/messages/{{message}}", self._look),
            Route("PATCH", f"{answer}/messages/{{message}}", self._edit),
            Route("DELETE", f"{answer}/messages/{{message}}", self._delete),
        ]

    def _interaction(self, request: web.Request) -> LoopbackInteraction | None:
        return self._registry.interactions.get(request.match_info["token"])

    def _answered(self, request: web.Request) -> LoopbackInteraction:
        interaction = self._interaction(request)
        if interaction is None:
            raise errors.unknown_webhook()
        return interaction

    async def _callback(self, request: web.Request, body: Any) -> Json | None:
        interaction = self._interaction(request)
        if interaction is None or interaction.id != request.match_info["id"]:
            raise errors.unknown_interaction()
        answer = await interaction.respond(body)
        return answer if request.query.get("with_response") in {"1", "true"} else None

    async def _follow_up(self, request: web.Request, body: Any) -> Json:
        return await self._answered(request).follow_up(body)

    async def _look(self, request: web.Request, body: Any) -> Json:
        del body
        return await self._answered(request).look(request.match_info["message"])

    async def _edit(self, request: web.Request, body: Any) -> Json:
        return await self._answered(request).edit(request.match_info["message"], body)

    async def _delete(self, request: web.Request, body: Any) -> None:
        del body
        await self._answered(request).delete(request.match_info["message"])

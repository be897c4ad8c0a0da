"""The HTTP API: the routes that the bot uses, each exchange checked and recorded."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from tests.loopback.discord import errors, objects
from tests.loopback.discord.errors import ApiError, InvalidForm
from tests.loopback.discord.interactions import LoopbackInteraction
from tests.loopback.discord.objects import Ids, Json
from tests.loopback.discord.recorder import Exchange, Recorder
from tests.loopback.discord.rules import header_violations, request_violations
from tests.loopback.discord.specification import specification

BASE: Final = "/api/v10"
Handler = Callable[[web.Request, Any], Awaitable[Any]]


@dataclass(slots=True)
class Registry:
    """What the API knows: the application, its commands, and interactions by token."""

    token: str
    application: Json
    gateway_url: str = ""
    commands: list[Json] = field(default_factory=list)
    interactions: dict[str, LoopbackInteraction] = field(default_factory=dict)


class RestApi:
    """Answers requests from a ``Registry``; ``faults`` answer instead, one request each."""

    def __init__(self, registry: Registry, recorder: Recorder, ids: Ids) -> None:
        self.faults: list[tuple[str, ApiError]] = []
        self._registry = registry
        self._recorder = recorder
        self._ids = ids
        self._specification = specification()

    def routes(self) -> list[web.RouteDef]:
        """The routes; whatever is asked beside them is a violation."""
        answer = f"{BASE}/webhooks/{{application}}/{{token}}"
        known: list[tuple[str, str, Handler]] = [
            ("GET", f"{BASE}/gateway", self._gateway),
            ("GET", f"{BASE}/gateway/bot", self._gateway_bot),
            ("GET", f"{BASE}/users/@me", self._own_user),
            ("GET", f"{BASE}/applications/@me", self._application),
            ("GET", f"{BASE}/oauth2/applications/@me", self._application),
            ("GET", f"{BASE}/applications/{{application}}/commands", self._commands),
            ("PUT", f"{BASE}/applications/{{application}}/commands", self._overwrite_commands),
            ("POST", f"{BASE}/interactions/{{id}}/{{token}}/callback", self._callback),
            ("POST", answer, self._follow_up),
            ("GET", f"{answer}/messages/{{message}}", self._look),
            ("PATCH", f"{answer}/messages/{{message}}", self._edit),
            ("DELETE", f"{answer}/messages/{{message}}", self._delete),
        ]
        checked = [web.route(method, path, self._checked(call)) for method, path, call in known]
        return [*checked, web.route("*", "/{anything:.*}", self._checked(self._nothing))]

    def _checked(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            path = request.path.removeprefix(BASE)
            body = await _body(request)
            operation = self._specification.operation(request.method, path)
            headers: dict[str, str] = {}
            if operation is None:
                self._recorder.violations.append(f"no such operation: {request.method} {path}")
                status, answer = 404, errors.unknown_route().body()
            else:
                found = request_violations(self._specification, operation, request.query, body)
                found += header_violations(operation, request.headers)
                self._recorder.violations += found
                try:
                    self._injected(path)
                    self._authorize(path, request)
                    if found:
                        raise errors.invalid_form()
                    answer = await handler(request, body)
                    status = 204 if answer is None else 200
                except ApiError as error:
                    if isinstance(error, InvalidForm):
                        self._recorder.violations += [
                            f"{request.method} {path}: {problem}" for problem in error.problems
                        ]
                    status, answer, headers = error.status, error.body(), error.headers
                self._recorder.violations += [
                    f"{request.method} {path} answered: {problem}"
                    for problem in self._specification.response_errors(operation, status, answer)
                ]
            self._recorder.exchanges.append(Exchange(request.method, path, body, status, answer))
            if answer is None:
                return web.Response(status=status)
            # aiohttp would add a charset, and discord.py reads JSON only without one.
            return web.Response(
                status=status,
                body=json.dumps(answer).encode(),
                headers={"Content-Type": "application/json", **headers},
            )

        return handle

    def _injected(self, path: str) -> None:
        for at, (ending, error) in enumerate(self.faults):
            if path.endswith(ending):
                del self.faults[at]
                raise error

    def _authorize(self, path: str, request: web.Request) -> None:
        # An interaction's token is credential enough for what belongs to it.
        if path.startswith(("/interactions/", "/webhooks/")):
            return
        if request.headers.get("Authorization") != f"Bot {self._registry.token}":
            raise errors.unauthorized()

    def _interaction(self, request: web.Request) -> LoopbackInteraction | None:
        return self._registry.interactions.get(request.match_info["token"])

    def _answered(self, request: web.Request) -> LoopbackInteraction:
        interaction = self._interaction(request)
        if interaction is None:
            raise errors.unknown_webhook()
        return interaction

    async def _nothing(self, request: web.Request, body: Any) -> Any:
        del body
        self._recorder.violations.append(f"not served here: {request.method} {request.path}")
        raise errors.unknown_route()

    async def _gateway(self, request: web.Request, body: Any) -> Json:
        del request, body
        return {"url": self._registry.gateway_url}

    async def _gateway_bot(self, request: web.Request, body: Any) -> Json:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return {
            **await self._gateway(request, body),
            "shards": 1,
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
        return [objects.without_localizations(command) for command in self._registry.commands]

    async def _overwrite_commands(self, request: web.Request, body: Any) -> list[Json]:
        del request
        known = {_identity(command): command["id"] for command in self._registry.commands}
        self._registry.commands = [
            objects.registered_command(
                command,
                identifier=known.get((command.get("type") or 1, command["name"]))
                or self._ids.next(),
                version=self._ids.next(),
                application_id=self._registry.application["id"],
            )
            for command in body
        ]
        return self._registry.commands

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


def _identity(command: Json) -> tuple[int, str]:
    return command.get("type") or 1, command["name"]


async def _body(request: web.Request) -> Any:
    """The JSON of a request, out of ``payload_json`` where files come with it."""
    if request.content_type == "multipart/form-data":
        return json.loads(str((await request.post())["payload_json"]))
    raw = await request.read()
    return json.loads(raw) if raw else None

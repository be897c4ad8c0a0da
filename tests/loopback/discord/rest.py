"""The HTTP API: each exchange checked, limited, recorded, and going wrong where it is told to."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from aiohttp import web

from tests.loopback.discord import errors
from tests.loopback.discord.errors import ApiError, InvalidForm
from tests.loopback.discord.faults import Cut, Fault, Slow
from tests.loopback.discord.files import Files
from tests.loopback.discord.limits import Limits
from tests.loopback.discord.recorder import Exchange, Recorder
from tests.loopback.discord.routes import Handler, Route
from tests.loopback.discord.rules import header_violations, request_violations
from tests.loopback.discord.specification import Operation, specification

BASE: Final = "/api/v10"
# An interaction's token is credential enough for what belongs to it, and no limit holds there.
_BY_TOKEN: Final = ("/interactions/", "/webhooks/")


class RestApi:
    """Serves routes. ``faults`` answer instead, one request each: what its path ends with, how."""

    def __init__(
        self, token: str, recorder: Recorder, files: Files, routes: Sequence[Route]
    ) -> None:
        self.faults: list[tuple[str, Fault]] = []
        self.limits = Limits()
        self._token = token
        self._recorder = recorder
        self._files = files
        self._routes = routes
        self._specification = specification()

    def routes(self) -> list[web.RouteDef]:
        """The routes; whatever is asked beside them is a violation."""
        served = [
            web.route(route.method, f"{BASE}{route.path}", self._checked(route.handler))
            for route in self._routes
        ]
        return [*served, web.route("*", "/{anything:.*}", self._checked(self._nothing))]

    def _checked(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            path = request.path.removeprefix(BASE)
            body, uploaded = await _body(request)
            fault = self._injected(path)
            if isinstance(fault, Cut):
                return _cut(request)
            operation = self._specification.operation(request.method, path)
            if operation is None:
                self._recorder.violations.append(f"no such operation: {request.method} {path}")
                status, answer, headers = 404, errors.unknown_route().body(), dict[str, str]()
            else:
                status, answer, headers = await self._answer(
                    request, path, body, uploaded, operation, handler, fault
                )
            await self._recorder.record(Exchange(request.method, path, body, status, answer))
            if isinstance(fault, Slow):
                await fault.until.wait()
            if answer is None:
                return web.Response(status=status, headers=headers)
            # aiohttp would add a charset, and discord.py reads JSON only without one.
            return web.Response(
                status=status,
                body=json.dumps(answer).encode(),
                headers={"Content-Type": "application/json", **headers},
            )

        return handle

    async def _answer(
        self,
        request: web.Request,
        path: str,
        body: Any,
        uploaded: Mapping[str, bytes],
        operation: Operation,
        handler: Handler,
        fault: Fault | None,
    ) -> tuple[int, Any, dict[str, str]]:
        found = request_violations(self._specification, operation, request.query, body)
        found += header_violations(operation, request.headers)
        self._recorder.violations += found
        headers: dict[str, str] = {}
        try:
            if isinstance(fault, ApiError):
                raise fault
            self._authorize(path, request)
            if not path.startswith("/interactions/"):
                headers = self.limits.spend(operation, path, free=path.startswith(_BY_TOKEN))
            if found:
                raise errors.invalid_form()
            answer = await handler(request, self._files.take(body, uploaded))
            status = 204 if answer is None else 200
        except ApiError as error:
            if isinstance(error, InvalidForm):
                self._recorder.violations += [
                    f"{request.method} {path}: {problem}" for problem in error.problems
                ]
            status, answer, headers = error.status, error.body(), headers | error.headers
        self._recorder.violations += [
            f"{request.method} {path} answered: {problem}"
            for problem in self._specification.response_errors(operation, status, answer)
        ]
        return status, answer, headers

    def _injected(self, path: str) -> Fault | None:
        for at, (ending, fault) in enumerate(self.faults):
            if path.endswith(ending):
                del self.faults[at]
                return fault
        return None

    def _authorize(self, path: str, request: web.Request) -> None:
        if path.startswith(_BY_TOKEN):
            return
        if request.headers.get("Authorization") != f"Bot {self._token}":
            raise errors.unauthorized()

    async def _nothing(self, request: web.Request, body: Any) -> Any:
        del body
        self._recorder.violations.append(f"not served here: {request.method} {request.path}")
        raise errors.unknown_route()


def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _body(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """The JSON of a request, and the files that come with it, by their numbers."""
    if request.content_type == "multipart/form-data":
        parts = await request.post()
        files = {
            name.removeprefix("files[").removesuffix("]"): part.file.read()
            for name, part in parts.items()
            if isinstance(part, web.FileField)
        }
        return json.loads(str(parts["payload_json"])), files
    raw = await request.read()
    return (json.loads(raw) if raw else None), {}

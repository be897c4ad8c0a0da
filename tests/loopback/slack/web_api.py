"""The Web API's front door: token, scopes, arguments, faults and limits, then the method itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from aiohttp import web

from tests.loopback.slack.arguments import read_arguments
from tests.loopback.slack.clock import Clock
from tests.loopback.slack.errors import ApiError, Malformed
from tests.loopback.slack.faults import Fault, Faults, RateLimited
from tests.loopback.slack.limits import Limits
from tests.loopback.slack.method_table import Method, methods
from tests.loopback.slack.objects import Json
from tests.loopback.slack.recorder import Call, Recorder
from tests.loopback.slack.responding import prevented, respond

Handler = Callable[[Json], Awaitable[Json] | Json]
BOT_TOKEN: Final = "xoxb-loopback-0"
APP_TOKEN: Final = "xapp-loopback-0"


class Tokens:
    """Which tokens are valid, and what the bot's may do."""

    def __init__(self, scopes: frozenset[str]) -> None:
        self.scopes = scopes
        # Why no token works any more, such as "token_revoked".
        self.refused: str | None = None

    def check(self, request: web.Request, method: Method) -> None:
        """Raises ``ApiError`` for a token that is missing, wrong or of the wrong kind."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer":
            raise ApiError("not_authed")
        if self.refused is not None:
            raise ApiError(self.refused)
        if token not in {BOT_TOKEN, APP_TOKEN}:
            raise ApiError("invalid_auth")
        if (token == APP_TOKEN) != method.app_token:
            raise ApiError("not_allowed_token_type")
        if not method.app_token and method.scopes and not method.scopes & self.scopes:
            raise self.missing(",".join(sorted(method.scopes)))

    def need(self, scope: str) -> None:
        """Raises ``ApiError`` where the bot was not given that scope."""
        if scope not in self.scopes:
            raise self.missing(scope)

    def missing(self, needed: str) -> ApiError:
        return ApiError("missing_scope", needed=needed, provided=",".join(sorted(self.scopes)))


class WebApi:
    """All methods under ``/api/``; ``handlers`` do what they are for, by name."""

    def __init__(
        self,
        tokens: Tokens,
        faults: Faults,
        limits: Limits,
        recorder: Recorder,
        clock: Clock,
        handlers: Mapping[str, Handler],
    ) -> None:
        self._tokens = tokens
        self._faults = faults
        self._limits = limits
        self._recorder = recorder
        self._clock = clock
        self._handlers = handlers

    def routes(self) -> list[web.RouteDef]:
        return [web.route("*", "/api/{method}", self._answer)]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name, at = request.match_info["method"], self._clock.now()
        arguments: Json = {}
        fault: Fault | None = None
        headers = {"x-oauth-scopes": ",".join(sorted(self._tokens.scopes))}
        method = methods().get(name)
        try:
            if method is None or name not in self._handlers:
                raise Malformed("unknown_method", [f"{name} is not served here"])
            self._tokens.check(request, method)
            arguments = await read_arguments(request, method)
            fault = self._faults.next(name)
            if (wait := self._limits.wait(method, arguments)) is not None:
                fault = RateLimited(wait)
            if error := prevented(fault):
                raise ApiError(error)
            answer = {"ok": True, **await self._do(name, arguments)}
        except ApiError as refused:
            _check_known(method, refused)
            answer = refused.json()
            self._blame(name, refused)
        await self._recorder.record(Call(name, arguments, answer, at))
        return await respond(request, fault, web.json_response(answer, headers=headers))

    async def _do(self, name: str, arguments: Json) -> Json:
        result = self._handlers[name](arguments)
        return result if isinstance(result, dict) else await result

    def _blame(self, name: str, error: ApiError) -> None:
        """A request that no correct bot makes fails the test, beside being refused."""
        if isinstance(error, Malformed):
            self._recorder.violations += [f"{name}: {problem}" for problem in error.problems]
        elif error.error == "missing_scope":
            needed = error.details["needed"]
            self._recorder.violations.append(f"{name}: the scope {needed} was not given")


def _check_known(method: Method | None, error: ApiError) -> None:
    """This server, too, answers nothing that the method's description does not list."""
    if method is not None and error.error not in method.errors:
        raise AssertionError(f"{method.name} never answers {error.error}")

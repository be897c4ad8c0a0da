"""The arguments of a request: read from wherever they stand, held against the description."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from aiohttp import web

from tests.loopback.slack.errors import Malformed
from tests.loopback.slack.method_table import Method
from tests.loopback.slack.objects import Json

_JSON: Final = "application/json"
_TIMESTAMP: Final = re.compile(r"\d{10}\.\d{6}")
_TYPES: Final[dict[str, Callable[[Any], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: str(value).lower() in {"true", "false", "1", "0"},
    "number": lambda value: re.fullmatch(r"\d+", str(value)) is not None,
    "array": lambda value: isinstance(value, (list, str)),
    "file": lambda value: isinstance(value, str),
    "channel": lambda value: isinstance(value, str) and value != "",
    "user": lambda value: re.fullmatch(r"[UWB][A-Z0-9]+", str(value)) is not None,
    "timestamp": lambda value: _TIMESTAMP.fullmatch(str(value)) is not None,
}
# Bolt sends it with every call; Slack ignores it where the token is of one workspace.
_ALWAYS: Final = frozenset({"team_id"})


async def read_arguments(request: web.Request, method: Method) -> Json:
    """Query, form or JSON -> arguments, without the token. Raises ``Malformed``."""
    arguments: Json = dict(request.query)
    if request.content_type == _JSON:
        if not method.writes:
            raise Malformed("invalid_arguments", [f"{method.name} takes no JSON"])
        try:
            body = await request.json()
        except ValueError:
            raise Malformed("invalid_json", ["the body is no JSON"]) from None
        arguments |= body
    else:
        arguments |= dict(await request.post())
    arguments.pop("token", None)
    return _checked(method, arguments)


def _checked(method: Method, arguments: Json) -> Json:
    """The arguments with their JSON read. Raises ``Malformed`` with all that is wrong."""
    problems = list(_problems(method, arguments))
    if problems:
        raise Malformed("invalid_arguments", problems)
    return {name: _value(method.arguments.get(name, {}), v) for name, v in arguments.items()}


def _problems(method: Method, arguments: Json) -> Iterator[str]:
    for name in arguments.keys() - method.arguments.keys() - _ALWAYS:
        yield f"{method.name} has no argument {name}"
    for name, described in method.arguments.items():
        if name not in arguments:
            if described["required"]:
                yield f"missing required field: {name}"
        elif described.get("format") == "json":
            if not isinstance(_json(arguments[name]), (dict, list)):
                yield f"{name} is no JSON"
        elif not _fits(described, arguments[name]):
            yield f"{name} must be a {described['type']}"


def _fits(described: Json, value: Any) -> bool:
    kinds = described.get("type", "string")
    return any(_TYPES[kind](value) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _value(described: Json, value: Any) -> Any:
    if described.get("format") == "json":
        return _json(value)
    if described.get("type") == "boolean":
        return str(value).lower() in {"true", "1"}
    return value


def _json(value: Any) -> Any:
    """JSON, whether it came as text in a form or as itself in a body of JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None

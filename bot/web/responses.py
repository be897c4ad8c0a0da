"""The shapes of what goes back: JSON with emojis as themselves, and errors as one sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from aiohttp import web

_dumps = partial(json.dumps, ensure_ascii=False)


def json_response(body: Mapping[str, Any], *, status: int = 200) -> web.Response:
    """``body`` as a JSON object."""
    return web.json_response(body, status=status, dumps=_dumps)


def error_response(status: int, sentence: str, *, retry_after: int | None = None) -> web.Response:
    """The one shape of all errors; ``retry_after`` is in seconds."""
    response = json_response({"error": sentence}, status=status)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response

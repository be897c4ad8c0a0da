"""One place turns every exception into ``{"error": "sentence"}`` with the right status."""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.inference import (
    CannotTell,
    DeadlineExceeded,
    InferenceError,
    ModelUnavailable,
    Overloaded,
    ShuttingDown,
    Unhealthy,
)
from bot.inference.remote import Unreachable
from bot.web import texts
from bot.web.responses import error_response

log = logging.getLogger(__name__)

_STATUS: Final[dict[type[InferenceError], HTTPStatus]] = {
    Overloaded: HTTPStatus.SERVICE_UNAVAILABLE,
    ShuttingDown: HTTPStatus.SERVICE_UNAVAILABLE,
    Unhealthy: HTTPStatus.SERVICE_UNAVAILABLE,
    ModelUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    Unreachable: HTTPStatus.SERVICE_UNAVAILABLE,
    DeadlineExceeded: HTTPStatus.GATEWAY_TIMEOUT,
    CannotTell: HTTPStatus.UNPROCESSABLE_ENTITY,
}
# Seconds until it is worth while to ask again; a model that cannot be loaded stays so.
_RETRY_AFTER: Final[dict[type[InferenceError], int]] = {
    Overloaded: 1,
    Unreachable: 5,
    ShuttingDown: 30,
    Unhealthy: 30,
}


class Refused(Exception):
    """A request that is not answered; ``str(error)`` says why, to whoever sent it."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        self.status = status
        super().__init__(sentence)


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Middleware: no exception of a handler gets past it, and no traceback gets out."""
    try:
        return await handler(request)
    except Refused as error:
        return error_response(error.status, str(error))
    except InferenceError as error:
        kind = type(error)
        status = _STATUS.get(kind, HTTPStatus.INTERNAL_SERVER_ERROR)
        return error_response(status, str(error), retry_after=_RETRY_AFTER.get(kind))
    except web.HTTPRequestEntityTooLarge:
        sentence = texts.too_large(request.client_max_size >> 10)
        return error_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
    except web.HTTPException as error:
        response = error_response(error.status, texts.refused(error.status))
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("a request failed", extra={"path": request.path, "reference": reference})
        return error_response(HTTPStatus.INTERNAL_SERVER_ERROR, texts.unexpected(reference))

"""Clients for Slack's Web API and ``response_url``s: patient, and never calling twice."""

from __future__ import annotations

from typing import Final

from aiohttp import ClientConnectorError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

API_URL = "https://slack.com/api/"
# Seconds: for one request, and the longest ``Retry-After`` that is waited for.
TIMEOUT: Final = 15
LONGEST_WAIT: Final = 30
_TRIES: Final = 3


class BoundedRateLimitRetryHandler(AsyncRateLimitErrorRetryHandler):
    """Waits as long as ``Retry-After`` says, unless that is longer than anybody waits."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        limited = await super()._can_retry_async(
            state=state, request=request, response=response, error=error
        )
        return limited and response is not None and retry_after(response.headers) <= LONGEST_WAIT


def make_client(token: str | None, base_url: str | None = None) -> AsyncWebClient:
    """A client with ``token``, or with what each call brings, for the methods at ``base_url``.

    None is ``API_URL``.
    """
    return AsyncWebClient(
        token=token,
        base_url=API_URL if base_url is None else base_url,
        timeout=TIMEOUT,
        retry_handlers=_patience(),
    )


def make_webhook(url: str) -> AsyncWebhookClient:
    """A client for one ``response_url``, which holds its own right to answer."""
    return AsyncWebhookClient(url, timeout=TIMEOUT, retry_handlers=_patience())


def _patience() -> list[AsyncRetryHandler]:
    return [
        BoundedRateLimitRetryHandler(max_retry_count=_TRIES),
        # Only where nothing has reached Slack yet: what has may be done already.
        AsyncConnectionErrorRetryHandler(
            max_retry_count=_TRIES, error_types=[ClientConnectorError]
        ),
    ]


def retry_after(headers: object) -> float:
    """Seconds that a response's ``Retry-After`` asks to wait; endless where it cannot be read."""
    found = next(
        (v for k, v in getattr(headers, "items", dict)() if str(k).lower() == "retry-after"), "1"
    )
    value = found[0] if isinstance(found, list) else found
    try:
        return float(int(value))
    except (TypeError, ValueError):
        return float("inf")

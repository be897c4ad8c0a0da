"""What can go wrong when a method of Slack's is called, and what Slack calls it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

# ``SlackApiError`` is a ``SlackClientError``; ``TimeoutError`` is an ``OSError``.
Undelivered: Final = (SlackClientError, aiohttp.ClientError, OSError)


# Failures on Slack's side, after which the same call may go well.
_TEMPORARY: Final = frozenset(
    {"fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable"}
    | {"team_added_to_org"}  # "please try again later"
)


def refuses(error: BaseException) -> bool:
    """Whether Slack has understood a call, and will not do it the next time either."""
    return (
        isinstance(error, SlackApiError)
        and error.response.status_code == HTTPStatus.OK
        and code_of(error) not in _TEMPORARY
    )


def code_of(error: BaseException) -> str:
    """What Slack calls an error; the name of its kind, where it did not even answer."""
    data = getattr(getattr(error, "response", None), "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) else type(error).__name__

"""What can go wrong when a method of Slack's is called, and what Slack calls it."""

from __future__ import annotations

from typing import Final

import aiohttp
from slack_sdk.errors import SlackClientError

# ``SlackApiError`` is a ``SlackClientError``; ``TimeoutError`` is an ``OSError``.
Undelivered: Final = (SlackClientError, aiohttp.ClientError, OSError)


def code_of(error: Exception) -> str:
    """What Slack calls an error; the name of its kind, where it did not even answer."""
    data = getattr(getattr(error, "response", None), "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) else type(error).__name__

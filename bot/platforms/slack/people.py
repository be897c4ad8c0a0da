"""Who somebody is in Slack: their language and what they may do, asked for once in a while."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.localisation import Locale, closest
from bot.store.memory import Recent

log = logging.getLogger(__name__)

# What calling a method raises where it cannot be done; ``SlackApiError`` is a ``SlackClientError``.
Undelivered: Final = (SlackClientError, aiohttp.ClientError, OSError)

# Seconds that an answer counts, and people who are remembered.
REMEMBERED_FOR: Final = 300.0
_PEOPLE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Person:
    """``admin`` covers a workspace's owners; ``owner`` those alone."""

    locale: Locale = "en"
    admin: bool = False
    owner: bool = False


STRANGER: Final = Person()


class People:
    """Asks ``users.info``; ``clock`` gives seconds and never goes back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: Recent[str, tuple[float, Person]] = Recent(_PEOPLE)

    async def get(self, client: AsyncWebClient, user: str) -> Person:
        """That user, as they were minutes ago; a ``STRANGER`` where Slack does not say."""
        known = self._known.get(user)
        if known is not None and self._clock() - known[0] < REMEMBERED_FOR:
            return known[1]
        try:
            response = await client.users_info(user=user, include_locale=True)
        except Undelivered as error:
            log.info("a user is not known", extra={"error": type(error).__name__})
            return STRANGER if known is None else known[1]
        person = _read(response.get("user") or {})
        self._known.put(user, (self._clock(), person))
        return person

    def forget(self, user: str) -> None:
        """Ask anew the next time: something about that user has changed."""
        self._known.drop(user)


def _read(user: dict[str, Any]) -> Person:
    owner = bool(user.get("is_owner") or user.get("is_primary_owner"))
    return Person(
        locale=closest(user.get("locale")),
        admin=owner or bool(user.get("is_admin")),
        owner=owner,
    )

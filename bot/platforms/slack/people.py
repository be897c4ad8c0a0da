"""Who somebody is in Slack: their language and what they may do, asked for once in a while."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.localisation import Locale, closest
from bot.platforms.slack.calling import Undelivered, code_of
from bot.store.memory import Recent

log = logging.getLogger(__name__)

# Seconds that an answer counts and that anybody waits for it; and people who are remembered.
REMEMBERED_FOR: Final = 300.0
PATIENCE: Final = 1.5
_PEOPLE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Person:
    """``admin`` covers a workspace's owners; ``owner`` those alone.

    ``team`` is their own workspace, ``zone`` their time zone, where Slack says.
    """

    locale: Locale = "en"
    admin: bool = False
    owner: bool = False
    team: str | None = None
    zone: str | None = None


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
            async with asyncio.timeout(PATIENCE):
                response = await client.users_info(user=user, include_locale=True)
        except Undelivered as error:
            log.info("a user is not known", extra={"error": code_of(error)})
            return STRANGER if known is None else known[1]
        person = _read(response.get("user") or {})
        self._known.put(user, (self._clock(), person))
        return person

    def remembered(self, user: str) -> Person:
        """That user as far as it is known without asking; else a ``STRANGER``."""
        known = self._known.get(user)
        return STRANGER if known is None else known[1]

    def forget(self, user: str) -> None:
        """Ask anew the next time: something about that user has changed."""
        self._known.drop(user)


def _read(user: dict[str, Any]) -> Person:
    owner = bool(user.get("is_owner") or user.get("is_primary_owner"))
    return Person(
        locale=closest(user.get("locale")),
        admin=owner or bool(user.get("is_admin")),
        owner=owner,
        team=user.get("team_id"),
        zone=user.get("tz"),
    )

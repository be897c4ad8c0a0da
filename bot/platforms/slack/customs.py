"""The emojis that a workspace's people added, as features see them.

Names and aliases only: what the pictures show is never looked at.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.features.candidates import CustomEmoji
from bot.features.custom_emojis.naming import terms
from bot.platforms.slack.calling import Undelivered, code_of
from bot.platforms.slack.names import emoji_of

log = logging.getLogger(__name__)

# Each name costs a look at every message; workspaces have been seen with 20,000.
MOST: Final = 2_000
# Seconds after which the list is asked for again, in case that an event was lost; and sooner where
# it could not be had.
REFRESH_AFTER: Final = 3_600.0
RETRY_AFTER: Final = 300.0
# Seconds that a message waits for the first list.
PATIENCE: Final = 2.0
_ALIAS: Final = "alias:"
# Slack lets no other signs into a name; what had them would be markup where it is shown.
_NAME: Final = re.compile(r"[^\s:<>&@`*~|]{1,100}")


@dataclass(frozen=True, slots=True)
class Listing:
    """``customs`` are drawn by the workspace's people; ``standard`` maps names that they gave to
    emojis of the catalogue.

    An alias of a custom emoji has that one's id and a name of its own.
    """

    customs: tuple[CustomEmoji, ...] = ()
    standard: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def read(listed: Mapping[str, str]) -> Listing:
    """The answer of ``emoji.list``: a name -> an address, or ``alias:`` and another name.

    Of more than ``MOST`` those are left out first whose names say nothing.
    """
    customs: list[CustomEmoji] = []
    standard: dict[str, str] = {}
    for name in sorted(filter(_NAME.fullmatch, listed)):
        target = _resolved(name, listed)
        if target in listed and _NAME.fullmatch(target):
            address = listed[target].partition("?")[0].lower()
            customs.append(CustomEmoji(target, name, animated=address.endswith(".gif")))
        elif (emoji := emoji_of(target)) is not None:
            standard[name] = emoji
    if len(customs) > MOST:
        customs = sorted(customs, key=lambda custom: not terms(custom.name))[:MOST]
    return Listing(tuple(customs), MappingProxyType(standard))


def changed(listed: Mapping[str, str], event: Mapping[str, Any]) -> dict[str, str]:
    """The list after an ``emoji_changed`` event; of a kind that is not known: as it was."""
    after = dict(listed)
    match event:
        case {"subtype": "add", "name": str(name), "value": str(value)}:
            after[name] = value
        case {"subtype": "remove", "names": list(names)}:
            for name in names:
                after.pop(name, None)
        case {"subtype": "rename", "old_name": str(old), "new_name": str(new)}:
            said: Any = event.get("value")
            renamed = after.pop(old, said)
            if isinstance(renamed, str):
                after[new] = renamed
    return after


def _resolved(name: str, listed: Mapping[str, str]) -> str:
    """What a name stands for in the end: one that is no alias, or that is not listed."""
    passed: set[str] = set()
    while (value := listed.get(name, "")).startswith(_ALIAS):
        if name in passed:
            return ""
        passed.add(name)
        name = value.removeprefix(_ALIAS)
    return name


class Customs:
    """Follows the workspace's emojis; ``clock`` is in seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._listed: dict[str, str] = {}
        self._listing = Listing()
        self._due = float("-inf")
        self._asking: asyncio.Task[None] | None = None

    @property
    def current(self) -> tuple[CustomEmoji, ...]:
        """The custom emojis, as far as they are known; the same tuple while nothing changes."""
        return self._listing.customs

    @property
    def standard(self) -> Mapping[str, str]:
        """The names that the workspace gave to emojis of the catalogue."""
        return self._listing.standard

    async def known(self, client: AsyncWebClient) -> Listing:
        """What is known; waits only for the very first list, and not for long. Never raises."""
        first = self._due == float("-inf")
        self.refresh(client)
        if first and self._asking is not None:
            await asyncio.wait({self._asking}, timeout=PATIENCE)
        return self._listing

    def refresh(self, client: AsyncWebClient) -> None:
        """Ask for the list again, where it is time to; waits for nothing."""
        if self._asking is None and self._clock() >= self._due:
            self._asking = asyncio.create_task(self._ask(client))

    def base_of(self, name: str) -> str:
        """What counts and rules go by, of a reaction's name: the catalogue's spelling, or an id."""
        if name in self._listed:
            name = _resolved(name, self._listed)
        return name if name in self._listed else emoji_of(name) or name

    async def changed(self, event: Mapping[str, Any]) -> None:
        """The workspace added, removed or renamed an emoji."""
        if self._asking is not None:  # its answer may be older than the event
            await asyncio.wait({self._asking})
        self._listed = changed(self._listed, event)
        await self._reread()

    async def _ask(self, client: AsyncWebClient) -> None:
        try:
            answer = await client.emoji_list()
        except Undelivered as error:
            self._due = self._clock() + RETRY_AFTER
            log.warning("the workspace's own emojis are not known", extra={"error": code_of(error)})
        else:
            self._due = self._clock() + REFRESH_AFTER
            listed: Mapping[str, str] = answer.get("emoji") or {}
            if self._listed != listed:
                self._listed = dict(listed)
                await self._reread()
        finally:
            self._asking = None

    async def _reread(self) -> None:
        # Thousands of names take a while to read.
        self._listing = await asyncio.to_thread(read, dict(self._listed))

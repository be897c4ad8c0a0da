"""The emojis that a workspace's people added, as features see them.

Names and aliases only: what the pictures show is never looked at.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.features.candidates import CustomEmoji
from bot.features.custom_emojis.naming import terms
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


@dataclass(frozen=True, slots=True)
class WorkspaceEmojis:
    """``customs`` are drawn by the workspace's people; ``standard`` maps names that they gave to
    emojis of the catalogue.

    An alias of a custom emoji has that one's id and a name of its own.
    """

    customs: tuple[CustomEmoji, ...] = ()
    standard: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def read(listed: Mapping[str, str]) -> WorkspaceEmojis:
    """The answer of ``emoji.list``: a name -> an address, or ``alias:`` and another name.

    Of more than ``MOST`` those are left out first whose names say nothing.
    """
    customs: list[CustomEmoji] = []
    standard: dict[str, str] = {}
    for name in sorted(listed):
        target = _resolved(name, listed)
        if target in listed:
            address = listed[target].partition("?")[0].lower()
            customs.append(CustomEmoji(target, name, animated=address.endswith(".gif")))
        elif (emoji := emoji_of(target)) is not None:
            standard[name] = emoji
    if len(customs) > MOST:
        customs = sorted(customs, key=lambda custom: not terms(custom.name))[:MOST]
    return WorkspaceEmojis(tuple(customs), MappingProxyType(standard))


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
    """Follows a workspace's emojis; ``clock`` is in seconds and never goes back."""

    def __init__(self, client: AsyncWebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._listed: dict[str, str] = {}
        self._emojis = WorkspaceEmojis()
        self._due = float("-inf")
        self._asking: asyncio.Task[None] | None = None

    async def emojis(self) -> WorkspaceEmojis:
        """What is known; waits only for the very first list, and not for long. Never raises."""
        first = self._due == float("-inf")
        if self._asking is None and self._clock() >= self._due:
            self._asking = asyncio.create_task(self._ask())
        if first and self._asking is not None:
            await asyncio.wait({self._asking}, timeout=PATIENCE)
        return self._emojis

    async def changed(self, event: Mapping[str, Any]) -> None:
        """The workspace added, removed or renamed an emoji."""
        if self._asking is not None:  # its answer may be older than the event
            await asyncio.wait({self._asking})
        self._listed = changed(self._listed, event)
        await self._reread()

    async def aclose(self) -> None:
        """Stop asking."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait({self._asking})

    async def _ask(self) -> None:
        try:
            answer = await self._client.emoji_list()
        except (SlackClientError, ClientError, OSError) as error:
            self._due = self._clock() + RETRY_AFTER
            log.warning(
                "the workspace's own emojis are not known", extra={"error": type(error).__name__}
            )
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
        self._emojis = await asyncio.to_thread(read, dict(self._listed))

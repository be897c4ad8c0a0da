"""The shortcut on a message that takes the bot's reactions away, and makes these emojis rarer."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.features.privacy import not_this_one
from bot.localisation import text
from bot.platforms.slack.calling import Undelivered, code_of
from bot.platforms.slack.localisation import reader
from bot.platforms.slack.permissions import is_admin
from bot.platforms.slack.reacting.incoming import message_id
from bot.platforms.slack.services import SlackServices
from bot.store.errors import StoreUnavailable
from bot.store.memory import Recent

log = logging.getLogger(__name__)

REMEMBERED: Final = 5_000
# What reactions.remove answers where there is nothing to remove any more.
_GONE: Final = frozenset({"no_reaction", "message_not_found", "bad_timestamp"})


class Sent:
    """What the bot reacted with lately, by message."""

    def __init__(self) -> None:
        self._names: Recent[str, tuple[str, ...]] = Recent(REMEMBERED)

    def add(self, message: str, names: Iterable[str]) -> None:
        """The bot put reactions of these names under a message."""
        if found := tuple(names):
            self._names.put(message, (*self.names(message), *found))

    def names(self, message: str) -> tuple[str, ...]:
        """Those under a message, as far as they are remembered."""
        return self._names.get(message) or ()

    def drop(self, message: str) -> None:
        """There are none any more."""
        self._names.drop(message)


async def take_away(
    services: SlackServices,
    client: AsyncWebClient,
    sent: Sent,
    shortcut: Mapping[str, Any],
) -> str:
    """What the shortcut does for a message's author, or for an admin; returns what to say.

    Raises what ``reactions.remove`` raises where the reactions can't be taken away.
    """
    user, message = str(shortcut["user"]["id"]), shortcut["message"]
    channel, stamp = str(shortcut["channel"]["id"]), str(message["ts"])
    locale = await reader(services, client, user)
    if user != message.get("user") and not await is_admin(services, client, user):
        return text(locale, "privacy-not-yours")
    identifier = message_id(channel, stamp)
    mine = dict.fromkeys((*sent.names(identifier), *_shown(message, services.workspace.bot_user)))
    taken = [name for name in mine if await _remove(client, channel, stamp, name)]
    sent.drop(identifier)
    if not taken:
        return text(locale, "privacy-nothing-of-mine")
    log.info("taken away", extra={"channel": channel, "stamp": stamp, "reactions": len(taken)})
    bases = dict.fromkeys(services.emojis.base_of(name) for name in taken)
    try:
        for base in bases:
            await not_this_one(
                services.store, services.auto_reactor, services.server, channel, base
            )
    except StoreUnavailable:  # the store has logged it
        return text(locale, "privacy-taken-away-once")
    return text(locale, "privacy-taken-away", count=len(bases))


def _shown(message: Mapping[str, Any], bot_user: str) -> list[str]:
    """The bot's reactions as the shortcut shows them, also those of before the last start."""
    return [
        str(reaction.get("name"))
        for reaction in message.get("reactions") or ()
        if bot_user in (reaction.get("users") or ())
    ]


async def _remove(client: AsyncWebClient, channel: str, stamp: str, name: str) -> bool:
    """Whether a reaction of the bot's was there, and is no more."""
    try:
        await client.reactions_remove(channel=channel, timestamp=stamp, name=name)
    except Undelivered as error:
        if code_of(error) not in _GONE:
            raise
        return False
    return True

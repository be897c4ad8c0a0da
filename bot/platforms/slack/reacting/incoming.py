"""Slack's ``message`` events -> messages as features see them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.features.incoming import IncomingMessage
from bot.platforms.slack.events import WRITTEN, is_in_channel, team_of
from bot.platforms.slack.markup import unescape
from bot.platforms.slack.services import SlackServices
from bot.store.records import PersonKey

_BOTS: Final = "bot_message"
_SHORT_CODE: Final = re.compile(r":([^\s:]{1,100}):")


def incoming(
    event: Mapping[str, Any], services: SlackServices, standard: Mapping[str, str]
) -> IncomingMessage | None:
    """The message for the features; None outside channels, for notices, and for the bot's own.

    ``standard`` maps the workspace's names for emojis of the catalogue to these. A reply's channel
    is its thread: the channel's id and the time stamp of the thread's first message.
    """
    channel, stamp = event.get("channel"), event.get("ts")
    subtype, thread = event.get("subtype"), event.get("thread_ts")
    if thread == stamp:  # it began the thread
        thread = None
    if not is_in_channel(event) or not (channel and stamp):
        return None
    if subtype not in WRITTEN and subtype != _BOTS:
        return None
    author = _author(event, services)
    if author is None:
        return None
    return IncomingMessage(
        id=message_id(channel, stamp),
        server=services.server,
        channel=channel if thread is None else message_id(channel, thread),
        author=author,
        text=read_text(event, standard),
        sent=float(stamp),
        parent=None if thread is None else channel,
        from_bot=bool(event.get("bot_id")) or subtype == _BOTS,
        # Whoever mentions the bot is answered.
        plain=f"<@{services.workspace.bot_user}>" not in (event.get("text") or ""),
    )


def message_id(channel: str, stamp: str) -> str:
    """A message's id: its time stamp is its own in its channel only."""
    return f"{channel}:{stamp}"


def read_text(message: Mapping[str, Any], standard: Mapping[str, str]) -> str:
    """What a message says, as it was typed: house rules look for phrases in it."""
    return with_standard(unescape(message.get("text") or ""), standard)


def with_standard(text: str, standard: Mapping[str, str]) -> str:
    """Text with the workspace's own names for emojis of the catalogue replaced by these."""
    if not standard:
        return text
    return _SHORT_CODE.sub(lambda match: standard.get(match[1], match[0]), text)


def _author(event: Mapping[str, Any], services: SlackServices) -> PersonKey | None:
    """Who wrote it; None for the bot itself, and where Slack does not say."""
    user, bot = event.get("user"), event.get("bot_id")
    home = services.workspace
    if (user and user == home.bot_user) or (bot and bot == home.bot):
        return None
    author = user or bot
    return services.person(author, team_of(event)) if author else None

"""What the bot would have done with the messages that came in while the panel was open."""

from __future__ import annotations

from typing import Final

import discord
from discord.utils import escape_markdown, escape_mentions

from bot.features.candidates import Candidate
from bot.features.incoming import IncomingMessage
from bot.features.settings.altering import altered
from bot.features.settings.scopes import effective
from bot.localisation import text
from bot.platforms.discord.panels.emojis import customs_of
from bot.platforms.discord.panels.press import Press
from bot.platforms.discord.reacting.access import Channel, may_read
from bot.platforms.discord.reacting.spelling import drawn
from bot.store.records import AutoReact

# Discord's limit for a message's content.
MAX_CONTENT: Final = 2_000
_QUOTED: Final = 60


async def dry_run(press: Press, category: str | None) -> str:
    """A line or two a message: the reactions, or why there are none, as if it were switched on."""
    watched = press.client.watchers.seen(press.server, press.person)
    seen = [message for message in watched if _is_open_to(press, message)]
    if not press.client.message_content:
        return text(press.locale, "autoreact-no-message-content")
    if not seen:
        return text(press.locale, "autoreact-nothing-seen")
    settings = await press.client.store.settings(press.server)
    rules = altered(effective(settings, press.argument, category), enabled=True)
    title = text(press.locale, "autoreact-dry-run-title")
    lines = [await _line(press, message, rules) for message in seen]
    while len(said := "\n".join([title, *lines])) > MAX_CONTENT:
        del lines[0]
    return said


def _is_open_to(press: Press, message: IncomingMessage) -> bool:
    """Whether the manager could read it anyway: Manage Server alone opens no channel."""
    guild, manager = press.guild, press.interaction.user
    channel = guild and guild.get_channel_or_thread(int(message.channel))
    if not isinstance(channel, Channel) or not isinstance(manager, discord.Member):
        return False
    return may_read(channel, manager)


async def _line(press: Press, message: IncomingMessage, rules: AutoReact) -> str:
    customs = customs_of(press.guild)
    verdict = await press.client.auto_reactor.dry_run(message, rules, customs)
    link = f"https://discord.com/channels/{message.server.server}/{message.channel}/{message.id}"
    reason = text(press.locale, f"autoreact-reason-{verdict.reason.replace('_', '-')}")
    return f"> {_quote(message.text)} {link}\n{_emojis(verdict.reactions)}{reason}"


def _emojis(reactions: tuple[Candidate, ...]) -> str:
    return "".join(f"{drawn(candidate)} " for candidate in reactions)


def _quote(content: str) -> str:
    line = " ".join(content.split())
    if len(line) > _QUOTED:
        line = line[: _QUOTED - 1].rstrip() + "…"
    return escape_markdown(escape_mentions(line))

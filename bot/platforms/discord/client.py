"""The connection to Discord: which events are asked for, and which commands are answered."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

import discord
from discord import app_commands

from bot.platforms.discord import texts
from bot.platforms.discord.answering import PATIENCE, Answering, explain
from bot.platforms.discord.commands import COMMANDS
from bot.platforms.discord.services import Services

log = logging.getLogger(__name__)

# Slash commands need no intent at all; discord.py resolves them best where it knows the guilds.
INTENTS: Final = discord.Intents(guilds=True)
# Seconds for answers under way, once to end and once to be told; and for the closing handshake.
GRACE: Final = 0.5
HANDSHAKE: Final = 0.75

discord.VoiceClient.warn_nacl = False  # the bot has no voice, so nobody need install for it
discord.VoiceClient.warn_dave = False


class MojibotClient(discord.Client):
    """A client that answers ``commands.COMMANDS``; it registers none (``sync`` does)."""

    def __init__(
        self, services: Services, *, message_content: bool = False, patience: float = PATIENCE
    ) -> None:
        """Work with ``services``; read what people write only where ``message_content`` is True."""
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
        )
        self.worker = services.worker
        self.store = services.store
        self.newest = services.newest
        self.limits = services.limits
        self.auto_reactor = services.auto_reactor
        self.watchers = services.watchers
        self.message_content = message_content
        self.answering = Answering(patience)
        self.tree = _Tree(self)
        for command in COMMANDS:
            self.tree.add_command(command)

    async def on_ready(self) -> None:
        """Say so in the log."""
        log.info("connected to Discord", extra={"guilds": len(self.guilds)})

    async def close(self) -> None:
        """Finish or break off the answers under way, then disconnect; takes less than 2 s."""
        await self.answering.aclose(GRACE)
        try:
            async with asyncio.timeout(HANDSHAKE):
                await super().close()
        except TimeoutError:
            # The other end does not finish the WebSocket's closing handshake.
            await self.http.close()


class _Tree(app_commands.CommandTree[MojibotClient]):
    async def on_error(
        self,
        interaction: discord.Interaction[MojibotClient],
        error: app_commands.AppCommandError,
        /,
    ) -> None:
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            log.warning("Discord knows other commands; run: python -m bot sync-commands")
            sentence = texts.OUTDATED
        elif isinstance(error, app_commands.CommandInvokeError):
            sentence = explain(error.original, interaction)
        else:
            sentence = explain(error, interaction)
        await interaction.client.answering.apologise(interaction, sentence)

"""The connection to Discord: which events are asked for, and which commands are answered."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Final

import discord
from discord import app_commands

from bot.localisation import text
from bot.platforms.discord.answering import PATIENCE, Answering
from bot.platforms.discord.commands import COMMANDS, LASTING
from bot.platforms.discord.explaining import explain
from bot.platforms.discord.localisation import reader
from bot.platforms.discord.reacting import Reacting
from bot.platforms.discord.reacting.access import Channel
from bot.platforms.discord.reacting.incoming import server_of
from bot.platforms.discord.retraining import Retraining
from bot.platforms.discord.services import Services
from bot.store.records import DISCORD, ServerKey

log = logging.getLogger(__name__)

# Slash commands need no intent at all; discord.py resolves them best where it knows the guilds, and
# the guilds' own emojis take part in their answers.
INTENTS: Final = discord.Intents(guilds=True, emojis_and_stickers=True)
# What reacting unasked needs besides; message_content is the only privileged one.
READING: Final = INTENTS | discord.Intents(
    guild_messages=True, guild_reactions=True, message_content=True
)
# Seconds for answers under way, once to end and once to be told; and for the closing handshake.
GRACE: Final = 0.5
HANDSHAKE: Final = 0.75

discord.VoiceClient.warn_nacl = False  # the bot has no voice, so nobody need install for it
discord.VoiceClient.warn_dave = False


class MojibotClient(discord.Client):
    """A client that answers ``commands.COMMANDS``; it registers none (``sync`` does)."""

    def __init__(
        self,
        services: Services,
        *,
        message_content: bool = False,
        patience: float = PATIENCE,
        **sharding: Any,
    ) -> None:
        """Work with ``services``; read what people write only where ``message_content`` is True.

        ``sharding`` is what discord.py takes about shards.
        """
        super().__init__(
            intents=READING if message_content else INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            http_trace=services.breaker.trace(),
            **sharding,
        )
        self.worker = services.worker
        self.store = services.store
        self.newest = services.newest
        self.limits = services.limits
        self.auto_reactor = services.auto_reactor
        self.watchers = services.watchers
        self.registry = services.registry
        self.retraining = Retraining(
            services.retrainer, operators=services.operators, clock=services.clock
        )
        self.message_content = message_content
        self.answering = Answering(patience)
        self.reacting = Reacting(services, me=self._me)
        self.tree = _Tree(self)
        for command in COMMANDS:
            self.tree.add_command(command)
        self.add_dynamic_items(*LASTING)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Hand an event to its method; not once closed, when discord.py may still say "ready"."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def on_ready(self) -> None:
        """Say so in the log; the bot may have been invited or thrown out while it was away."""
        known = await self.store.known(DISCORD)
        # With those that are not to be had just now: Discord names them all the same.
        here = {server_of(guild) for guild in self.guilds}
        for server in here:
            await self.store.joined(server)
        for server in known - here:
            if self.serves(int(server.server)):
                await self.store.left(server)
        log.info("connected to Discord", extra={"guilds": len(self.guilds)})

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keep what was set there before, if the bot comes back in time."""
        await self.store.joined(server_of(guild))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Let the store forget the guild after a while."""
        await self.store.left(server_of(guild))
        self.reacting.changed(guild.id)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Where only the commands are installed nobody tells that they still are, but their use."""
        if interaction.guild_id is not None and interaction.is_guild_integration():
            await self.store.joined(ServerKey(DISCORD, str(interaction.guild_id)))

    async def on_message(self, message: discord.Message) -> None:
        """Maybe react."""
        await self.reacting.created(message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Judge the new text, if the old one is still being judged."""
        await self.reacting.edited(payload.message)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Leave alone what is gone."""
        self.reacting.deleted((payload.message_id,))

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Leave alone what is gone."""
        self.reacting.deleted(payload.message_ids)

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Join what is there, and take away what an author does not want."""
        guild = self.get_guild(payload.guild_id or 0)
        channel = guild and guild.get_channel_or_thread(payload.channel_id)
        if isinstance(channel, Channel):
            await self.reacting.reaction_added(payload, channel)

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """Permissions may have changed."""
        del before
        self.reacting.changed(after.guild.id)

    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Permissions may have changed."""
        del before
        self.reacting.changed(after.guild.id)

    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Permissions may have changed; the bot is the only member that it hears of."""
        del before
        self.reacting.changed(after.guild.id)

    def serves(self, guild_id: int) -> bool:
        """Whether a guild falls to this process, be the bot there or not: to the only one, all."""
        del guild_id
        return True

    def _me(self) -> int:
        return self.user.id if self.user else 0

    async def close(self) -> None:
        """Finish or break off the answers under way, then disconnect; takes less than 2 s."""
        await self.answering.aclose(GRACE)
        await self.retraining.aclose()
        try:
            async with asyncio.timeout(HANDSHAKE):
                await super().close()
        except TimeoutError:
            # The other end does not finish the WebSocket's closing handshake.
            await self.http.close()


class ShardedClient(MojibotClient, discord.AutoShardedClient):
    """The same over several connections, each for a part of the guilds."""

    def serves(self, guild_id: int) -> bool:
        """By Discord's own formula ("Sharding" in its documentation)."""
        return (guild_id >> 22) % (self.shard_count or 1) in self.shards


class _Tree(app_commands.CommandTree[MojibotClient]):
    async def on_error(
        self,
        interaction: discord.Interaction[MojibotClient],
        error: app_commands.AppCommandError,
        /,
    ) -> None:
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            log.warning("Discord knows other commands; run: python -m bot sync-commands")
            sentence = text(reader(interaction), "answers-outdated")
        elif isinstance(error, app_commands.CommandInvokeError):
            sentence = explain(error.original, interaction)
        else:
            sentence = explain(error, interaction)
        await interaction.client.answering.apologise(interaction, sentence)

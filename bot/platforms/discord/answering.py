"""How an interaction is answered: within 3 seconds whatever the model does, and always."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

import aiohttp
import discord

from bot.localisation import text
from bot.platforms.discord.explaining import UNKNOWN_MESSAGE, explain, ids
from bot.platforms.discord.localisation import reader

log = logging.getLogger(__name__)

# Answers that are there within this time are sent at once, without a flash of "thinking";
# Discord gives up on an interaction that was not acknowledged within 3 s.
PATIENCE: Final = 0.8
# An interaction's token lives 15 minutes; after that nobody can be answered.
ANSWER_WITHIN: Final = 14 * 60.0

Undelivered = (discord.HTTPException, aiohttp.ClientError, OSError)
_Interaction = discord.Interaction[Any]
_R = TypeVar("_R")
_C = TypeVar("_C", contravariant=True)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a message is made of: its text, and the buttons and selects under it."""

    content: str
    view: discord.ui.View | None = None


class Answering:
    """Answers interactions, and knows those that are not answered yet."""

    def __init__(self, patience: float = PATIENCE) -> None:
        """Wait ``patience`` seconds for an answer before saying that it takes longer."""
        self._patience = patience
        self._answers: set[asyncio.Task[Any]] = set()
        self._work: set[asyncio.Task[Any]] = set()
        self._closed = False

    async def answer(
        self,
        interaction: _Interaction,
        work: Coroutine[Any, Any, Reply],
        *,
        ephemeral: bool = False,
    ) -> None:
        """Send what ``work`` returns, or in private a sentence that says why there is nothing.

        ``ephemeral`` shows the answer to the asker alone; a waiting message is as public as the
        answer will be. Discord lets nobody turn that private later, so an error takes it away and
        speaks to the asker alone.
        """
        await self.deliver(interaction, work, _NewMessage(ephemeral=ephemeral))

    async def update(self, interaction: _Interaction, work: Coroutine[Any, Any, Reply]) -> None:
        """Put what ``work`` returns in the place of the message whose button was pressed.

        Where there is nothing the message stays, and whoever pressed is told why.
        """
        await self.deliver(interaction, work, _ChangedMessage())

    async def remove(self, interaction: _Interaction) -> None:
        """Delete the message whose button was pressed; never raises."""
        try:
            await interaction.response.defer()
            await interaction.delete_original_response()
        except discord.NotFound:
            pass  # somebody was faster
        except Undelivered as error:
            log.warning("an answer was not deleted", extra=ids(interaction) | _reason(error))

    async def apologise(self, interaction: _Interaction, sentence: str) -> None:
        """Tell the asker alone, whatever has been said before; never raises."""
        try:
            await _say_in_private(interaction, sentence)
        except Undelivered as error:
            log.warning("an apology was not delivered", extra=ids(interaction) | _reason(error))

    async def aclose(self, grace: float) -> None:
        """Let answers end for up to ``grace`` seconds, then tell the rest that they are too late.

        Takes at most twice ``grace``. Interactions that still come are told so at once.
        """
        self._closed = True
        await self._settle(grace)
        for working in self._work:
            working.cancel()
        await self._settle(grace)
        for answering in self._answers:
            answering.cancel()

    async def _settle(self, seconds: float) -> None:
        if self._answers:
            await asyncio.wait(self._answers, timeout=seconds)

    async def deliver(
        self, interaction: _Interaction, work: Coroutine[Any, Any, _R], manner: Manner[_R]
    ) -> None:
        """Show what ``work`` returns in its ``manner``, or say in private why there is nothing."""
        answering, working = asyncio.current_task(), asyncio.create_task(work)
        assert answering is not None  # noqa: S101 - a coroutine runs in a task
        self._answers.add(answering)
        self._work.add(working)
        if self._closed:
            working.cancel()
        began = asyncio.get_running_loop().time()
        try:
            await self._say(interaction, working, manner)
        except Undelivered as error:
            log.warning("an answer was not delivered", extra=ids(interaction) | _reason(error))
            if working.done() and not working.cancelled() and (failure := working.exception()):
                explain(failure, interaction)  # there is nobody to tell, but the log
            if isinstance(error, discord.HTTPException) and error.code == UNKNOWN_MESSAGE:
                await self.apologise(interaction, explain(error, interaction))
        else:
            seconds = asyncio.get_running_loop().time() - began
            log.info("answered", extra=ids(interaction) | {"seconds": round(seconds, 3)})
        finally:
            working.cancel()
            self._work.discard(working)
            self._answers.discard(answering)

    async def _say(
        self, interaction: _Interaction, working: asyncio.Task[_R], manner: Manner[_R]
    ) -> None:
        done, _ = await asyncio.wait({working}, timeout=self._patience)
        if not done:
            await manner.announce(interaction)
            await asyncio.wait({working})
        if working.cancelled():
            await _say_in_private(interaction, text(reader(interaction), "answers-interrupted"))
        elif error := working.exception():
            await _say_in_private(interaction, explain(error, interaction))
        else:
            await manner.send(interaction, working.result())


class Manner(Protocol[_C]):
    """How a reply reaches its reader."""

    async def announce(self, interaction: _Interaction) -> None:
        """Acknowledge the interaction; the reply comes later."""

    async def send(self, interaction: _Interaction, reply: _C) -> None:
        """Show the reply, announced or not."""


@dataclass(frozen=True, slots=True)
class _NewMessage:
    ephemeral: bool

    async def announce(self, interaction: _Interaction) -> None:
        await interaction.response.defer(thinking=True, ephemeral=self.ephemeral)

    async def send(self, interaction: _Interaction, reply: Reply) -> None:
        # The first follow-up takes the waiting message's place.
        announced = interaction.response.is_done()
        send = interaction.followup.send if announced else interaction.response.send_message
        await send(
            reply.content,
            view=reply.view or discord.utils.MISSING,
            ephemeral=self.ephemeral,
            suppress_embeds=True,
        )


@dataclass(frozen=True, slots=True)
class _ChangedMessage:
    async def announce(self, interaction: _Interaction) -> None:
        await interaction.response.defer()

    async def send(self, interaction: _Interaction, reply: Reply) -> None:
        if interaction.response.is_done():
            await interaction.edit_original_response(content=reply.content, view=reply.view)
        else:
            await interaction.response.edit_message(content=reply.content, view=reply.view)


async def _say_in_private(interaction: _Interaction, sentence: str) -> None:
    if not interaction.response.is_done():
        await interaction.response.send_message(sentence, ephemeral=True)
        return
    if interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        # A first follow-up would take the waiting message's place, and its publicity
        # (discord/discord-api-docs#2866, #2739).
        await interaction.delete_original_response()
    await interaction.followup.send(sentence, ephemeral=True)


def _reason(error: Exception) -> dict[str, Any]:
    """What the log may know of a failed request; its address holds the interaction's token."""
    if isinstance(error, discord.HTTPException):
        return {"status": error.status, "code": error.code}
    return {"error": type(error).__name__}

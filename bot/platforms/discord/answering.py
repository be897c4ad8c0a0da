"""How an interaction is answered: within 3 seconds whatever the model does, and always."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Coroutine
from typing import Any, Final

import aiohttp
import discord

from bot.features.errors import FeatureError
from bot.inference import InferenceError
from bot.platforms.discord import texts

log = logging.getLogger(__name__)

# Answers that are there within this time are sent at once, without a flash of "thinking";
# Discord gives up on an interaction that was not acknowledged within 3 s.
PATIENCE: Final = 0.8
# An interaction's token lives 15 minutes; after that nobody can be answered.
ANSWER_WITHIN: Final = 14 * 60.0


class Answering:
    """Answers interactions, and knows those that are not answered yet."""

    def __init__(self, patience: float = PATIENCE) -> None:
        """Wait ``patience`` seconds for an answer before saying that it takes longer."""
        self._patience = patience
        self._answers: set[asyncio.Task[Any]] = set()
        self._work: set[asyncio.Task[str]] = set()
        self._closed = False

    async def answer(
        self,
        interaction: discord.Interaction[Any],
        work: Coroutine[Any, Any, str],
        *,
        ephemeral: bool = False,
    ) -> None:
        """Send what ``work`` returns, or in private a sentence that says why there is nothing.

        ``ephemeral`` shows the answer to the asker alone; a waiting message is as public as the
        answer will be. Discord lets nobody turn that private later, so an error takes it away and
        speaks to the asker alone.
        """
        answering, working = asyncio.current_task(), asyncio.create_task(work)
        assert answering is not None  # noqa: S101 - a coroutine runs in a task
        self._answers.add(answering)
        self._work.add(working)
        if self._closed:
            working.cancel()
        began = asyncio.get_running_loop().time()
        try:
            await self._deliver(interaction, working, ephemeral)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("an answer was not delivered", extra=_ids(interaction) | _reason(error))
        else:
            seconds = asyncio.get_running_loop().time() - began
            log.info("answered", extra=_ids(interaction) | {"seconds": round(seconds, 3)})
        finally:
            working.cancel()
            self._work.discard(working)
            self._answers.discard(answering)

    async def apologise(self, interaction: discord.Interaction[Any], sentence: str) -> None:
        """Tell the asker alone, whatever has been said before; never raises."""
        try:
            await _say_in_private(interaction, sentence)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("an apology was not delivered", extra=_ids(interaction) | _reason(error))

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

    async def _deliver(
        self, interaction: discord.Interaction[Any], working: asyncio.Task[str], ephemeral: bool
    ) -> None:
        done, _ = await asyncio.wait({working}, timeout=self._patience)
        if not done:
            await interaction.response.defer(thinking=True, ephemeral=ephemeral)
            await asyncio.wait({working})
        if working.cancelled():
            await _say_in_private(interaction, texts.INTERRUPTED)
        elif error := working.exception():
            await _say_in_private(interaction, explain(error, interaction))
        else:
            # The first follow-up takes the waiting message's place.
            send = interaction.followup.send if not done else interaction.response.send_message
            await send(working.result(), ephemeral=ephemeral, suppress_embeds=True)


def explain(error: BaseException, interaction: discord.Interaction[Any]) -> str:
    """What a user may read of an error: its sentence if it was made for that, else a reference.

    The reference stands in the log, beside the traceback.
    """
    if isinstance(error, FeatureError | InferenceError):
        return str(error)
    reference = secrets.token_hex(4)
    log.error(
        "a command failed", exc_info=error, extra=_ids(interaction) | {"reference": reference}
    )
    return texts.unexpected(reference)


async def _say_in_private(interaction: discord.Interaction[Any], sentence: str) -> None:
    if not interaction.response.is_done():
        await interaction.response.send_message(sentence, ephemeral=True)
        return
    if interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        # A first follow-up would take the waiting message's place, and its publicity
        # (discord/discord-api-docs#2866, #2739).
        await interaction.delete_original_response()
    await interaction.followup.send(sentence, ephemeral=True)


def _ids(interaction: discord.Interaction[Any]) -> dict[str, Any]:
    return {
        "interaction": interaction.id,
        "guild": interaction.guild_id,
        "command": interaction.command.name if interaction.command else None,
        "deferred": interaction.response.type
        is discord.InteractionResponseType.deferred_channel_message,
    }


def _reason(error: Exception) -> dict[str, Any]:
    """What the log may know of a failed request; its address holds the interaction's token."""
    if isinstance(error, discord.HTTPException):
        return {"status": error.status, "code": error.code}
    return {"error": type(error).__name__}

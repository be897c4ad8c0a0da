"""``/retrain`` and its buttons: who may, what the desk says, and what follows from then on."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.features.retraining.desk import Action, Desk, Page, Reader, Wish
from bot.features.retraining.face import Retrainer
from bot.features.retraining.pages import Markup
from bot.platforms.discord.answering import Reply
from bot.platforms.discord.emojify.quoting import plain
from bot.platforms.discord.explaining import ids
from bot.platforms.discord.localisation import reader
from bot.platforms.discord.reacting.incoming import person
from bot.platforms.discord.retraining.buttons import view_of
from bot.platforms.discord.retraining.errors import OperatorsOnly
from bot.platforms.discord.retraining.operators import is_operator
from bot.platforms.discord.retraining.showing import Showing
from bot.platforms.fetching import fetch
from bot.store.records import DISCORD

if TYPE_CHECKING:
    from bot.platforms.discord.client import MojibotClient

    Used = discord.Interaction[MojibotClient]

log = logging.getLogger(__name__)

_Deliver = Callable[[Any, Coroutine[Any, Any, Reply]], Awaitable[None]]

COMMAND: Final = "/retrain"
_DISCORD: Final = DISCORD.title()
# Discord's limit is 2,000 characters.
MARKUP: Final = Markup(DISCORD, plain, longest=1_950)


class Retraining:
    """For one connection to Discord."""

    def __init__(
        self,
        retrainer: Retrainer | None,
        *,
        operators: Collection[int],
        clock: Callable[[], float],
    ) -> None:
        """``operators`` are users' numbers, none for the application's owners.

        ``clock`` gives seconds since 1970.
        """
        self._desk = Desk(retrainer, MARKUP, command=COMMAND)
        self._operators = operators
        self._clock = clock

    def choices(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of data sets, and of models to go on from."""
        return self._desk.choices()

    async def asked(self, interaction: Used, wish: Wish) -> None:
        """``/retrain``: a preview in private, or how far the one is that runs."""
        answering, download = interaction.client.answering, partial(fetch, platform=_DISCORD)
        work = partial(self._desk.ask, _reader(interaction), wish, download)
        await self._answer(interaction, work, partial(answering.answer, ephemeral=True))

    async def press(self, interaction: Used, action: Action, subject: str) -> None:
        """A button: its message is exchanged for what comes of it."""
        work = partial(self._desk.press, _reader(interaction), action, subject)
        await self._answer(interaction, work, interaction.client.answering.update)

    async def _answer(
        self, interaction: Used, work: Callable[[], Awaitable[Page]], deliver: _Deliver
    ) -> None:
        follows = None

        async def answer() -> Reply:
            nonlocal follows
            await self._check(interaction)
            page = await work()
            follows = page.follows
            return Reply(page.text, view_of(page, reader(interaction)))

        await deliver(interaction, answer())
        self._follow(interaction, follows)

    async def aclose(self) -> None:
        """Show nothing any more, and delete files that wait for a yes; what is trained goes on."""
        await self._desk.aclose()

    async def _check(self, interaction: Used) -> None:
        if not await is_operator(interaction.client, interaction.user.id, self._operators):
            log.warning(
                "a retraining was refused to somebody who is no operator",
                extra=ids(interaction) | {"user": interaction.user.id},
            )
            raise OperatorsOnly

    def _follow(self, interaction: Used, retraining: str | None) -> None:
        """Let a message follow; an earlier one of the same person's stands still from then on."""
        if retraining is None:
            return
        showing = Showing(self._desk, interaction, reader(interaction), clock=self._clock)
        self._desk.show((retraining, interaction.user.id), showing.run(retraining))


def _reader(interaction: Used) -> Reader:
    return Reader(person(interaction.user.id), reader(interaction))

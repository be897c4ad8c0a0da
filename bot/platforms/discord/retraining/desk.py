"""Where operators' wishes arrive, and what is done about each."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

import discord

from bot.features.retraining.errors import RetrainingError
from bot.features.retraining.face import Outcome, Progress, Request, Retrainer
from bot.localisation import text
from bot.platforms.discord.answering import Reply
from bot.platforms.discord.explaining import ids
from bot.platforms.discord.localisation import reader
from bot.platforms.discord.reacting.incoming import person
from bot.platforms.discord.retraining.buttons import Action, under, view_of
from bot.platforms.discord.retraining.errors import Forgotten, OperatorsOnly, Unavailable
from bot.platforms.discord.retraining.operators import is_operator
from bot.platforms.discord.retraining.pages import outcome_page, plain, preview_page, progress_page
from bot.platforms.discord.retraining.showing import Showing
from bot.platforms.discord.retraining.uploads import shown
from bot.platforms.discord.retraining.waiting import Waiting

if TYPE_CHECKING:
    from bot.platforms.discord.client import MojibotClient

    Used = discord.Interaction[MojibotClient]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wish:
    """What ``/retrain`` was typed with; ``data`` and ``base`` are names of ``Desk.choices``."""

    files: tuple[discord.Attachment, ...]
    data: str | None
    base: str
    epochs: float
    learning_rate: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A reply, and the retraining that its message follows from then on."""

    reply: Reply
    follows: str | None = None


class Desk:
    """``/retrain`` and its buttons, for one connection to Discord."""

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
        self._retrainer = retrainer if retrainer is not None and retrainer.enabled else None
        self._operators = operators
        self._clock = clock
        self._waiting = Waiting()
        self._showing: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._presses: Mapping[Action, _Press] = {
            Action.START: self._start,
            Action.NOT_NOW: self._drop,
            Action.CANCEL: self._cancel,
            Action.LOOK: self._look,
            Action.ACTIVATE: self._activate,
            Action.KEEP: self._keep,
        }

    def choices(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of data sets, and of models to go on from."""
        if self._retrainer is None:
            return (), ()
        data, bases = self._retrainer.choices()
        return tuple(data), tuple(bases)

    async def asked(self, interaction: Used, wish: Wish) -> None:
        """``/retrain``: a preview in private, or how far the one is that runs."""
        follows = None

        async def answer() -> Reply:
            nonlocal follows
            shown = await self._answer(await self._allowed(interaction), interaction, wish)
            follows = shown.follows
            return shown.reply

        await interaction.client.answering.answer(interaction, answer(), ephemeral=True)
        self._follow(interaction, follows)

    async def press(self, interaction: Used, action: Action, subject: str) -> None:
        """A button: its message is exchanged for what comes of it."""
        follows = None

        async def answer() -> Reply:
            nonlocal follows
            retrainer = await self._allowed(interaction)
            shown = await self._presses[action](retrainer, interaction, subject)
            follows = shown.follows
            return shown.reply

        await interaction.client.answering.update(interaction, answer())
        self._follow(interaction, follows)

    async def aclose(self) -> None:
        """Show nothing any more, and delete files that wait for a yes; what is trained goes on."""
        tasks = list(self._showing.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        if self._retrainer is not None:
            self._waiting.clear(self._retrainer)

    async def _allowed(self, interaction: Used) -> Retrainer:
        if not await is_operator(interaction.client, interaction.user.id, self._operators):
            log.warning(
                "a retraining was refused to somebody who is no operator",
                extra=ids(interaction) | {"user": interaction.user.id},
            )
            raise OperatorsOnly
        if self._retrainer is None:
            raise Unavailable
        return self._retrainer

    async def _answer(self, retrainer: Retrainer, interaction: Used, wish: Wish) -> Shown:
        locale = reader(interaction)
        if (running := retrainer.running) is not None:
            return _progress(running, interaction)
        if not wish.files and wish.data is None:
            sources = text(locale, "retraining-sources")
            return Shown(Reply(f"{text(locale, 'retraining-about')}\n-# {sources}"))
        key, preview = await self._waiting.add(retrainer, wish.files, _request(interaction, wish))
        view = None if key is None else view_of(locale, key, Action.START, Action.NOT_NOW)
        return Shown(Reply(preview_page(preview, locale), view))

    async def _start(self, retrainer: Retrainer, interaction: Used, key: str) -> Shown:
        request = self._waiting.take(key)
        try:
            started = await retrainer.start(request)
        except RetrainingError:
            self._waiting.put_back(key, request)
            raise
        return _progress(started, interaction)

    async def _drop(self, retrainer: Retrainer, interaction: Used, key: str) -> Shown:
        retrainer.discard(self._waiting.take(key))
        return Shown(Reply(text(reader(interaction), "retraining-dropped")))

    async def _cancel(self, retrainer: Retrainer, interaction: Used, retraining: str) -> Shown:
        await retrainer.cancel(retraining)
        return await self._look(retrainer, interaction, retraining)

    async def _look(self, retrainer: Retrainer, interaction: Used, retraining: str) -> Shown:
        return _progress(await _now(retrainer, retraining), interaction)

    async def _activate(self, retrainer: Retrainer, interaction: Used, retraining: str) -> Shown:
        outcome = await _outcome(retrainer, retraining)
        title = await retrainer.activate(outcome.version, person(interaction.user.id))
        log.info(
            "a retrained model was activated",
            extra=ids(interaction) | {"user": interaction.user.id, "version": outcome.version},
        )
        locale = reader(interaction)
        ending = text(
            locale, "retraining-activated", person=interaction.user.mention, title=plain(title)
        )
        return Shown(Reply(outcome_page(outcome, locale, ending)))

    async def _keep(self, retrainer: Retrainer, interaction: Used, retraining: str) -> Shown:
        outcome, locale = await _outcome(retrainer, retraining), reader(interaction)
        ending = text(locale, "retraining-kept", version=outcome.version)
        return Shown(Reply(outcome_page(outcome, locale, ending)))

    def _follow(self, interaction: Used, retraining: str | None) -> None:
        """Let a message follow; an earlier one of the same person's stands still from then on."""
        if self._retrainer is None or retraining is None:
            return
        key = (retraining, interaction.user.id)
        if (before := self._showing.get(key)) is not None:
            before.cancel()
        showing = Showing(self._retrainer, interaction, reader(interaction), clock=self._clock)
        task = asyncio.create_task(showing.run(retraining))
        self._showing[key] = task
        task.add_done_callback(lambda done: self._ended(key, done))

    def _ended(self, key: tuple[str, int], task: asyncio.Task[None]) -> None:
        if self._showing.get(key) is task:
            del self._showing[key]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a retraining is shown no more", exc_info=error, extra={"retraining": key[0]})


_Press = Callable[[Retrainer, "Used", str], Awaitable[Shown]]


def _request(interaction: Used, wish: Wish) -> Request:
    return Request(
        by=person(interaction.user.id),
        name=shown(PurePath(wish.files[0].filename).stem) if wish.files else wish.data or "",
        sources=() if wish.data is None else (wish.data,),
        base=wish.base,
        epochs=wish.epochs,
        learning_rate=wish.learning_rate,
    )


def _progress(progress: Progress, interaction: Used) -> Shown:
    locale = reader(interaction)
    reply = Reply(progress_page(progress, locale), under(progress, locale))
    return Shown(reply, None if progress.phase.is_end else progress.id)


async def _now(retrainer: Retrainer, retraining: str) -> Progress:
    async for progress in retrainer.follow(retraining):
        return progress
    raise Forgotten


async def _outcome(retrainer: Retrainer, retraining: str) -> Outcome:
    outcome = (await _now(retrainer, retraining)).outcome
    if outcome is None:
        raise Forgotten
    return outcome

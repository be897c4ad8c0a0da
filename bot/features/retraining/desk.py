"""Where operators' wishes arrive, and what is done about each, whatever they write in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Hashable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from bot.features.retraining.errors import Asleep, Forgotten, RetrainingError, Unavailable
from bot.features.retraining.face import Outcome, Progress, Request, Retrainer
from bot.features.retraining.pages import Markup, outcome_page, preview_page, progress_page
from bot.features.retraining.uploads import Attached, shown
from bot.features.retraining.waiting import Fetch, Waiting
from bot.localisation import Locale, text
from bot.store.records import PersonKey

log = logging.getLogger(__name__)


class Action(StrEnum):
    """What a button does."""

    START = "start"
    NOT_NOW = "not-now"
    CANCEL = "cancel"
    LOOK = "look"
    ACTIVATE = "activate"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Reader:
    """An operator who asks or presses, and the language that they read."""

    person: PersonKey
    locale: Locale


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; ``sources`` and ``base`` are names of ``Desk.choices``."""

    files: tuple[Attached, ...]
    sources: tuple[str, ...]
    base: str
    epochs: float
    learning_rate: float


@dataclass(frozen=True, slots=True)
class Page:
    """A message in Markdown; its ``actions`` are about ``subject``.

    That is a preview's key or a retraining's id; ``follows`` is the retraining that the message
    follows from then on.
    """

    text: str
    actions: tuple[Action, ...] = ()
    subject: str = ""
    follows: str | None = None


class Desk:
    """Answers operators; whoever calls it has made sure that they are."""

    def __init__(self, retrainer: Retrainer | None, markup: Markup, *, command: str) -> None:
        """``command`` is what operators type to ask, with its slash."""
        self._retrainer = retrainer if retrainer is not None and retrainer.enabled else None
        self._markup = markup
        self.command = command
        self._waiting = Waiting()
        self._showing: dict[Hashable, asyncio.Task[None]] = {}

    @property
    def retrainer(self) -> Retrainer:
        """Who trains. Raises ``Unavailable`` where nothing can be trained here."""
        if self._retrainer is None:
            raise Unavailable
        return self._retrainer

    def choices(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of data sets, and of models to go on from; none where nothing is trained."""
        if self._retrainer is None:
            return (), ()
        data, bases = self._retrainer.choices()
        return tuple(data), tuple(bases)

    def running(self, locale: Locale) -> Page | None:
        """How far the retraining is that runs, if one does. Raises ``Unavailable``."""
        progress = self.retrainer.running
        return None if progress is None else self.page(progress, locale)

    async def ask(self, reader: Reader, wish: Wish, fetch: Fetch) -> Page:
        """What was understood, before anything starts; or how far the one is that runs.

        Whoever names no data is told how to. Raises ``Unavailable``, a ``FeatureError`` for a file
        that cannot be used, and ``RetrainingError`` for a full disk.
        """
        if (running := self.running(reader.locale)) is not None:
            return running
        if not wish.files and not wish.sources:
            about = text(reader.locale, "retraining-about")
            return Page(f"{about}\n-# {text(reader.locale, 'retraining-sources')}")
        request = _request(reader, wish)
        key, preview = await self._waiting.add(self.retrainer, wish.files, request, fetch)
        page = preview_page(preview, reader.locale, self._markup)
        return Page(page) if key is None else Page(page, (Action.START, Action.NOT_NOW), key)

    async def press(self, reader: Reader, action: Action, subject: str) -> Page:
        """What comes in the place of the message whose button was pressed.

        Raises ``Unavailable``, ``Asleep``, ``Forgotten`` or ``RetrainingError``.
        """
        retrainer = self.retrainer
        match action:
            case Action.START:
                return await self._start(retrainer, reader, subject)
            case Action.NOT_NOW:
                retrainer.discard(self._take(subject))
                return Page(text(reader.locale, "retraining-dropped"))
            case Action.CANCEL:
                await retrainer.cancel(subject)
                return self.page(await _now(retrainer, subject), reader.locale)
            case Action.LOOK:
                return self.page(await _now(retrainer, subject), reader.locale)
            case Action.ACTIVATE:
                return await self._activate(retrainer, reader, subject)
            case Action.KEEP:
                outcome = await _outcome(retrainer, subject)
                ending = text(reader.locale, "retraining-kept", version=outcome.version)
                return Page(outcome_page(outcome, reader.locale, self._markup, ending))

    def page(self, progress: Progress, locale: Locale) -> Page:
        """How a retraining stands, and what can be done about it."""
        follows = None if progress.phase.is_end else progress.id
        page = progress_page(progress, locale, self._markup)
        return Page(page, _actions(progress), progress.id, follows)

    def show(self, place: Hashable, work: Coroutine[Any, Any, None]) -> None:
        """Let ``work`` show a retraining in ``place``; what has shown one there stops."""
        if (before := self._showing.get(place)) is not None:
            before.cancel()
        task = self._showing[place] = asyncio.create_task(work)
        task.add_done_callback(lambda done: self._ended(place, done))

    async def aclose(self) -> None:
        """Show nothing any more, and delete files that wait for a yes; what is trained goes on."""
        tasks = list(self._showing.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        if self._retrainer is not None:
            self._waiting.clear(self._retrainer)

    def _ended(self, place: Hashable, task: asyncio.Task[None]) -> None:
        if self._showing.get(place) is task:
            del self._showing[place]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a retraining is shown no more", exc_info=error, extra={"place": place})

    async def _start(self, retrainer: Retrainer, reader: Reader, key: str) -> Page:
        request = self._take(key)
        try:
            started = await retrainer.start(request)
        except RetrainingError:
            self._waiting.put_back(key, request)
            raise
        return self.page(started, reader.locale)

    async def _activate(self, retrainer: Retrainer, reader: Reader, retraining: str) -> Page:
        outcome = await _outcome(retrainer, retraining)
        title = await retrainer.activate(outcome.version, reader.person)
        log.info(
            "a retrained model was activated",
            extra={"by": reader.person, "version": outcome.version},
        )
        who = self._markup.mention(reader.person, reader.locale)
        title = self._markup.plain(title)
        ending = text(reader.locale, "retraining-activated", person=who, title=title)
        return Page(outcome_page(outcome, reader.locale, self._markup, ending))

    def _take(self, key: str) -> Request:
        request = self._waiting.take(key)
        if request is None:
            raise Asleep(command=self.command)
        return request


def _actions(progress: Progress) -> tuple[Action, ...]:
    if not progress.phase.is_end:
        return Action.CANCEL, Action.LOOK
    if progress.outcome is None or progress.outcome.activated:
        return ()
    return Action.ACTIVATE, Action.KEEP


def _request(reader: Reader, wish: Wish) -> Request:
    first = PurePath(wish.files[0].name).stem if wish.files else ", ".join(wish.sources)
    return Request(
        by=reader.person,
        name=shown(first),
        sources=wish.sources,
        base=wish.base,
        epochs=wish.epochs,
        learning_rate=wish.learning_rate,
    )


async def _now(retrainer: Retrainer, retraining: str) -> Progress:
    async for progress in retrainer.follow(retraining):
        return progress
    raise Forgotten


async def _outcome(retrainer: Retrainer, retraining: str) -> Outcome:
    outcome = (await _now(retrainer, retraining)).outcome
    if outcome is None:
        raise Forgotten
    return outcome

"""Plays a script, moment by moment, and keeps a diary; each platform says how things are done."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable
from itertools import groupby
from typing import Final, Generic, TypeVar

from tests.played_day.diary import Diary, Entry
from tests.played_day.script import AT_ONCE, Asked, Broken, Happening, Set, Written

# The author does not want every n-th reaction, and says so.
REFUSES: Final = 25
# Messages that a platform keeps; older ones are out of sight.
KEPT: Final = 2_000

Post = TypeVar("Post")


class Player(ABC, Generic[Post]):
    """Everybody, for a day; ``Post`` is a message as the platform's loopback server has it."""

    def __init__(self) -> None:
        self.diary = Diary()
        self.recent: deque[tuple[Entry, Post]] = deque()
        self._reacted = 0

    async def play(self, happenings: Iterable[Happening]) -> None:
        """Play happenings in their order; each moment is over before the next one begins."""
        for _, moment in groupby(happenings, lambda happening: happening.at // AT_ONCE):
            await self._moment(list(moment))

    async def _moment(self, happenings: list[Happening]) -> None:
        written: list[tuple[Entry, Post]] = []
        others: list[Asked | Set | Broken] = []
        for happening in happenings:
            self.tick(happening.at)
            if isinstance(happening, Written):
                written.append((Entry(happening), await self.write(happening)))
            else:
                others.append(happening)
        await asyncio.gather(*map(self._do, others))
        await self.settle(written)
        for entry, post in written:
            await self._look(entry, post)

    async def _look(self, entry: Entry, post: Post) -> None:
        self.diary.entries.append(entry)
        entry.reason = self.reason(post)
        if not self.is_there(post):
            return
        entry.reactions = self.reactions(post)
        if entry.own:
            self._reacted += 1
            if self._reacted % REFUSES == 0:
                await self.refuse(entry, post)
                self.diary.refused += 1
        self.recent.append((entry, post))
        if len(self.recent) > KEPT:
            _, gone = self.recent.popleft()
            if self.is_there(gone):
                self.forget(gone)

    async def _do(self, happening: Asked | Set | Broken) -> None:
        match happening:
            case Asked():
                self.diary.asked.append((happening, await self.ask(happening)))
                if happening.what == "opt out":
                    self.diary.opted_out[happening.author] = happening.at
            case Set():
                self.diary.asked.append((happening, [await self.set(happening)]))
            case Broken():
                await self.suffer(happening.how)

    def target(self, asked: Asked) -> Post | None:
        """The message whose menu somebody opens: a late one of the channel."""
        return next(
            (
                post
                for entry, post in reversed(self.recent)
                if entry.line.channel == asked.channel
                and self.is_there(post)
                and (asked.what != "refuse" or entry.own)
            ),
            None,
        )

    @abstractmethod
    def tick(self, at: float) -> None:
        """It is so many seconds past midnight."""

    @abstractmethod
    async def write(self, line: Written) -> Post:
        """Somebody writes, and may edit it, delete it or get a reaction at once."""

    @abstractmethod
    async def settle(self, written: list[tuple[Entry, Post]]) -> None:
        """Wait until the bot has done with everything, these messages among it."""

    @abstractmethod
    def reason(self, post: Post) -> str | None:
        """Why the bot did with a message what it did; None where it did not judge it."""

    @abstractmethod
    def is_there(self, post: Post) -> bool:
        """Whether a message has not been deleted."""

    @abstractmethod
    def reactions(self, post: Post) -> dict[str, list[str]]:
        """By emoji: who reacted."""

    @abstractmethod
    def forget(self, post: Post) -> None:
        """A message is out of sight, as if it had never been."""

    @abstractmethod
    async def refuse(self, entry: Entry, post: Post) -> None:
        """The author takes the bot's reactions away."""

    @abstractmethod
    async def ask(self, asked: Asked) -> list[str]:
        """Somebody asks, and presses; returns the texts that they are shown."""

    @abstractmethod
    async def set(self, setting: Set) -> str:
        """A manager sets something; returns what the panel says then."""

    @abstractmethod
    async def suffer(self, how: str) -> None:
        """The platform has trouble of that kind."""

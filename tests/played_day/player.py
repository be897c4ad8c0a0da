"""Plays a script on the stage, and keeps a diary of what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from tests.loopback.discord import errors
from tests.loopback.discord.life import Post
from tests.loopback.discord.shown import Shown
from tests.played_day.script import Asked, Broken, Happening, Set, Written
from tests.played_day.stage import Stage

# Seconds of the day that happen at once: what overlaps in a real chat overlaps here.
AT_ONCE: Final = 2.0
MANAGER: Final = "owner"
MENUS: Final = ("Suggest emojis", "Not this one")
# The author does not want every n-th reaction, and says so by ❌.
REFUSES: Final = 25
# Messages that the server keeps; older ones are out of sight.
KEPT: Final = 2_000


@dataclass(slots=True)
class Entry:
    """A message of the day and what became of it; ``reason`` is the bot's, if it judged it."""

    line: Written
    post: Post
    reactions: dict[str, list[str]] = field(default_factory=dict)
    reason: str | None = None

    @property
    def own(self) -> list[str]:
        """The bot's own reactions."""
        return [emoji for emoji, people in self.reactions.items() if "mojibot" in people]


@dataclass(slots=True)
class Diary:
    """Everything that happened; ``answers`` are texts shown, by the asking's place in the day."""

    entries: list[Entry] = field(default_factory=list)
    asked: list[tuple[Asked | Set, list[str]]] = field(default_factory=list)
    refused: int = 0
    opted_out: dict[str, float] = field(default_factory=dict)


class Player:
    """Everybody on the server, for a day."""

    def __init__(self, stage: Stage) -> None:
        self.diary = Diary()
        self._stage = stage
        self._server = stage.server
        self._reacted = 0
        self._recent: list[Post] = []

    async def play(self, happenings: Iterable[Happening]) -> None:
        """Play happenings in their order; each moment is over before the next one begins."""
        for _, moment in groupby(happenings, lambda happening: happening.at // AT_ONCE):
            await self._moment(list(moment))

    async def _moment(self, happenings: list[Happening]) -> None:
        entries: list[Entry] = []
        others: list[Asked | Set | Broken] = []
        for happening in happenings:
            clock, at = self._server.clock, self._stage.began + happening.at
            clock.advance(max(at - clock.now(), 0.0))
            if isinstance(happening, Written):
                entries.append(await self._write(happening))
            else:
                others.append(happening)
        await asyncio.gather(*map(self._do, others))
        await self._settle(entries)
        for entry in entries:
            await self._look(entry)

    async def _write(self, line: Written) -> Entry:
        life, channel = self._server.life, self._stage.channels[line.channel]
        post = await self._server.say(line.text, author=line.author, channel=channel)
        if line.cheered:
            await life.react(post, line.cheered, author="hedy")
        if line.mended:
            await life.edit(post, f"{line.text} *")
        if line.regretted:
            await life.delete(post)
        return Entry(line, post)

    async def _settle(self, entries: list[Entry]) -> None:
        heard = [e for e in entries if e.line.author not in self.diary.opted_out]
        if heard:
            await self._stage.watching.until(heard[-1].post.id)
        await self._stage.settled()

    async def _look(self, entry: Entry) -> None:
        self.diary.entries.append(entry)
        entry.reason = self._stage.reasons.pop(entry.post.id, None)
        if not entry.post.there:
            return
        entry.reactions = entry.post.reactions
        if entry.own:
            self._reacted += 1
            if self._reacted % REFUSES == 0:
                await self._refuse(entry)
        self._recent.append(entry.post)
        if len(self._recent) > KEPT:
            gone = self._recent.pop(0)
            if gone.there:
                self._server.messages.delete(gone.id)

    async def _refuse(self, entry: Entry) -> None:
        await self._server.life.react(entry.post, "❌", author=entry.line.author)
        await self._server.recorder.until(
            lambda: not any("mojibot" in people for people in entry.post.reactions.values())
        )
        self.diary.refused += 1

    async def _do(self, happening: Asked | Set | Broken) -> None:
        match happening:
            case Asked():
                texts = [shown.text async for shown in self._ask(happening)]
                self.diary.asked.append((happening, texts))
            case Set():
                self.diary.asked.append((happening, [await self._set(happening)]))
            case Broken(how="cut"):
                times = self._server.gateway.connections + 1
                self._server.gateway.cut()
                await self._server.gateway.until_connected(times)
            case Broken(how="moved"):
                times = self._server.gateway.connections + 1
                await self._server.gateway.ask_to_reconnect()
                await self._server.gateway.until_connected(times)
            case Broken():
                fault = errors.ApiError(500, 0, "Internal Server Error")
                self._server.rest.faults.append(("/@me", fault))

    async def _ask(self, asked: Asked) -> AsyncIterator[Shown]:
        channel = self._stage.channels[asked.channel]
        if asked.command in MENUS:
            target = self._target(asked)
            if target is None:
                return
            author = MANAGER if asked.command == "Not this one" else asked.author
            used = await self._server.message_command(asked.command, target, author=author)
        else:
            author = asked.author
            options = {"text": asked.text} if asked.text else {}
            used = await self._server.slash_command(
                asked.command, options, author=author, channel=channel
            )
        shown = await used.answer()
        yield shown
        if asked.command == "optout":
            self.diary.opted_out[author] = asked.at
        for button in asked.presses:
            pressed = await shown.press(button, author=author)
            if button == "Delete":
                await self._server.recorder.until(lambda: shown.id not in self._server.messages)
            else:
                yield await pressed.answer()

    def _target(self, asked: Asked) -> Post | None:
        """The message whose menu somebody opens: a late one of the channel."""
        wanted = (
            e.post
            for e in reversed(self.diary.entries[-KEPT:])
            if e.line.channel == asked.channel
            and e.post.there
            and (asked.command != "Not this one" or e.own)
        )
        return next(wanted, None)

    async def _set(self, setting: Set) -> str:
        """Open the panel, and do the steps on what the one before shows."""
        channel = self._stage.channels[setting.channel]
        opened = await self._server.slash_command("autoreact", author=MANAGER, channel=channel)
        panel = await opened.answer()
        for step in setting.steps:
            menu, _, value = step.partition("=")
            if value:
                used = await panel.choose(f"panel:autoreact:{menu}", [value], author=MANAGER)
            else:
                used = await panel.press(step, author=MANAGER)
            panel = await used.answer()
        return panel.text

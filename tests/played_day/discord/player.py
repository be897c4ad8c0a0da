"""Everybody on a Discord server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from tests.loopback.discord import errors
from tests.loopback.discord.life import Post
from tests.loopback.discord.shown import Shown
from tests.played_day.diary import BOT, Entry
from tests.played_day.discord.stage import Stage
from tests.played_day.player import Player
from tests.played_day.script import Asked, Set, Written

MANAGER: Final = "owner"
MENUS: Final = {"suggest": "Suggest emojis", "refuse": "Not this one"}
COMMANDS: Final = {"opt out": "optout"}
BUTTONS: Final = {"reroll": "Reroll", "why": "Why?", "end": "Delete"}
SWITCHES: Final = {"on": "Switch on", "off": "Switch off"}


class DiscordPlayer(Player[Post]):
    """Types commands, opens menus and presses, as people do in their clients."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._server = stage.server

    def tick(self, at: float) -> None:
        clock = self._server.clock
        clock.advance(max(self._stage.began + at - clock.now(), 0.0))

    async def write(self, line: Written) -> Post:
        life, channel = self._server.life, self._stage.channels[line.channel]
        post = await self._server.say(line.text, author=line.author, channel=channel)
        if line.cheered:
            await life.react(post, line.cheered, author="hedy")
        if line.mended:
            await life.edit(post, f"{line.text} *")
        if line.regretted:
            await life.delete(post)
        return post

    async def settle(self, written: list[tuple[Entry, Post]]) -> None:
        heard = [post for e, post in written if e.line.author not in self.diary.opted_out]
        if heard:
            await self._stage.watching.until(heard[-1].id)
        await self._stage.settled()

    def reason(self, post: Post) -> str | None:
        return self._stage.reasons.pop(post.id, None)

    def is_there(self, post: Post) -> bool:
        return post.there

    def reactions(self, post: Post) -> dict[str, list[str]]:
        return post.reactions

    def forget(self, post: Post) -> None:
        self._server.messages.delete(post.id)

    async def refuse(self, entry: Entry, post: Post) -> None:
        await self._server.life.react(post, "❌", author=entry.line.author)
        await self._server.recorder.until(
            lambda: not any(BOT in people for people in post.reactions.values())
        )

    async def ask(self, asked: Asked) -> list[str]:
        return [shown.text async for shown in self._ask(asked)]

    async def set(self, setting: Set) -> str:
        """Open the panel, and do the steps on what the one before shows."""
        channel = self._stage.channels[setting.channel]
        opened = await self._server.slash_command("autoreact", author=MANAGER, channel=channel)
        panel = await opened.answer()
        for step in (*(("scope=Everywhere",) if setting.everywhere else ()), *setting.steps):
            menu, _, value = step.partition("=")
            if value:
                used = await panel.choose(f"panel:autoreact:{menu}", [value], author=MANAGER)
            else:
                used = await panel.press(SWITCHES[step], author=MANAGER)
            panel = await used.answer()
        return panel.text

    async def suffer(self, how: str) -> None:
        gateway = self._server.gateway
        times = gateway.connections + 1
        match how:
            case "cut":
                gateway.cut()
                await gateway.until_connected(times)
            case "moved":
                await gateway.ask_to_reconnect()
                await gateway.until_connected(times)
            case _:
                fault = errors.ApiError(500, 0, "Internal Server Error")
                self._server.rest.faults.append(("/@me", fault))

    async def _ask(self, asked: Asked) -> AsyncIterator[Shown]:
        channel = self._stage.channels[asked.channel]
        if asked.what in MENUS:
            target = self.target(asked)
            if target is None:
                return
            author = MANAGER if asked.what == "refuse" else asked.author
            used = await self._server.message_command(MENUS[asked.what], target, author=author)
        else:
            author = asked.author
            command = COMMANDS.get(asked.what, asked.what)
            options = {"text": asked.text} if asked.text else {}
            used = await self._server.slash_command(
                command, options, author=author, channel=channel
            )
        shown = await used.answer()
        yield shown
        for press in asked.presses:
            pressed = await shown.press(BUTTONS[press], author=author)
            if press == "end":
                await self._server.recorder.until(lambda: shown.id not in self._server.messages)
            else:
                yield await pressed.answer()

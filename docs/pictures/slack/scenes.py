"""The scenes of Slack's guide: the bot that ships is asked, and what it sends is drawn."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import Any, Final

from docs.pictures.scenes import NEWS, OTHER_TALK, TALK
from docs.pictures.slack.drawing import Drawing
from tests.loopback.slack import SlackServer
from tests.loopback.slack.shown import Shown, ShownView
from tests.played_day.script import HOUR
from tests.played_day.slack.stage import BOSS, Stage, stage

PLACE: Final = "general"
# Where the admin's part of the home begins.
_ADMINS: Final = "divider"
EMOJIS: Final = ("blob-rain", "cat-jam", "this-is-fine")


async def slack_scenes(folder: Path) -> AsyncIterator[tuple[str, str]]:
    """Names and HTML; the store lies in ``folder`` meanwhile."""
    async with stage(folder) as built:
        built.server.clock.advance(12 * HOUR + 240)
        built.server.limits.on = False
        scene = Scene(built)
        for part in (
            scene.answers,
            scene.shortcuts,
            scene.reactions,
            scene.home,
            scene.house_rules,
        ):
            async for name, html in part():
                yield f"slack-{name}", html


class Scene:
    """Draws what stands on a stage."""

    def __init__(self, built: Stage) -> None:
        self._built = built
        self._server: SlackServer = built.server
        self._drawing = Drawing(self._name, built.server.world.bot.id)

    async def answers(self) -> AsyncIterator[tuple[str, str]]:
        """/emojify and its buttons, a mention, /emoji-model, another language."""
        server = self._server
        await self._do(server.command("ada", "/emojify", NEWS))
        yield "emojify", self._draw(self._last("ada"))
        await self._do(server.press("ada", "Why"))
        yield "why", self._draw(self._last("ada"))
        await self._do(server.press("ada", "Post"))
        yield "posted", self._draw(self._last("grace"))
        await self._do(server.say("grace", PLACE, "@mojibot it works on the first try?!"))
        yield (
            "mention",
            self._draw(server.shown("ada", PLACE)[-2])
            + self._draw(self._last("grace"), in_thread=True),
        )
        await self._do(server.command("ada", "/emoji-model"))
        yield "model", self._draw(self._last("ada"))
        server.world.person("lena", locale="de-DE")
        await self._do(server.command("lena", "/emojify", "wir haben gewonnen!"))
        yield "german", self._draw(self._last("lena"))

    async def shortcuts(self) -> AsyncIterator[tuple[str, str]]:
        """The shortcut of a message, and that of none."""
        server = self._server
        post = await self._do(server.say("tim", PLACE, "it's snowing!! first time this winter"))
        await self._do(server.message_shortcut("grace", "emojify_message", post))
        yield "shortcut", self._modal("grace")
        await server.close("grace")
        await self._do(server.shortcut("grace", "emojify_text"))
        await self._do(server.submit("grace", {"text": "who wants pizza tonight"}))
        yield "write", self._modal("grace")
        await server.close("grace")

    async def reactions(self) -> AsyncIterator[tuple[str, str]]:
        """What it does by itself."""
        server = self._server
        await self._do(server.open_home(BOSS))
        await self._choose("floor", "often")
        await self._press("Switch on")
        await self._press("When")
        for field in ("channel_cooldown", "person_cooldown"):
            await self._choose(field, "0")
        posts = []
        for author, words in TALK:
            posts.append(await self._do(server.say(author, PLACE, words)))
            server.clock.advance(70)
        shown = {message.ts: message for message in server.shown("ada", PLACE)}
        yield "reactions", "".join(self._draw(shown[post.ts]) for post in posts)
        for field, value in (("channel_cooldown", "60"), ("person_cooldown", "300")):
            await self._choose(field, value)
        await self._press("How often")

    async def home(self) -> AsyncIterator[tuple[str, str]]:
        """The home of everybody, and the admins' part of it, page by page."""
        server = self._server
        await self._do(server.open_home("ada"))
        yield "home", self._drawing.home(self._view("ada").blocks)
        general = self._built.channels[PLACE]
        pets = self._built.channels["pets"]
        await self._choose("channels", [general.id, pets.id])
        yield "home-how-often", self._admins()
        await self._press("When")
        await self._press("Set quiet hours")
        await self._do(server.submit(BOSS, {"home:begin": "22:00", "home:end": "07:30"}))
        yield "home-when", self._admins(page_only=True)
        await self._press("No quiet hours")
        await self._press("Exceptions")
        await self._choose("people", [server.world.person("ken").id])
        yield "home-exceptions", self._admins(page_only=True)
        await self._press("How often")
        await self._press("Dry run")
        await server.close(BOSS)
        for author, words in OTHER_TALK:
            await self._do(server.say(author, PLACE, words))
        await self._press("Dry run")
        yield "dry-run", self._modal(BOSS)
        await server.close(BOSS)

    async def house_rules(self) -> AsyncIterator[tuple[str, str]]:
        """The pages of the house rules."""
        server = self._server
        for name in EMOJIS:
            await self._do(server.life.add_emoji(name))
        await self._press("Rules")
        await self._choose("skin_tone", "medium")
        yield "house-rules", self._admins(page_only=True)
        await self._press("Forbidden")
        await self._press("Forbidden emojis")
        await self._do(server.submit(BOSS, {"home:emojis": "💀 🤡"}))
        yield "house-rules-forbidden", self._admins(page_only=True)
        await self._press("Fixed reactions")
        await self._press("For a phrase")
        yield "house-rules-form", self._modal(BOSS)
        await self._do(server.submit(BOSS, {"home:phrase": "good morning", "home:emojis": "👋 ☕"}))
        yield "house-rules-fixed", self._admins(page_only=True)
        await self._press("Own emojis")
        yield "house-rules-own", self._admins(page_only=True)

    async def _do(self, doing: Awaitable[Any]) -> Any:
        done = await doing
        await self._built.settled()
        return done

    async def _press(self, button: str) -> None:
        await self._do(self._server.press(BOSS, button, home=True))

    async def _choose(self, field: str, value: object) -> None:
        await self._do(self._server.choose(BOSS, f"home:{field}", value, home=True))

    def _last(self, person: str) -> Shown:
        return self._server.shown(person, PLACE)[-1]

    def _view(self, person: str) -> ShownView:
        home = self._server.home(person)
        assert home is not None  # noqa: S101 - it has been opened
        return home

    def _modal(self, person: str) -> str:
        modal = self._server.modal(person)
        assert modal is not None  # noqa: S101 - it has been opened
        return self._drawing.modal(modal.view)

    def _admins(self, *, page_only: bool = False) -> str:
        """The admins' part of the home; of it only the page that is open, below the tabs."""
        blocks = self._view(BOSS).blocks
        lines = [at for at, block in enumerate(blocks) if block["type"] == _ADMINS]
        return self._drawing.home(blocks[lines[-1 if page_only else -2] + 1 :])

    def _draw(self, shown: Shown, *, in_thread: bool = False) -> str:
        return self._drawing.message(shown.message, private=shown.ephemeral, in_thread=in_thread)

    def _name(self, identifier: str) -> str:
        world = self._server.world
        if identifier in world.people_by_id:
            return world.people_by_id[identifier].name
        return world.channels[identifier].name if identifier in world.channels else identifier

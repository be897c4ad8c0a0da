"""The scenes of the guide: the bot that ships is asked, and what it sends is drawn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from docs.pictures import drawing
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.asking import HasId
from tests.loopback.discord.objects import Json
from tests.loopback.discord.shown import Modal, Shown
from tests.played_day.discord.stage import Stage, stage
from tests.played_day.script import HOUR

OWNER: Final = "owner"
NEWS: Final = "we got the keys to our first flat today!!"
TALK: Final = (
    ("ada", "who ate my yoghurt. the one with my name on it. in marker"),
    ("grace", "it said “J”. there is one J in this flat"),
    ("ada", NEWS),
    ("alan", "my grandma died this morning, I'll be offline for a while"),
    ("grace", "oh no. take all the time you need"),
)
OTHER_TALK: Final = (
    ("tim", "it's snowing!! first time this winter"),
    ("radia", "the deploy is at four, please merge before"),
    ("linus", "puppy stole another sock, stash under the couch is at 14"),
    ("hedy", "he's in intensive care since last night"),
    ("ken", "who wants pizza tonight"),
)
# Pages of the panel by their buttons' ids, and what shows much in few messages.
HOW, WHEN, WHO = (f"panel:autoreact:tab-{page}:" for page in ("how", "when", "who"))
OFTEN: Final = ("floor=often",)
PAUSES: Final = ("channel_cooldown=60", "person_cooldown=300")
NO_PAUSES: Final = ("channel_cooldown=0", "person_cooldown=0")


async def scenes(folder: Path) -> AsyncIterator[tuple[str, str]]:
    """Names and HTML; the store lies in ``folder`` meanwhile."""
    async with stage(folder) as built:
        built.server.clock.advance(12 * HOUR + 240)
        built.server.channel = built.channels["general"]
        scene = Scene(built)
        for part in (
            scene.answers,
            scene.reactions,
            scene.auto_react,
            scene.house_rules,
            scene.own,
        ):
            async for name, html in part():
                yield name, html


class Scene:
    """Draws what stands on a stage."""

    def __init__(self, built: Stage) -> None:
        self._built = built
        self._server: LoopbackDiscord = built.server

    async def answers(self) -> AsyncIterator[tuple[str, str]]:
        """/emojify and its buttons."""
        asked = await self._server.slash_command("emojify", {"text": NEWS})
        shown = await asked.answer()
        used = "**Ada** used `/emojify`"
        yield "discord", self._draw(shown, used=used)
        why = await (await shown.press("Why?")).answer()
        yield "why", self._draw(why)
        pick = await (await shown.press("Pick")).answer()
        yield "pick", self._draw(pick, opened=True)
        model = await (await self._server.slash_command("model")).answer()
        yield "model", self._draw(model, used="**Ada** used `/model`")
        self._server.speaks("ada", "de")
        asked = await self._server.slash_command("emojify", {"text": "wir haben gewonnen!"})
        shown = await asked.answer()
        yield "german", self._draw(shown, used="**Ada** used `/emojify`")
        self._server.speaks("ada", "en-US")

    async def reactions(self) -> AsyncIterator[tuple[str, str]]:
        """What it does by itself, and a message's own menu."""
        panel = await self._panel("autoreact")
        await self._steps(panel, "autoreact", "Switch on", *OFTEN, WHEN, *NO_PAUSES)
        posts = []
        for author, words in TALK:
            posts.append(await self._server.say(words, author=author))
            await self._built.watching.until(posts[-1].id)
            await self._built.settled()
            self._server.clock.advance(70)
        yield "reactions", "".join(map(self._draw, posts))
        asked = await self._server.message_command("Suggest emojis", posts[0], author="grace")
        yield "suggest", self._draw(await asked.answer(), opened=True)

    async def auto_react(self) -> AsyncIterator[tuple[str, str]]:
        """The panel of /autoreact, page by page."""
        used = "**Owner** used `/autoreact`"
        panel = await self._panel("autoreact")
        yield "autoreact-how-often", self._draw(panel, used=used)
        panel = await self._steps(panel, "autoreact", WHEN, *PAUSES)
        form = await (await panel.press("Set quiet hours", author=OWNER)).form()
        yield "autoreact-quiet-hours", drawing.form(form.data)
        sent = await form.submit({"From": "22:00", "To": "07:30"})
        panel = await sent.answer()
        yield "autoreact-when", self._draw(panel, used=used)
        panel = await self._steps(panel, "autoreact", "No quiet hours", WHO)
        yield "autoreact-exceptions", self._draw(panel, used=used)
        panel = await self._steps(panel, "autoreact", HOW)
        for author, words in OTHER_TALK:
            post = await self._server.say(words, author=author)
            await self._built.watching.until(post.id)
            await self._built.settled()
        dry = await (await panel.press("Dry run", author=OWNER)).answer()
        yield "autoreact-dry-run", self._draw(dry)

    async def house_rules(self) -> AsyncIterator[tuple[str, str]]:
        """The panel of /house-rules, page by page."""
        used = "**Owner** used `/house-rules`"
        for name in ("blobRain", "catJam", "thisIsFine"):
            await self._server.guilds.emoji(name)
        panel = await self._panel("house-rules")
        panel = await self._steps(panel, "house-rules", "skin_tone=medium", "hourly=60")
        yield "house-rules", self._draw(panel, used=used)
        panel = await self._steps(panel, "house-rules", "panel:house-rules:tab-forbidden:")
        panel = await self._fill(panel, "Forbidden emojis", "💀 🤡")
        yield "house-rules-forbidden", self._draw(panel, used=used)
        panel = await self._steps(panel, "house-rules", "panel:house-rules:tab-fixed:")
        form = await (await panel.press("For a phrase", author=OWNER)).form()
        values = {"When somebody says": "good morning", "React with (up to five emojis)": "👋 ☕"}
        panel = await (await form.submit(values)).answer()
        yield "house-rules-fixed", self._draw(panel, used=used)
        panel = await self._steps(panel, "house-rules", "panel:house-rules:tab-own:")
        yield "house-rules-own", self._draw(panel, used=used)

    async def own(self) -> AsyncIterator[tuple[str, str]]:
        """What everybody may see and choose about themselves."""
        about = await (await self._server.slash_command("privacy")).answer()
        yield "privacy", self._draw(about, used="**Ada** used `/privacy`")
        out = await (await self._server.slash_command("optout")).answer()
        yield "optout", self._draw(out, used="**Ada** used `/optout`")

    async def _panel(self, command: str) -> Shown:
        return await (await self._server.slash_command(command, author=OWNER)).answer()

    async def _steps(self, shown: Shown, panel: str, *steps: str) -> Shown:
        """Press buttons, and choose ``menu=value``, each on what the one before shows."""
        for step in steps:
            menu, _, value = step.partition("=")
            if value:
                used = await shown.choose(f"panel:{panel}:{menu}", [value], author=OWNER)
            else:
                used = await shown.press(step, author=OWNER)
            shown = await used.answer()
        return shown

    async def _fill(self, shown: Shown, button: str, value: str) -> Shown:
        form: Modal = await (await shown.press(button, author=OWNER)).form()
        inner = form.data["components"][0]
        field = inner.get("component") or inner["components"][0]
        return await (await form.submit({field["custom_id"]: value})).answer()

    def _draw(self, message: HasId, *, used: str = "", opened: bool = False) -> str:
        kept = self._server.messages.get(message.id)
        json: Json = kept.json | {"reactions": self._server.reactions.listed(kept)}
        return drawing.message(json, self._name, used=used, opened=opened)

    def _name(self, identifier: str) -> str:
        known = {a["id"]: a["global_name"] for a in self._server.world.people.values()}
        known |= {c["id"]: c["name"] for c in self._server.home.channels.values()}
        known |= {r["id"]: r["name"] for r in self._server.guild["roles"]}
        return str(known.get(identifier, identifier))

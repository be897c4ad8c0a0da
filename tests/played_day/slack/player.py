"""Everybody in a Slack workspace."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from itertools import cycle
from typing import Final

from bot.platforms.slack.names import emoji_of, name_of
from tests.loopback.slack import faults
from tests.loopback.slack.deliveries import Delivery, Kind
from tests.loopback.slack.objects import Channel
from tests.loopback.slack.shown import ShownView
from tests.loopback.slack.writing import Post
from tests.played_day.diary import BOT, Entry
from tests.played_day.player import Player
from tests.played_day.script import Asked, Set, Written
from tests.played_day.slack.stage import BOSS, CONNECTIONS, Stage

SWITCHES: Final = {"on": "Switch on", "off": "Switch off"}
BUTTONS: Final = {"reroll": "Reroll", "why": "Why", "end": "Post"}
# What of the latest Slack sends "again", acknowledged or not.
AGAIN: Final = 30
# Seconds that Slack wants no reactions when it is "limited", each time that it is asked.
LIMITED: Final = faults.RateLimited(60)
LIMITED_TIMES: Final = 3


class SlackPlayer(Player[Post]):
    """Types commands, mentions, opens menus and homes, and presses."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._server = stage.server
        self._latest: deque[Delivery] = deque(maxlen=AGAIN)
        self._turn = asyncio.Lock()
        # The ways of asking for emojis, which people take in turn.
        self._ways = cycle((self._command, self._mention, self._tell, self._write))
        # What the bot must call for what it is asked, by method: no more and no less.
        self.expected: Counter[str] = Counter()
        self.delivered = 0
        self.late: list[Delivery] = []

    def tick(self, at: float) -> None:
        clock = self._server.clock
        clock.advance(max(self._stage.began + at - clock.now(), 0.0))

    async def write(self, line: Written) -> Post:
        server = self._server
        post = await server.say(line.author, self._stage.channels[line.channel], line.text)
        if line.cheered:
            await server.react("hedy", post, name_of(line.cheered) or "")
        if line.mended:
            await server.edit(post, f"{line.text} *")
        if line.regretted:
            await server.delete(post)
        return post

    async def settle(self, written: list[tuple[Entry, Post]]) -> None:
        del written
        await self._stage.settled()
        deliveries = self._server.deliveries
        self.delivered += len(deliveries.all)
        self.late += deliveries.late
        self._latest += deliveries.all
        deliveries.all.clear()

    def reason(self, post: Post) -> str | None:
        return self._stage.reasons.pop(f"{post.channel}:{post.ts}", None)

    def is_there(self, post: Post) -> bool:
        return post.ts in self._server.world.channels[post.channel].messages

    def reactions(self, post: Post) -> dict[str, list[str]]:
        return {emoji_of(name) or name: people for name, people in post.reactions.items()}

    def forget(self, post: Post) -> None:
        del self._server.world.channels[post.channel].messages[post.ts]

    async def refuse(self, entry: Entry, post: Post) -> None:
        await self._server.message_shortcut(entry.line.author, "take_away", post)
        await self._stage.settled()
        self.expected["response_url"] += 1

    async def ask(self, asked: Asked) -> list[str]:
        """One at a time, so that everybody presses under their own answer."""
        async with self._turn:
            return await self._way(asked)(asked)

    async def set(self, setting: Set) -> str:
        """Open the home as an admin, and do the steps there."""
        async with self._turn:
            home = await self._home(BOSS, self._server.open_home(BOSS))
            if setting.everywhere:
                await self._choose("scope", "Everywhere")
            else:
                channel = self._stage.channels[setting.channel]
                there = home.values["home:channels"]
                assert isinstance(there, list)
                if channel.id not in there:
                    await self._choose("channels", [*there, channel.id])
                await self._choose("scope", f"#{channel.name}")
            for step in setting.steps:
                field, _, value = step.partition("=")
                if value:
                    home = await self._choose(field, value)
                else:
                    pressed = self._server.press(BOSS, SWITCHES[step], home=True)
                    home = await self._home(BOSS, pressed)
            return home.text

    async def suffer(self, how: str) -> None:
        server, times = self._server, self._server.sockets.opened + CONNECTIONS
        match how:
            case "cut" | "moved":
                async with self._turn:
                    if how == "cut":
                        server.sockets.cut()
                    else:
                        await server.sockets.disconnect("refresh_requested")
                    await server.tell("ada", "are you still there?")
                    self.expected["chat.postMessage"] += 1
                    await server.sockets.until_opened(times)
                    # What is sent into a connection that is gone is lost, for nobody sends a
                    # command again.
                    connections = server.sockets.connections
                    await server.wait_for(lambda: len(connections) == CONNECTIONS)
                    await server.redeliver()
            case "again":
                for delivery in self._latest:
                    if delivery.kind is Kind.EVENT:
                        await server.deliveries.repeat(delivery)
            case "limited":
                server.faults.fail("reactions.add", LIMITED, times=LIMITED_TIMES)
            case _:
                server.faults.fail("reactions.add", faults.Broken(500))

    def _way(self, asked: Asked) -> Callable[[Asked], Awaitable[list[str]]]:
        match asked.what:
            case "emojify" if asked.presses:
                return self._command
            case "emojify":
                return next(self._ways)
            case "suggest":
                return self._suggest
            case "refuse":
                return self._refuse
            case "privacy":
                return self._privacy
            case "model":
                return self._model
        return self._opt_out

    async def _command(self, asked: Asked) -> list[str]:
        server, person = self._server, asked.author
        channel = self._stage.channels[asked.channel]
        typed = server.command(person, "/emojify", asked.text, channel=channel)
        texts = await self._answers(person, channel, typed)
        self.expected["response_url"] += 1
        for press in asked.presses:
            pressed = server.press(person, BUTTONS[press], channel=channel)
            answers = await self._answers(person, channel, pressed)
            # An answer that is rolled again stays in its place; one that is posted goes.
            texts += [server.shown(person, channel)[-1].text] if press == "reroll" else answers
            self.expected["response_url"] += 2 if press == "end" else 1
        return texts

    async def _mention(self, asked: Asked) -> list[str]:
        channel = self._stage.channels[asked.channel]
        said = self._server.say(asked.author, channel, f"@{BOT} {asked.text}")
        self.expected["chat.postMessage"] += 1
        return await self._answers(asked.author, channel, said)

    async def _tell(self, asked: Asked) -> list[str]:
        channel = self._server.world.direct(asked.author)
        self.expected["chat.postMessage"] += 1
        return await self._answers(
            asked.author, channel, self._server.tell(asked.author, asked.text)
        )

    async def _write(self, asked: Asked) -> list[str]:
        """The shortcut of no message: a text in a form, emojis to choose from, and a place."""
        server, person = self._server, asked.author
        channel = self._stage.channels[asked.channel]
        texts = [await self._modal(person, server.shortcut(person, "emojify_text"))]
        texts.append(await self._modal(person, server.submit(person, {"text": asked.text})))
        sent = server.submit(person, {"where": channel.id})
        texts += await self._answers(person, channel, sent)
        self.expected["views.open"] += 1
        self.expected["views.update"] += 2
        self.expected["response_url"] += 1
        await server.close(person)
        return texts

    async def _suggest(self, asked: Asked) -> list[str]:
        """The shortcut of a message, with a reaction where the bot has none of its own yet."""
        server, person, target = self._server, asked.author, self.target(asked)
        if target is None:
            return []
        texts = [
            await self._modal(person, server.message_shortcut(person, "emojify_message", target))
        ]
        self.expected["views.open"] += 1
        self.expected["views.update"] += 1
        modal = server.modal(person)
        assert modal is not None
        if "React" in modal.buttons and not target.own_reactions:
            texts.append(await self._modal(person, server.submit(person)))
            self.expected["views.update"] += 1
        await server.close(person)
        return texts

    async def _refuse(self, asked: Asked) -> list[str]:
        target = self.target(asked)
        if target is None:
            return []
        self.expected["response_url"] += 1
        taken = self._server.message_shortcut(BOSS, "take_away", target)
        return await self._answers(BOSS, self._stage.channels[asked.channel], taken)

    async def _model(self, asked: Asked) -> list[str]:
        channel = self._stage.channels[asked.channel]
        self.expected["response_url"] += 1
        typed = self._server.command(asked.author, "/emoji-model", channel=channel)
        return await self._answers(asked.author, channel, typed)

    async def _privacy(self, asked: Asked) -> list[str]:
        home = await self._home(asked.author, self._server.open_home(asked.author))
        return [home.text]

    async def _opt_out(self, asked: Asked) -> list[str]:
        texts = await self._privacy(asked)
        if "I do not look at your messages." in texts[0]:
            return texts
        pressed = self._server.press(asked.author, "home:opt-out", home=True)
        return [*texts, (await self._home(asked.author, pressed)).text]

    async def _answers(self, person: str, channel: Channel, doing: Awaitable[object]) -> list[str]:
        """What the bot writes that somebody sees there, after they have done something."""
        since = self._server.clock.stamp()
        await doing
        await self._stage.settled()
        shown = self._server.shown(person, channel)
        return [message.text for message in shown if message.author == BOT and message.ts > since]

    async def _modal(self, person: str, doing: Awaitable[object]) -> str:
        await doing
        await self._stage.settled()
        modal = self._server.modal(person)
        return "" if modal is None else modal.text

    async def _choose(self, field: str, value: object) -> ShownView:
        chosen = self._server.choose(BOSS, f"home:{field}", value, home=True)
        return await self._home(BOSS, chosen)

    async def _home(self, person: str, doing: Awaitable[object]) -> ShownView:
        self.expected["views.publish"] += 1
        await doing
        await self._stage.settled()
        home = self._server.home(person)
        assert home is not None
        return home

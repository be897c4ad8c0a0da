"""The whole of it: one server, one application, one guild, and people who type commands."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from typing import Any, Final, Self

import pytest
import yarl
from aiohttp import web
from aiohttp.test_utils import TestServer
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import Route

from tests.loopback.discord import objects
from tests.loopback.discord.application_api import ApplicationApi
from tests.loopback.discord.asking import Asking, HasId
from tests.loopback.discord.channel_api import ChannelApi
from tests.loopback.discord.clock import ManualClock
from tests.loopback.discord.gateway import Gateway
from tests.loopback.discord.greetings import greeting
from tests.loopback.discord.guild_life import GuildLife
from tests.loopback.discord.interaction_api import InteractionApi
from tests.loopback.discord.interactions import LoopbackInteraction
from tests.loopback.discord.life import Life, Post
from tests.loopback.discord.messages import Messages
from tests.loopback.discord.objects import Json
from tests.loopback.discord.reactions import Reactions
from tests.loopback.discord.recorder import Recorder
from tests.loopback.discord.registry import MESSAGE_CONTENT, Registry
from tests.loopback.discord.rest import BASE, RestApi
from tests.loopback.discord.sessions import Intent, Session
from tests.loopback.discord.shown import SOMEBODY, Shown
from tests.loopback.discord.specification import specification
from tests.loopback.discord.world import Place, Room, World

__all__ = ["TOKEN", "LoopbackDiscord", "Place"]

TOKEN: Final = "loopback.token.0"
_GATEWAY_PATH: Final = "/websocket"


class LoopbackDiscord:
    """A Discord for one bot; use it as an async context manager.

    ``guild`` and ``channel`` are the server and the channel that people are in where a test names
    no other.
    """

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.recorder = Recorder()
        self.world = World(self.clock)
        self.bot = self.world.bot
        self.home = self.world.add_guild("The Loop")
        self.guild = self.home.json
        self.channel = objects.channel(self.world.ids.next(), self.home.id, "general")
        self.home.channels[self.channel["id"]] = self.channel
        application = objects.application(self.bot["id"], self.bot, self.world.owner)
        self.registry = Registry(TOKEN, application)
        self.gateway = Gateway(TOKEN, self.bot["id"], self.recorder, greeting=self._greeting)
        self.messages = Messages(self.world.ids, self.clock)
        self.files = self.world.files
        world, messages, tell, check = self.world, self.messages, self.gateway.tell, self._check
        self.reactions = Reactions(world, messages, tell)
        self.life = Life(world, messages, self.reactions, tell, check)
        self.guilds = GuildLife(world, self.home, tell, check)
        self._asking = Asking(
            world, self.registry, messages, self.clock, self.gateway.dispatch, check
        )
        routes = [
            *ApplicationApi(self.registry, world.ids).routes(),
            *InteractionApi(self.registry).routes(),
            *ChannelApi(self.registry, world, messages, self.reactions).routes(),
        ]
        self.rest = RestApi(TOKEN, self.recorder, self.files, routes)
        app = web.Application()
        app.router.add_get(_GATEWAY_PATH, self.gateway.handle)
        app.add_routes([*self.files.routes(), *self.rest.routes()])
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        await self._server.start_server(shutdown_timeout=0.1, access_log=None)
        self.registry.gateway_url = str(self._gateway_url)
        self.files.origin = str(self._server.make_url("")).rstrip("/")
        return self

    async def __aexit__(self, *exception: object) -> None:
        self.gateway.hearing.set()
        await self.gateway.close()
        await self._server.close()
        await _end_heartbeats()

    def point_discord_py_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Make the unmodified library speak to this server, for one test."""
        monkeypatch.setattr(Route, "BASE", str(self.url("")))
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", self._gateway_url)

    def url(self, path: str) -> yarl.URL:
        """The address of a route of the HTTP API."""
        return self._server.make_url(f"{BASE}{path}")

    def speaks(self, person: str, locale: str) -> None:
        """Somebody's client is in another language from now on, such as ``de``."""
        self.world.locales[person] = locale

    async def slash_command(
        self,
        name: str,
        options: Mapping[str, Any] | None = None,
        *,
        author: str = SOMEBODY,
        place: Place = Place.GUILD,
        channel: Json | None = None,
        overridden: bool = False,
    ) -> LoopbackInteraction:
        """Somebody types a registered command, ``"name sub"`` for a subcommand.

        People, roles and channels among the ``options`` are named, files are ``Attached``. Raises
        ``LookupError`` for what the client would not let them type; ``overridden`` if the server's
        owner has opened the command to everybody, whatever permissions it asks for.
        """
        room = self._room(author, place, channel)
        return await self._asking.slash_command(
            name, options or {}, author, room, overridden=overridden
        )

    async def completions(
        self, name: str, option: str, typed: str, *, author: str = SOMEBODY
    ) -> list[str]:
        """What the client offers somebody who types into an option that completes itself."""
        room = self._room(author, Place.GUILD, None)
        return await self._asking.completions(name, option, typed, author, room)

    async def message_command(
        self, name: str, message: HasId, *, author: str = SOMEBODY, overridden: bool = False
    ) -> LoopbackInteraction:
        """Somebody picks a command in a message's context menu."""
        return await self._asking.message_command(name, message, author, overridden=overridden)

    async def say(
        self,
        text: str,
        *,
        author: str = SOMEBODY,
        channel: Json | None = None,
        place: Place = Place.GUILD,
        **how: Any,
    ) -> Post:
        """Somebody writes in a channel or a thread; ``how`` as ``Life.say`` takes it."""
        return await self.life.say(self._room(author, place, channel), text, author, **how)

    def grant_message_content(self) -> None:
        """The application may have the privileged intent for the content of messages."""
        self.gateway.granted |= Intent.MESSAGE_CONTENT
        self.registry.set_flags(self.registry.application["flags"] | MESSAGE_CONTENT)

    def direct_messages(self, person: str) -> list[Shown]:
        """What the bot has written to somebody, unasked and as it stands now."""
        room = self.world.private_room(self.world.person(person), Place.BOT_DM)
        return [
            Shown(dict(kept.json), kept.pings, self._asking.hands)
            for kept in self.messages.of(room.channel["id"])
            if "interaction_metadata" not in kept.json
        ]

    def block(self, blocker: str, blocked: str = "mojibot") -> None:
        """Somebody blocks somebody, the bot for instance."""
        known = {**self.world.people, self.bot["username"]: self.bot}
        blocks = self.world.blocks.setdefault(self.world.person(blocker)["id"], set())
        blocks.add(known[blocked]["id"])

    async def until_reacted(self, message: HasId, times: int = 1) -> dict[str, list[str]]:
        """Wait until the bot has so many reactions there; returns who reacted, by emoji."""
        post = self.life.post(message.id)

        def own() -> int:
            return sum(self.bot["username"] in people for people in post.reactions.values())

        await self.recorder.until(lambda: own() >= times)
        return post.reactions

    @property
    def _gateway_url(self) -> yarl.URL:
        return self._server.make_url(_GATEWAY_PATH).with_scheme("ws")

    def _room(self, author: str, place: Place, channel: Json | None) -> Room:
        if place is not Place.GUILD:
            return self.world.private_room(self.world.person(author), place)
        return self.world.room((channel or self.channel)["id"])

    def _greeting(self, session: Session) -> list[tuple[str, Json]]:
        return greeting(self.world, self.registry, session, self._check)

    def _check(self, schema: str, value: Any) -> None:
        """The description knows no events and interactions, but it knows what is in them."""
        problems = specification().schema_errors(schema, value)
        self.recorder.violations += [f"gateway: {schema}{problem}" for problem in problems]


async def _end_heartbeats() -> None:
    """End the threads that discord.py leaves behind where a connection never became a session.

    They would wake when the test's event loop is long gone.
    """
    for thread in threading.enumerate():
        if isinstance(thread, KeepAliveHandler):
            thread.stop()
            await asyncio.to_thread(thread.join, 5)

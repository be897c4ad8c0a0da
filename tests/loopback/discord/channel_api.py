"""Routes of channels: direct messages, one message, and the reactions under it."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.loopback.discord import errors
from tests.loopback.discord.messages import Kept, Messages
from tests.loopback.discord.objects import EPHEMERAL, Json
from tests.loopback.discord.permissions import Permission
from tests.loopback.discord.reactions import Reactions
from tests.loopback.discord.registry import Registry
from tests.loopback.discord.routes import Route
from tests.loopback.discord.world import Place, World


class ChannelApi:
    """What the bot may see and do in channels, as Discord lets it."""

    def __init__(
        self, registry: Registry, world: World, messages: Messages, reactions: Reactions
    ) -> None:
        self._registry = registry
        self._world = world
        self._messages = messages
        self._reactions = reactions

    def routes(self) -> list[Route]:
        message = "/channels/{channel}/messages/{message}"
        reaction = f"{message}/reactions/{{emoji}}"
        return [
            Route("POST", "/users/@me/channels", self._open),
            Route("POST", "/channels/{channel}/messages", self._write),
            Route("GET", message, self._look),
            Route("PATCH", message, self._edit),
            Route("PUT", f"{reaction}/@me", self._react),
            Route("DELETE", f"{reaction}/@me", self._unreact),
            Route("DELETE", f"{reaction}/{{user}}", self._remove),
        ]

    def _kept(self, request: web.Request) -> Kept:
        channel = request.match_info["channel"]
        try:
            room = self._world.room(channel)
        except LookupError as error:
            raise errors.unknown_channel() from error
        if not self._world.bot_sees(room):
            raise errors.missing_access()
        kept = self._messages.get(request.match_info["message"])
        if kept.json["channel_id"] != channel or kept.json["flags"] & EPHEMERAL:
            raise errors.unknown_message()
        return kept

    async def _look(self, request: web.Request, body: Any) -> Json:
        del body
        kept = self._kept(request)
        held = self._world.bots_permissions(kept.room)
        if kept.room.guild is not None and not held & Permission.READ_MESSAGE_HISTORY:
            raise errors.missing_permissions()
        json = kept.json | {"reactions": self._reactions.listed(kept)}
        readable = self._registry.reads_content or json["author"]["id"] == self._world.bot["id"]
        hidden = {} if readable else {"content": "", "embeds": [], "components": []}
        return json | hidden

    async def _open(self, request: web.Request, body: Any) -> Json:
        """The conversation with somebody, whether or not it may be written in."""
        del request
        people = {person["id"]: person for person in self._world.people.values()}
        person = people.get(str(body["recipient_id"]))
        if person is None:
            raise errors.unknown_user()
        channel = self._world.private_room(person, Place.BOT_DM).channel
        return channel | {"recipients": [person]}

    async def _write(self, request: web.Request, body: Any) -> Json:
        room = self._world.room(request.match_info["channel"])
        if room.place is not Place.BOT_DM:
            raise errors.missing_access()  # it asks for no permission to write anywhere
        if self._world.closed_to_bot(room):
            raise errors.closed_to_direct_messages()
        return self._messages.write(room, self._world.bot, body).json

    async def _edit(self, request: web.Request, body: Any) -> Json:
        kept = self._kept(request)
        if kept.json["author"]["id"] != self._world.bot["id"]:
            raise errors.missing_permissions()
        return self._messages.edit(kept.json["id"], body).json

    async def _react(self, request: web.Request, body: Any) -> None:
        del body
        kept = self._kept(request)
        await self._reactions.add(kept.json["id"], request.match_info["emoji"], self._world.bot)

    async def _unreact(self, request: web.Request, body: Any) -> None:
        del body
        await self._take(request, self._world.bot)

    async def _remove(self, request: web.Request, body: Any) -> None:
        del body
        people = {a["id"]: a for a in (*self._world.people.values(), self._world.bot)}
        owner = people.get(request.match_info["user"])
        if owner is None:
            raise errors.unknown_user()
        await self._take(request, owner)

    async def _take(self, request: web.Request, owner: Json) -> None:
        kept, emoji = self._kept(request), request.match_info["emoji"]
        await self._reactions.remove(kept.json["id"], emoji, owner, by=self._world.bot)

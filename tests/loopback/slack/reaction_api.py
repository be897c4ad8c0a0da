"""``reactions.*``: by Slack's short names, at most so many on a message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from tests.loopback.slack.errors import ApiError, Malformed
from tests.loopback.slack.objects import Channel, Json, Message
from tests.loopback.slack.short_names import standard
from tests.loopback.slack.web_api import Handler
from tests.loopback.slack.world import World

# "too_many_emoji" and "too_many_reactions": the numbers that Slack's help pages give.
MAX_KINDS: Final = 50
MAX_OF_ONE_PERSON: Final = 23

# What happened ("reaction_added" or "reaction_removed"), to what, by whom, which.
Reacted = Callable[[str, Message, str, str], Awaitable[None]]


class ReactionApi:
    """Reactions of the bot, and of people."""

    def __init__(self, world: World, reacted: Reacted) -> None:
        self._world = world
        self._reacted = reacted

    def handlers(self) -> dict[str, Handler]:
        return {
            "reactions.add": self._add,
            "reactions.remove": self._remove,
            "reactions.get": self._get,
        }

    async def add(self, message: Message, user: str, name: str) -> None:
        """Somebody reacts. Raises ``ApiError`` where Slack would not let them."""
        if not standard(name) and name not in self._world.emojis:
            raise Malformed("invalid_name", [f"Slack knows no emoji {name!r}"])
        if user in message.reactions.get(name, ()):
            raise ApiError("already_reacted")
        if name not in message.reactions and len(message.reactions) >= MAX_KINDS:
            raise ApiError("too_many_emoji")
        if sum(user in users for users in message.reactions.values()) >= MAX_OF_ONE_PERSON:
            raise ApiError("too_many_reactions")
        message.reactions.setdefault(name, []).append(user)
        await self._reacted("reaction_added", message, user, name)

    async def remove(self, message: Message, user: str, name: str) -> None:
        """Somebody takes a reaction back. Raises ``ApiError`` where it is not there."""
        users = message.reactions.get(name, [])
        if user not in users:
            raise ApiError("no_reaction")
        users.remove(user)
        if not users:
            del message.reactions[name]
        await self._reacted("reaction_removed", message, user, name)

    async def _add(self, arguments: Json) -> Json:
        channel = self._world.channels.get(arguments["channel"])
        if channel is not None and not channel.is_private:
            self._check_open(channel)
        message = self._message(arguments)
        await self.add(message, self._world.bot.id, arguments["name"].strip(":"))
        return {}

    def _check_open(self, channel: Channel) -> None:
        if channel.is_archived:
            raise ApiError("is_archived")
        if self._world.bot.id not in channel.members:
            raise ApiError("not_in_channel")

    async def _remove(self, arguments: Json) -> Json:
        if "channel" not in arguments or "timestamp" not in arguments:
            raise ApiError("no_item_specified")
        message = self._message(arguments)
        await self.remove(message, self._world.bot.id, arguments["name"].strip(":"))
        return {}

    def _get(self, arguments: Json) -> Json:
        message = self._message(arguments)
        return {"type": "message", "channel": message.channel, "message": message.json()}

    def _message(self, arguments: Json) -> Message:
        channel = self._world.channels.get(arguments["channel"])
        if channel is None or self._world.bot.id not in channel.members:
            raise ApiError("channel_not_found")
        message = channel.messages.get(arguments["timestamp"])
        if message is None or message.ephemeral:
            raise ApiError("message_not_found")
        return message

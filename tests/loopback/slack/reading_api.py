"""What the bot may ask about the workspace: itself, people, channels and emojis."""

from __future__ import annotations

from collections.abc import Iterable

from tests.loopback.slack.errors import ApiError
from tests.loopback.slack.objects import Channel, Json
from tests.loopback.slack.web_api import Handler, Tokens
from tests.loopback.slack.world import World

_PAGE = 100


class ReadingApi:
    """``auth.test``, ``users.*``, ``conversations.*``, ``emoji.list`` and ``bots.info``."""

    def __init__(self, world: World, tokens: Tokens) -> None:
        self._world = world
        self._tokens = tokens

    def handlers(self) -> dict[str, Handler]:
        return {
            "auth.test": self._auth_test,
            "bots.info": self._bot,
            "emoji.list": self._emojis,
            "users.info": self._person,
            "users.conversations": self._own_channels,
            "conversations.info": self._channel,
            "conversations.list": self._channels,
            "conversations.members": self._members,
            "conversations.history": self._history,
            "conversations.replies": self._replies,
            "conversations.open": self._open,
            "conversations.join": self._join,
        }

    def _auth_test(self, _: Json) -> Json:
        world = self._world
        return {
            "url": f"https://{world.domain}.slack.com/",
            "team": world.name,
            "user": world.bot.name,
            "team_id": world.team_id,
            "user_id": world.bot.id,
            "bot_id": world.bot_id,
            "is_enterprise_install": False,
        }

    def _bot(self, arguments: Json) -> Json:
        if arguments.get("bot") != self._world.bot_id:
            raise ApiError("bot_not_found")
        world = self._world
        about = {"id": world.bot_id, "app_id": world.app_id, "user_id": world.bot.id}
        return {"bot": about | {"name": world.bot.name, "deleted": False}}

    def _emojis(self, _: Json) -> Json:
        return {"emoji": dict(self._world.emojis), "cache_ts": self._world.clock.stamp()}

    def _person(self, arguments: Json) -> Json:
        person = self._world.people_by_id.get(arguments["user"])
        if person is None:
            raise ApiError("user_not_found")
        return {"user": person.json(with_locale=arguments.get("include_locale", False))}

    def _channel(self, arguments: Json) -> Json:
        return {"channel": self._visible(arguments["channel"]).json(self._world.bot.id)}

    def _channels(self, arguments: Json) -> Json:
        return self._listed(arguments, self._world.channels.values())

    def _own_channels(self, arguments: Json) -> Json:
        bot = self._world.bot.id
        channels = self._world.channels.values()
        return self._listed(arguments, (c for c in channels if bot in c.members))

    def _listed(self, arguments: Json, channels: Iterable[Channel]) -> Json:
        types = set((arguments.get("types") or "public_channel").split(","))
        bot = self._world.bot.id
        found = [
            channel.json(bot)
            for channel in channels
            if _type(channel) in types
            and not (channel.is_private and bot not in channel.members)
            and not (channel.is_archived and arguments.get("exclude_archived"))
        ]
        return _page("channels", found, arguments)

    def _members(self, arguments: Json) -> Json:
        return _page("members", sorted(self._visible(arguments["channel"]).members), arguments)

    def _history(self, arguments: Json) -> Json:
        channel = self._visible(arguments["channel"], "history")
        if self._world.bot.id not in channel.members:
            raise ApiError("not_in_channel")
        newest_first = [
            m.json()
            for m in reversed(channel.messages.values())
            if not m.ephemeral
            and m.thread_ts in {None, m.ts}
            and arguments.get("oldest", "0") <= m.ts <= arguments.get("latest", "9")
        ]
        return _page("messages", newest_first, arguments)

    def _replies(self, arguments: Json) -> Json:
        channel, ts = self._visible(arguments["channel"], "history"), arguments["ts"]
        found = [m.json() for m in channel.messages.values() if ts in {m.ts, m.thread_ts}]
        if not found:
            raise ApiError("thread_not_found")
        return _page("messages", found, arguments)

    def _open(self, arguments: Json) -> Json:
        users = (arguments.get("users") or "").split(",")
        if len(users) != 1 or users[0] not in self._world.people_by_id:
            raise ApiError("user_not_found" if users[0] else "users_list_not_supplied")
        return {"channel": {"id": self._world.direct(users[0]).id}}

    def _join(self, arguments: Json) -> Json:
        channel = self._visible(arguments["channel"])
        if channel.is_archived:
            raise ApiError("is_archived")
        channel.members.add(self._world.bot.id)
        return {"channel": channel.json(self._world.bot.id)}

    def _visible(self, identifier: str, what: str = "read") -> Channel:
        """A channel that the bot may see, with the scope for its kind."""
        channel = self._world.channels.get(identifier)
        if channel is None:
            raise ApiError("channel_not_found")
        kind = {"im": "im", "group": "groups", "channel": "channels"}[channel.type]
        self._tokens.need(f"{kind}:{what}")
        if channel.is_private and self._world.bot.id not in channel.members:
            raise ApiError("channel_not_found")
        return channel


def _type(channel: Channel) -> str:
    kinds = {"im": "im", "group": "private_channel", "channel": "public_channel"}
    return kinds[channel.type]


def _page(name: str, found: list[Json] | list[str], arguments: Json) -> Json:
    start, size = int(arguments.get("cursor") or 0), int(arguments.get("limit") or _PAGE)
    more = str(start + size) if start + size < len(found) else ""
    return {name: found[start : start + size], "response_metadata": {"next_cursor": more}}

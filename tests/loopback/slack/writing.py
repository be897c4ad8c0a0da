"""People write, edit, delete and react; the bot hears of it where it may."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.loopback.slack.deliveries import Delivery
from tests.loopback.slack.events import Events
from tests.loopback.slack.objects import Channel, Json, Message
from tests.loopback.slack.reaction_api import ReactionApi
from tests.loopback.slack.world import World

_MENTION = re.compile(r"(?<![\w/])@(\w+)")
_EVERYBODY = re.compile(r"(?<![\w/])@(here|channel|everyone)\b")
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Post:
    """A message that somebody wrote, and the events that told the bot of it."""

    message: Message = field(repr=False)
    world: World = field(repr=False)
    deliveries: tuple[Delivery, ...] = ()

    @property
    def ts(self) -> str:
        return self.message.ts

    @property
    def channel(self) -> str:
        return self.message.channel

    @property
    def reactions(self) -> dict[str, list[str]]:
        """By short name: who reacted, by name."""
        people = self.world.people_by_id
        by_name = self.message.reactions.items()
        return {name: [people[user].name for user in users] for name, users in by_name}

    @property
    def own_reactions(self) -> list[str]:
        """The short names that the bot reacted with, in order."""
        bot = self.world.bot.id
        return [name for name, users in self.message.reactions.items() if bot in users]


class Writing:
    """What people do in channels and in their conversation with the bot."""

    def __init__(self, world: World, events: Events, reactions: ReactionApi) -> None:
        self._world = world
        self._events = events
        self._reactions = reactions

    async def say(
        self,
        person: str,
        channel: str | Channel,
        text: str,
        *,
        thread: Post | str | None = None,
        files: Sequence[Json] = (),
        also_to_channel: bool = False,
        raw: bool = False,
    ) -> Post:
        """Somebody writes; ``@mojibot`` and other names become mentions, as in the client.

        A reply in a thread may be shown in the channel, too. ``raw`` text is sent as it stands, as
        Slack's own markup.
        """
        room = self._room(channel)
        author = self._world.person(person)
        room.members.add(author.id)
        ts = self._world.clock.stamp()
        written = text if raw else self._marked_up(text)
        thread_ts = thread.ts if isinstance(thread, Post) else thread
        if thread_ts is not None:
            room.messages[thread_ts].thread_ts = thread_ts
        message = Message(ts, room.id, author.id, written, _rich(written), thread_ts)
        if files:
            message.files, message.subtype = list(files), "file_share"
        if also_to_channel:
            message.subtype = "thread_broadcast"
        return await self._publish(message, room)

    async def tell(
        self,
        person: str,
        text: str,
        *,
        thread: Post | str | None = None,
        files: Sequence[Json] = (),
    ) -> Post:
        """Somebody writes to the bot alone."""
        return await self.say(person, self._world.direct(person), text, thread=thread, files=files)

    async def bot_says(
        self,
        name: str,
        channel: str | Channel,
        text: str,
        *,
        blocks: Sequence[Json] = (),
        legacy: bool = False,
    ) -> Post:
        """Another app writes; the ``legacy`` ones have a subtype of their own."""
        room = self._room(channel)
        author = self._world.person(name, is_bot=True)
        message = Message(self._world.clock.stamp(), room.id, author.id, text, list(blocks))
        message.bot_id = "B0OTHER"
        message.subtype = "bot_message" if legacy else None
        return await self._publish(message, room)

    async def edit(self, post: Post, text: str) -> Post:
        """The author edits a message."""
        message, before = post.message, post.message.json()
        message.text = self._marked_up(text)
        message.blocks = _rich(message.text)
        message.edited_ts = self._world.clock.stamp()
        return self._post(message, await self._events.changed(message, before))

    async def unfurl(self, post: Post, title: str) -> Delivery | None:
        """A preview of a link appears under a message: a change that nobody made."""
        before = post.message.json()
        post.message.attachments = [{"id": 1, "title": title, "from_url": "https://example.com"}]
        return await self._events.changed(post.message, before)

    async def delete(self, post: Post) -> Delivery | None:
        """The author deletes a message."""
        del self._world.channels[post.channel].messages[post.ts]
        return await self._events.deleted(post.message)

    async def react(self, person: str, post: Post, name: str) -> None:
        """Somebody reacts, by short name. Raises ``ApiError`` where Slack would not let them."""
        await self._reactions.add(post.message, self._world.person(person).id, name)

    async def unreact(self, person: str, post: Post, name: str) -> None:
        """Somebody takes their reaction back."""
        await self._reactions.remove(post.message, self._world.person(person).id, name)

    async def join(self, person: str, channel: str | Channel) -> Delivery | None:
        """Somebody, or the bot, comes into a channel."""
        return await self._moved("member_joined_channel", person, channel)

    async def leave(self, person: str, channel: str | Channel) -> Delivery | None:
        """Somebody, or the bot, leaves a channel."""
        return await self._moved("member_left_channel", person, channel)

    async def _moved(self, kind: str, person: str, channel: str | Channel) -> Delivery | None:
        room, member = self._room(channel), self._world.person(person).id
        room.members.add(member)
        event = {
            "type": kind,
            "user": member,
            "channel": room.id,
            "channel_type": "G" if room.is_private else "C",
            "team": self._world.team_id,
            "event_ts": self._world.clock.stamp(),
        }
        told = await self._events.tell(kind, event, room)
        notice = Message(self._world.clock.stamp(), room.id, member, f"<@{member}> is here or gone")
        notice.subtype = "channel_join" if kind == "member_joined_channel" else "channel_leave"
        await self._publish(notice, room)
        if kind == "member_left_channel":
            room.members.discard(member)
        return told

    async def _publish(self, message: Message, room: Channel) -> Post:
        self._world.add(message)
        told = [await self._events.posted(message)]
        if f"<@{self._world.bot.id}>" in message.text and not room.is_im:
            event = message.json() | {"type": "app_mention", "channel": room.id}
            event |= {"team": self._world.team_id, "event_ts": message.ts}
            event.pop("subtype", None)
            told.append(await self._events.tell("app_mention", event, room))
        return self._post(message, *told)

    def _post(self, message: Message, *told: Delivery | None) -> Post:
        return Post(message, self._world, tuple(delivery for delivery in told if delivery))

    def _room(self, channel: str | Channel) -> Channel:
        return self._world.channel(channel) if isinstance(channel, str) else channel

    def _marked_up(self, text: str) -> str:
        """Text as typed -> as Slack keeps it: escaped, with names and addresses in brackets."""
        people = self._world.people
        text = escaped(text)
        text = _EVERYBODY.sub(r"<!\1>", text)
        text = _ADDRESS.sub(lambda found: f"<{found[0]}>", text)
        return _MENTION.sub(
            lambda found: f"<@{people[found[1]].id}>" if found[1] in people else found[0], text
        )


def escaped(text: str) -> str:
    """The three signs that Slack's markup is made of ("Escaping text")."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _rich(text: str) -> list[Json]:
    """The block that Slack makes of what people type."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}] if text else []

"""``chat.*``: messages of the bot, for everybody or for one person."""

from __future__ import annotations

from typing import Final

from tests.loopback.slack.errors import ApiError, Malformed
from tests.loopback.slack.events import Events
from tests.loopback.slack.kit import block_problems, stored
from tests.loopback.slack.objects import Channel, Json, Message
from tests.loopback.slack.web_api import Handler
from tests.loopback.slack.world import World

# Characters: chat.postMessage cuts a longer text, the others refuse it.
MAX_TEXT: Final = 40_000
MAX_CHANGED_TEXT: Final = 4_000


class ChatApi:
    """Posting, changing and deleting; the bot hears of its own messages, as of all others."""

    def __init__(self, world: World, events: Events) -> None:
        self._world = world
        self._events = events

    def handlers(self) -> dict[str, Handler]:
        return {
            "chat.postMessage": self._post,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "chat.getPermalink": self._permalink,
        }

    async def _post(self, arguments: Json) -> Json:
        channel = self._writable(arguments["channel"])
        message = await self.write(channel, arguments)
        return {"channel": channel.id, "ts": message.ts, "message": message.json()}

    async def _post_ephemeral(self, arguments: Json) -> Json:
        channel = self._writable(arguments["channel"])
        if arguments["user"] not in channel.members:
            raise ApiError("user_not_in_channel")
        message = await self.write(channel, arguments, only_for=arguments["user"])
        return {"message_ts": message.ts}

    async def write(
        self, channel: Channel, content: Json, *, only_for: str | None = None
    ) -> Message:
        """A message of the bot's. Raises ``ApiError`` for what Slack would not take."""
        check_content(content)
        text = content.get("text") or ""
        if only_for is not None and len(text) > MAX_TEXT:
            raise ApiError("msg_too_long")
        message = Message(
            self._world.clock.stamp(),
            channel.id,
            self._world.bot.id,
            text[:MAX_TEXT],
            stored(content.get("blocks") or []),
            self._thread(channel, content.get("thread_ts")),
            bot_id=self._world.bot_id,
            only_for=only_for,
        )
        self._world.add(message)
        await self._events.posted(message)
        return message

    async def rewrite(self, message: Message, content: Json) -> None:
        """Change what a message says; blocks go where only a text is given."""
        check_content(content)
        before = message.json()
        message.text = content.get("text") or ""
        message.blocks = stored(content.get("blocks") or [])
        if not message.blocks:
            message.edited_ts = self._world.clock.stamp()
        await self._events.changed(message, before)

    async def remove(self, message: Message) -> None:
        """Take a message away."""
        del self._world.channels[message.channel].messages[message.ts]
        await self._events.deleted(message)

    async def _update(self, arguments: Json) -> Json:
        channel, message = self._own(arguments, "cant_update_message")
        if len(arguments.get("text") or "") > MAX_CHANGED_TEXT:
            raise ApiError("msg_too_long")
        await self.rewrite(message, arguments)
        about = {"channel": channel.id, "ts": message.ts, "text": message.text}
        return about | {"message": message.json()}

    async def _delete(self, arguments: Json) -> Json:
        channel, message = self._own(arguments, "cant_delete_message")
        await self.remove(message)
        return {"channel": channel.id, "ts": message.ts}

    def _permalink(self, arguments: Json) -> Json:
        ts = arguments["message_ts"]
        channel = self._world.channels.get(arguments["channel"])
        if channel is None:
            raise ApiError("channel_not_found")
        if ts not in channel.messages:
            raise ApiError("message_not_found")
        number = ts.replace(".", "")
        link = f"https://{self._world.domain}.slack.com/archives/{channel.id}/p{number}"
        return {"channel": channel.id, "permalink": link}

    def _own(self, arguments: Json, error: str) -> tuple[Channel, Message]:
        """The bot's own message; an ephemeral one cannot be reached by its ``ts``."""
        channel = self._world.channels.get(arguments["channel"])
        if channel is None:
            raise ApiError("channel_not_found")
        message = channel.messages.get(arguments["ts"])
        if message is None or message.ephemeral:
            raise ApiError("message_not_found")
        if message.user != self._world.bot.id:
            raise ApiError(error)
        return channel, message

    def _writable(self, named: str) -> Channel:
        """By id; somebody's id stands for their conversation with the bot."""
        if person := self._world.people_by_id.get(named):
            return self._world.direct(person.id)
        channel = self._world.channels.get(named)
        if channel is None or (channel.is_private and self._world.bot.id not in channel.members):
            raise ApiError("channel_not_found")
        if channel.is_archived:
            raise ApiError("is_archived")
        if self._world.bot.id not in channel.members:
            raise ApiError("not_in_channel")
        return channel

    def _thread(self, channel: Channel, thread_ts: str | None) -> str | None:
        if thread_ts is None:
            return None
        parent = channel.messages.get(thread_ts)
        if parent is None or parent.thread_ts not in {None, thread_ts}:
            raise ApiError("cannot_reply_to_message")
        parent.thread_ts = thread_ts
        return thread_ts


def check_content(content: Json) -> None:
    """Raises ``ApiError`` for a message that Slack would not take."""
    text, blocks = content.get("text"), content.get("blocks")
    if not text and not blocks and not content.get("attachments"):
        raise Malformed("no_text", ["a message without text and blocks"])
    problems = list(block_problems(blocks or [], "message"))
    if problems:
        raise Malformed("invalid_blocks", problems)

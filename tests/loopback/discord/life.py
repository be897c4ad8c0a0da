"""What people do in channels: they write, edit, delete and react, and the bot is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tests.loopback.discord.asking import HasId
from tests.loopback.discord.messages import Kept, Messages
from tests.loopback.discord.objects import Json
from tests.loopback.discord.reactions import Reactions, Tell
from tests.loopback.discord.shown import SOMEBODY
from tests.loopback.discord.world import Room, World

# Message types.
SAID, REPLY = 0, 19
_MENTION: Final = re.compile(r"<@!?(\d+)>")


@dataclass(frozen=True, slots=True)
class Post:
    """A message in a channel, as it stands whenever it is looked at."""

    id: str
    _messages: Messages = field(repr=False)
    _names: Callable[[Kept], dict[str, list[str]]] = field(repr=False)

    @property
    def there(self) -> bool:
        return self.id in self._messages

    @property
    def content(self) -> str:
        return str(self._messages.get(self.id).json["content"])

    @property
    def reactions(self) -> dict[str, list[str]]:
        """Who reacted, by emoji (its id if somebody drew it), in order; the bot is "mojibot"."""
        return self._names(self._messages.get(self.id))


class Life:
    """What happens in channels. Whoever writes on a server is a member from then on."""

    def __init__(
        self,
        world: World,
        messages: Messages,
        reactions: Reactions,
        tell: Tell,
        check: Callable[[str, Any], None],
    ) -> None:
        self._world = world
        self._messages = messages
        self._reactions = reactions
        self._tell = tell
        self._check = check

    async def say(
        self,
        room: Room,
        text: str,
        author: str = SOMEBODY,
        *,
        kind: int = SAID,
        bot: bool = False,
        webhook: bool = False,
        reply_to: HasId | None = None,
        extra: Json | None = None,
    ) -> Post:
        """Somebody writes, a bot or a webhook if so wished; ``kind`` is the message's type."""
        account = self._world.person(author, bot=bot or webhook)
        more: Json = {"webhook_id": account["id"]} if webhook else {}
        mentioned = {a["id"]: a for a in (*self._world.people.values(), self._world.bot)}
        found = [mentioned[i] for i in _MENTION.findall(text) if i in mentioned]
        more["mentions"] = list({a["id"]: a for a in found}.values())
        if reply_to is not None:
            kind = REPLY
            more["message_reference"] = {
                "type": 0,
                "channel_id": room.channel["id"],
                "message_id": reply_to.id,
            }
        kept = self._messages.write(
            room, account, {"content": text}, kind=kind, extra=more | (extra or {})
        )
        await self._tell_of("MESSAGE_CREATE", kept, webhook=webhook)
        return self.post(kept.json["id"])

    async def edit(self, message: HasId, text: str) -> None:
        """Its author changes a message."""
        kept = self._messages.edit(message.id, {"content": text})
        await self._tell_of("MESSAGE_UPDATE", kept, webhook="webhook_id" in kept.json)

    async def unfurl(self, message: HasId) -> None:
        """Discord itself adds the preview of a link: an update without an edit."""
        kept = self._messages.get(message.id)
        kept.json["embeds"] = [{"type": "link", "url": "https://example.org/", "title": "A page"}]
        await self._tell_of("MESSAGE_UPDATE", kept, webhook="webhook_id" in kept.json)

    async def delete(self, message: HasId) -> None:
        """A message goes."""
        kept = self._messages.delete(message.id)
        await self._tell_if_seen("MESSAGE_DELETE", kept.room, {"id": message.id})

    async def bulk_delete(self, messages: Sequence[HasId]) -> None:
        """A moderator clears several messages of one channel."""
        kept = [self._messages.delete(message.id) for message in messages]
        ids = [message.id for message in messages]
        await self._tell_if_seen("MESSAGE_DELETE_BULK", kept[0].room, {"ids": ids})

    async def react(self, message: HasId, emoji: str, author: str = SOMEBODY) -> None:
        """Somebody reacts, in whatever spelling their client has; ``name:id`` if it was drawn."""
        kept, account = self._messages.get(message.id), self._world.person(author)
        if kept.room.guild is not None:
            self._world.join(kept.room.guild, account)
        await self._reactions.add(message.id, emoji, account, any_spelling=True)

    async def unreact(
        self, message: HasId, emoji: str, owner: str = SOMEBODY, *, by: str | None = None
    ) -> None:
        """Somebody takes a reaction away, their own or ``by`` a moderator; "mojibot" is the bot."""
        people = {**self._world.people, self._world.bot["username"]: self._world.bot}
        await self._reactions.remove(message.id, emoji, people[owner], by=people[by or owner])

    def post(self, identifier: str) -> Post:
        """A message by its id."""
        return Post(identifier, self._messages, self._reacted)

    def _reacted(self, kept: Kept) -> dict[str, list[str]]:
        people = (*self._world.people.values(), self._world.bot)
        names = {account["id"]: account["username"] for account in people}
        return {key: [names[i] for i in ids] for key, ids in kept.reactions.items()}

    async def _tell_of(self, event: str, kept: Kept, *, webhook: bool) -> None:
        self._check("MessageResponse", kept.json)
        data = dict(kept.json)
        guild = kept.room.guild
        if guild is not None and not webhook:
            member = self._world.join(guild, kept.json["author"])
            data["member"] = {key: value for key, value in member.items() if key != "user"}
        if kept.reactions:
            data["reactions"] = self._reactions.listed(kept)
        await self._tell_if_seen(event, kept.room, data)

    async def _tell_if_seen(self, event: str, room: Room, data: Json) -> None:
        if not self._world.bot_sees(room):
            return
        place = {"channel_id": room.channel["id"]}
        if room.guild is not None:
            place["guild_id"] = room.guild.id
        await self._tell(event, data | place)

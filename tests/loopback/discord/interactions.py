"""The life of an interaction: 3 seconds to acknowledge it, 15 minutes to answer it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from tests.loopback.discord import components, errors
from tests.loopback.discord.callbacks import Asked, Reply
from tests.loopback.discord.clock import ManualClock
from tests.loopback.discord.messages import Kept, Messages
from tests.loopback.discord.objects import EPHEMERAL, LOADING, Json
from tests.loopback.discord.permissions import ALL, Permission
from tests.loopback.discord.shown import Hands, Modal, Shown
from tests.loopback.discord.world import Room

ACKNOWLEDGE_WITHIN: Final = 3.0
TOKEN_LIVES: Final = 15 * 60.0
# Seconds that a test waits for the bot before it fails.
PATIENCE: Final = 10.0


# Message types: the answers to a slash command and to a context menu's, and what replies.
_CHAT_INPUT_COMMAND, _CONTEXT_MENU_COMMAND, _REPLY = 20, 23, 19


class LoopbackInteraction:
    """One use of a command, a component or a form, from the server's and the asker's side."""

    def __init__(
        self,
        payload: Json,
        room: Room,
        *,
        bot: Json,
        messages: Messages,
        clock: ManualClock,
        hands: Hands,
        opened_by: LoopbackInteraction | None = None,
    ) -> None:
        """``opened_by`` is the interaction that opened the form which this one sends."""
        self.payload = payload
        self.id: str = payload["id"]
        self.token: str = payload["token"]
        self.deferred = False
        self.modal: Modal | None = None
        self._completions: list[str] = []
        self.room = room
        self._bot = bot
        self._messages = messages
        self._clock = clock
        self.hands = hands
        self._opened_by = opened_by
        self._began = clock.now()
        self._asked = Asked(payload["type"])
        self._reply: Reply | None = None
        # What was asked from, and what @original means; not the same after a new message.
        self._pressed: str | None = payload.get("message", {}).get("id")
        self._original: str | None = None
        self._written: list[str] = []
        self._changed = asyncio.Condition()

    @property
    def asker(self) -> Json:
        """The account of who asked."""
        person: Json = self.payload.get("user") or self.payload["member"]["user"]
        return person

    @property
    def acknowledged(self) -> bool:
        """Whether the bot has said anything at all; if not, "did not respond" is shown."""
        return self._reply is not None

    @property
    def shown(self) -> list[Shown]:
        """The messages that it wrote or changed, as they stand now, loading ones left out."""
        kept = [self._messages.get(i) for i in self._written if i in self._messages]
        return [
            Shown(dict(k.json), k.pings, self.hands) for k in kept if not k.json["flags"] & LOADING
        ]

    async def until_deferred(self) -> None:
        """Wait until the asker sees that the bot is thinking."""
        await self._until(lambda: self.deferred)

    async def until_acknowledged(self) -> None:
        """Wait until the bot has said anything at all."""
        await self._until(lambda: self.acknowledged)

    async def answer(self) -> Shown:
        """Wait for a message that it writes or changes, and return it."""
        await self._until(lambda: bool(self.shown))
        return self.shown[-1]

    async def until_shown(self, condition: Callable[[Shown], bool]) -> Shown:
        """Wait until the newest message that it wrote or changed is so, and return it."""
        await self._until(lambda: bool(self.shown) and condition(self.shown[-1]))
        return self.shown[-1]

    async def form(self) -> Modal:
        """Wait for the modal that it opens, and return it."""
        await self._until(lambda: self.modal is not None)
        assert self.modal is not None
        return self.modal

    async def completions(self) -> list[str]:
        """Wait for what is offered while somebody types."""
        await self.until_acknowledged()
        return self._completions

    async def respond(self, body: Json) -> Json:
        """``POST /interactions/{id}/{token}/callback``."""
        if self.acknowledged:
            raise errors.already_acknowledged()
        if self._clock.now() - self._began > ACKNOWLEDGE_WITHIN:
            raise errors.unknown_interaction()
        reply, data = self._allowed(body["type"]), body.get("data") or {}
        kept = self._do(reply, data)
        self._reply = reply
        self._original = kept.json["id"] if kept else None
        if reply is Reply.DEFERRED_UPDATE:
            self._original = self._pressed
        self.deferred = reply is Reply.DEFERRED
        await self._notify()
        answer: Json = {"interaction": {"id": self.id, "type": int(self._asked)}}
        if kept is not None:
            answer["interaction"] |= {
                "response_message_id": kept.json["id"],
                "response_message_loading": reply is Reply.DEFERRED,
                "response_message_ephemeral": bool(kept.json["flags"] & EPHEMERAL),
            }
            if reply in {Reply.MESSAGE, Reply.UPDATE}:
                answer["resource"] = {"type": int(reply), "message": kept.json}
        return answer

    async def follow_up(self, body: Json) -> Json:
        """``POST /webhooks/{id}/{token}``: the first one after a defer edits the loading message.

        It then keeps that message's publicity ("Followup Messages" in Discord's documentation).
        """
        self._check_token()
        if self._original is not None and self._original in self._messages:
            original = self._messages.get(self._original)
            if original.json["flags"] & LOADING:
                return await self.edit("@original", body)
        kept = self._write(body, _REPLY, self._refers_to(self._original))
        await self._notify()
        return kept.json

    async def look(self, identifier: str) -> Json:
        """``GET /webhooks/{id}/{token}/messages/{message}``."""
        self._check_token()
        return self._messages.get(self._key(identifier)).json

    async def edit(self, identifier: str, body: Json) -> Json:
        """``PATCH /webhooks/{id}/{token}/messages/{message}``."""
        self._check_token()
        kept = self._edit(self._key(identifier), body)
        await self._notify()
        return kept.json

    async def delete(self, identifier: str) -> None:
        """``DELETE /webhooks/{id}/{token}/messages/{message}``."""
        self._check_token()
        self._messages.delete(self._key(identifier))
        await self._notify()

    def _allowed(self, number: int) -> Reply:
        try:
            reply = Reply(number)
        except ValueError as error:
            raise errors.invalid_form(f"callback type {number} is not known here") from error
        if (reply is Reply.AUTOCOMPLETE) != (self._asked is Asked.AUTOCOMPLETE):
            raise errors.invalid_form("completions are for what is being typed")
        updates = reply in {Reply.DEFERRED_UPDATE, Reply.UPDATE}
        if updates and self._pressed is None:
            raise errors.invalid_form("an update of nothing")
        if reply is Reply.MODAL and self._asked is Asked.MODAL:
            raise errors.invalid_form("a modal in answer to a modal")
        return reply

    def _do(self, reply: Reply, data: Json) -> Kept | None:
        """What a reply does at once; returns the message that it writes or changes."""
        match reply:
            case Reply.MESSAGE | Reply.DEFERRED:
                kind, extra = self._kind()
                flags = int(data.get("flags") or 0)
                if reply is Reply.DEFERRED:
                    flags = flags & EPHEMERAL | LOADING
                return self._write(data, kind, extra, flags=flags)
            case Reply.UPDATE:
                return self._edit(self._pressed or "", data)
            case Reply.AUTOCOMPLETE:
                self._completions = [choice["value"] for choice in data["choices"]]
            case Reply.MODAL:
                found = list(components.problems(data["components"], v2=True))
                if found:
                    raise errors.InvalidForm(found)
                form = data | {"components": components.stored(data["components"])}
                self.modal = Modal(form, self)
        return None

    def _kind(self) -> tuple[int, Json]:
        if self._asked is not Asked.COMMAND:
            return _REPLY, self._refers_to(self._pressed)
        slash = self.payload["data"]["type"] == 1
        return (_CHAT_INPUT_COMMAND if slash else _CONTEXT_MENU_COMMAND), {}

    def _refers_to(self, identifier: str | None) -> Json:
        if identifier is None:
            return {}
        reference = {"type": 0, "message_id": identifier, "channel_id": self.room.channel["id"]}
        return {"message_reference": reference}

    def _write(self, data: Json, kind: int, extra: Json, *, flags: int | None = None) -> Kept:
        owner = self.payload["application_id"]
        extra = {"application_id": owner, "webhook_id": owner} | extra
        extra["interaction_metadata"] = self.metadata()
        flags = int(data.get("flags") or 0) if flags is None else flags
        if self._unwelcome():
            flags |= EPHEMERAL
        asker = self.asker["id"]
        kept = self._messages.write(
            self.room, self._bot, data, kind=kind, flags=flags, reader=asker, extra=extra
        )
        self._written.append(kept.json["id"])
        return kept

    def _unwelcome(self) -> bool:
        """Whether a server lets people use their own apps only for themselves."""
        abroad = "0" not in self.payload["authorizing_integration_owners"]
        granted = Permission(int(self.payload.get("member", {}).get("permissions", ALL)))
        return abroad and not granted & Permission.USE_EXTERNAL_APPS

    def _edit(self, identifier: str, data: Json) -> Kept:
        kept = self._messages.edit(identifier, data)
        if identifier not in self._written:
            self._written.append(identifier)
        return kept

    def metadata(self) -> Json:
        """What a message tells of the interaction that it answers."""
        owners = self.payload["authorizing_integration_owners"]
        said: Json = {"id": self.id, "type": int(self._asked), "user": self.asker}
        said["authorizing_integration_owners"] = owners
        match self._asked:
            case Asked.COMPONENT:
                said["interacted_message_id"] = self._pressed
            case Asked.MODAL if self._opened_by is not None:
                said["triggering_interaction_metadata"] = self._opened_by.metadata()
            case Asked.COMMAND if "target_id" in self.payload["data"]:
                said["target_message_id"] = self.payload["data"]["target_id"]
        return said

    def _key(self, identifier: str) -> str:
        key = self._original if identifier == "@original" else identifier
        if key is None or key not in self._messages:
            raise errors.unknown_message()
        return key

    def _check_token(self) -> None:
        if not self.acknowledged:
            raise errors.unknown_webhook()
        if self._clock.now() - self._began > TOKEN_LIVES:
            raise errors.expired_token()

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(condition)

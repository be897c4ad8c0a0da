"""What people ask of the bot: commands typed, buttons pressed, selects opened, forms sent."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, Final, Protocol

from tests.loopback.discord.callbacks import Asked
from tests.loopback.discord.clock import ManualClock
from tests.loopback.discord.components import SELECTS, Kind, find
from tests.loopback.discord.interactions import LoopbackInteraction
from tests.loopback.discord.messages import Kept, Messages
from tests.loopback.discord.objects import EPHEMERAL, Json
from tests.loopback.discord.permissions import Permission
from tests.loopback.discord.registry import Registry
from tests.loopback.discord.resolving import resolve_choice
from tests.loopback.discord.shown import Hands, Modal
from tests.loopback.discord.typing_in import command_data, form_data
from tests.loopback.discord.world import Place, Room, World

_ATTACHMENT_LIMIT: Final = 10 * 1024 * 1024
_SLASH, _MESSAGE_MENU = 1, 3
_BUTTONS: Final = frozenset({Kind.BUTTON})
Dispatch = Callable[[str, Json], Coroutine[Any, Any, None]]


class HasId(Protocol):
    """A message, in whatever form a test holds it."""

    @property
    def id(self) -> str: ...


class Asking:
    """Makes interactions and hands them to the bot; who asks is named, such as "ada"."""

    def __init__(
        self,
        world: World,
        registry: Registry,
        messages: Messages,
        clock: ManualClock,
        dispatch: Dispatch,
        check: Callable[[str, Any], None],
    ) -> None:
        """``dispatch`` tells the bot of an event; ``check`` holds an object to its schema."""
        self._world = world
        self._registry = registry
        self._messages = messages
        self._clock = clock
        self._dispatch = dispatch
        self._check = check
        self.hands = Hands(self._press, self._choose, self._submit)

    async def slash_command(
        self,
        name: str,
        options: Mapping[str, Any],
        author: str,
        room: Room,
        *,
        overridden: bool = False,
    ) -> LoopbackInteraction:
        """Somebody types a registered command, ``"name sub"`` for a subcommand.

        ``overridden``: the owner has opened the command to everybody, whatever it asks for.
        Raises ``LookupError`` for what the client would not let them type.
        """
        word, *path = name.split(" ")
        command = self._command(word, _SLASH, author, room, overridden)
        data = command_data(self._world, room, command, path, options)
        return await self._ask(Asked.COMMAND, data, author, room)

    async def completions(
        self, name: str, option: str, typed: str, author: str, room: Room
    ) -> list[str]:
        """Somebody has typed so much of an option that completes itself. Raises ``LookupError``."""
        command = self._command(name, _SLASH, author, room, overridden=False)
        [found] = [o for o in command["options"] if o["name"] == option and o.get("autocomplete")]
        focused = {"name": option, "type": found["type"], "value": typed, "focused": True}
        data = {**{key: command[key] for key in ("id", "name", "type")}, "options": [focused]}
        asked = await self._ask(Asked.AUTOCOMPLETE, data, author, room)
        return await asked.completions()

    async def message_command(
        self, name: str, message: HasId, author: str, *, overridden: bool = False
    ) -> LoopbackInteraction:
        """Somebody opens a message's menu and picks a command. Raises ``LookupError``."""
        kept = self._seen(message.id, author)
        command = self._command(name, _MESSAGE_MENU, author, kept.room, overridden)
        data = {
            **{key: command[key] for key in ("id", "name", "type")},
            "target_id": message.id,
            "resolved": {"messages": {message.id: kept.json}},
        }
        return await self._ask(Asked.COMMAND, data, author, kept.room)

    async def _press(self, message: str, button: str, author: str) -> LoopbackInteraction:
        kept = self._seen(message, author)
        found = find(kept.json["components"], button, _BUTTONS)
        return await self._use(kept, found, author, {})

    async def _choose(
        self, message: str, select: str, values: Sequence[str], author: str
    ) -> LoopbackInteraction:
        kept = self._seen(message, author)
        found = find(kept.json["components"], select, SELECTS)
        chosen, resolved = resolve_choice(self._world, kept.room, found, values)
        data: Json = {"values": chosen} | ({"resolved": resolved} if resolved else {})
        return await self._use(kept, found, author, data)

    async def _submit(self, modal: Modal, values: Mapping[str, Any]) -> LoopbackInteraction:
        opener = modal.opened_by
        data = form_data(self._world, opener.room, modal.data, values)
        pressed = opener.payload.get("message", {}).get("id")
        message = self._messages.get(pressed).json if pressed in self._messages else None
        author = next(
            name for name, a in self._world.people.items() if a["id"] == opener.asker["id"]
        )
        return await self._ask(
            Asked.MODAL, data, author, opener.room, message=message, opened_by=opener
        )

    async def _use(
        self, kept: Kept, component: Json, author: str, data: Json
    ) -> LoopbackInteraction:
        data = data | {
            "component_type": component["type"],
            "custom_id": component["custom_id"],
            "id": component["id"],
        }
        return await self._ask(Asked.COMPONENT, data, author, kept.room, message=kept.json)

    def _command(self, name: str, kind: int, author: str, room: Room, overridden: bool) -> Json:
        found = (c for c in self._registry.commands if (c["name"], c["type"]) == (name, kind))
        command = next(found, None)
        if command is None:
            raise LookupError(f"{name} is not registered")
        if room.place not in (command["contexts"] or tuple(Place)):
            raise LookupError(f"{name} is not offered in {room.place.name}")
        wanted = command["default_member_permissions"]
        if room.guild is not None and wanted is not None and not overridden:
            member = self._world.join(room.guild, self._world.person(author))
            held = room.guild.permissions(member["user"]["id"], room.channel)
            needed = Permission(int(wanted)) or Permission.ADMINISTRATOR
            if needed & ~held:
                raise LookupError(f"{author} does not see {name}")
        return command

    def _seen(self, message: str, author: str) -> Kept:
        if message not in self._messages:
            raise LookupError("the message is gone")
        kept = self._messages.get(message)
        if kept.json["flags"] & EPHEMERAL and kept.reader != self._world.person(author)["id"]:
            raise LookupError(f"{author} does not see the message")
        return kept

    async def _ask(
        self,
        asked: Asked,
        data: Json,
        author: str,
        room: Room,
        *,
        message: Json | None = None,
        opened_by: LoopbackInteraction | None = None,
    ) -> LoopbackInteraction:
        payload = self._payload(asked, data, author, room)
        if message is not None:
            payload["message"] = dict(message)
            self._check("MessageResponse", message)
        interaction = LoopbackInteraction(
            payload,
            room,
            bot=self._world.bot,
            messages=self._messages,
            clock=self._clock,
            hands=self.hands,
            opened_by=opened_by,
        )
        self._registry.interactions[interaction.token] = interaction
        await self._dispatch("INTERACTION_CREATE", payload)
        return interaction

    def _payload(self, asked: Asked, data: Json, author: str, room: Room) -> Json:
        account = self._world.person(author)
        locale = self._world.locales.get(author, "en-US")
        payload: Json = {
            "id": self._world.ids.next(),
            "application_id": self._world.bot["id"],
            "type": int(asked),
            "token": f"interaction-token-{self._world.ids.next()}",
            "version": 1,
            "data": data,
            "locale": locale,
            "app_permissions": str(int(self._world.bots_permissions(room))),
            "entitlements": [],
            "attachment_size_limit": _ATTACHMENT_LIMIT,
            "context": room.place.value,
            "channel": room.channel,
            "channel_id": room.channel["id"],
        }
        if room.guild is None:
            self._check("UserResponse", account)
            private = room.place is Place.BOT_DM
            schema = "PrivateChannelResponse" if private else "PrivateGroupChannelResponse"
            self._check(schema, room.channel)
            owners = {"1": account["id"]}
            return payload | {"user": account, "authorizing_integration_owners": owners}
        guild, member = room.guild, self._world.join(room.guild, account)
        self._check("GuildMemberResponse", member)
        thread = room.channel["id"] in guild.threads
        self._check("ThreadResponse" if thread else "GuildChannelResponse", room.channel)
        installed = guild.commands or self._world.bot["id"] in guild.members
        preferred = guild.json["preferred_locale"]
        granted = guild.permissions(account["id"], room.channel)
        return payload | {
            "guild_id": guild.id,
            "guild": {"id": guild.id, "locale": preferred, "features": []},
            "guild_locale": preferred,
            "member": {**member, "permissions": str(int(granted))},
            "authorizing_integration_owners": {"0": guild.id}
            if installed
            else {"1": account["id"]},
        }

"""Commands, shortcuts, actions and views sent off: what Slack says of them, in its own shape."""

from __future__ import annotations

from tests.loopback.slack.deliveries import Deliveries, Delivery, Kind
from tests.loopback.slack.objects import Channel, Json, Message, Person
from tests.loopback.slack.parts import parts
from tests.loopback.slack.response_urls import ResponseUrls
from tests.loopback.slack.state import field_of
from tests.loopback.slack.triggers import Triggers
from tests.loopback.slack.views import View, Views
from tests.loopback.slack.world import World

_TOKEN = "loopback-verification-token"


class Interactions:
    """Builds each payload, sends it, and waits for the bot's acknowledgement."""

    def __init__(
        self,
        world: World,
        triggers: Triggers,
        urls: ResponseUrls,
        views: Views,
        deliveries: Deliveries,
    ) -> None:
        self._world = world
        self._triggers = triggers
        self._urls = urls
        self._views = views
        self._deliveries = deliveries

    async def command(self, person: Person, channel: Channel, name: str, text: str) -> Delivery:
        """A slash command, ``name`` with its slash."""
        return await self._send(
            Kind.COMMAND,
            {
                "token": _TOKEN,
                "team_id": person.team_id,
                "team_domain": self._world.domain,
                "channel_id": channel.id,
                "channel_name": channel_name(channel),
                "user_id": person.id,
                "user_name": person.name,
                "command": name,
                "text": text,
                "api_app_id": self._world.app_id,
                "is_enterprise_install": "false",
                "response_url": self._urls.issue(channel.id, person.id),
                "trigger_id": self._triggers.issue(person.id),
            },
        )

    async def shortcut(self, person: Person, callback_id: str) -> Delivery:
        """A global shortcut."""
        return await self._interact(person, "shortcut", {"callback_id": callback_id})

    async def message_shortcut(
        self, person: Person, callback_id: str, message: Message
    ) -> Delivery:
        """A shortcut from a message's menu."""
        channel = self._world.channels[message.channel]
        about = {
            "callback_id": callback_id,
            "channel": {"id": channel.id, "name": channel_name(channel)},
            "message_ts": message.ts,
            "message": message.json() | {"team": self._world.team_id},
            "response_url": self._urls.issue(channel.id, person.id, message.ts),
        }
        return await self._interact(person, "message_action", about)

    async def action_in_message(
        self, person: Person, message: Message, action: Json, values: Json
    ) -> Delivery:
        """Something used in a message; an ephemeral one is not sent along."""
        channel = self._world.channels[message.channel]
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.ephemeral,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        about: Json = {
            "container": container,
            "channel": {"id": channel.id, "name": channel_name(channel)},
            "state": {"values": values},
            "response_url": self._urls.issue(channel.id, person.id, message.ts),
            "actions": [self._acted(action)],
        }
        if not message.ephemeral:
            about["message"] = message.json() | {"team": self._world.team_id}
        return await self._interact(person, "block_actions", about)

    async def action_in_view(self, person: Person, view: View, action: Json) -> Delivery:
        """Something used in a modal or the App Home."""
        about = {
            "container": {"type": "view", "view_id": view.id},
            "view": self._views.json(view),
            "actions": [self._acted(action)],
        }
        return await self._interact(person, "block_actions", about)

    async def submission(self, person: Person, view: View) -> Delivery:
        """A modal sent off."""
        about = {"view": self._views.json(view), "response_urls": self._chosen_channels(view)}
        return await self._interact(person, "view_submission", about)

    async def closed(self, person: Person, view: View, *, all_of_them: bool) -> Delivery:
        """A modal closed by its person."""
        about = {"view": self._views.json(view), "is_cleared": all_of_them}
        return await self._interact(person, "view_closed", about)

    def _chosen_channels(self, view: View) -> list[Json]:
        """An address for the channel that is chosen in a select which asks for one."""
        return [
            {
                "block_id": part.block["block_id"],
                "action_id": part.element["action_id"],
                "channel_id": channel,
                "response_url": self._urls.issue(channel, view.person),
            }
            for part in parts(view.blocks)
            if part.element.get("response_url_enabled")
            and (channel := part.state(view.values)[field_of(part.element)])
        ]

    def _acted(self, action: Json) -> Json:
        return action | {"action_ts": self._world.clock.stamp()}

    async def _interact(self, person: Person, kind: str, about: Json) -> Delivery:
        payload: Json = {
            "type": kind,
            "token": _TOKEN,
            "action_ts": self._world.clock.stamp(),
            "team": self._world.team_json(),
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": person.team_id,
            },
            "api_app_id": self._world.app_id,
            "is_enterprise_install": False,
            "enterprise": None,
        }
        if kind != "view_closed":
            payload["trigger_id"] = self._triggers.issue(person.id)
        return await self._send(Kind.INTERACTIVE, payload | about)

    async def _send(self, kind: Kind, payload: Json) -> Delivery:
        delivery = await self._deliveries.deliver(kind, payload)
        await delivery.until_acknowledged()
        return delivery


def channel_name(channel: Channel) -> str:
    """The name that Slack gives outside of the channel's own description."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name

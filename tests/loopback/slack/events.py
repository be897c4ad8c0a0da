"""The Events API: what happens in the workspace, told to the bot where it may hear of it."""

from __future__ import annotations

from typing import Final

from tests.loopback.slack.deliveries import Deliveries, Delivery, Kind
from tests.loopback.slack.objects import Channel, Json, Message
from tests.loopback.slack.web_api import Tokens
from tests.loopback.slack.world import World

# The scope that each event needs, or None ("Event reference" in Slack's documentation).
SCOPES: Final[dict[str, str | None]] = {
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "app_mention": "app_mentions:read",
    "app_home_opened": None,
    "app_uninstalled": None,
    "tokens_revoked": None,
    "emoji_changed": "emoji:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "channel_archive": "channels:read",
    "user_change": "users:read",
}


class Events:
    """Tells the bot what it has subscribed to and has the scope for."""

    def __init__(self, world: World, tokens: Tokens, deliveries: Deliveries) -> None:
        # What the app's manifest subscribes to; a test may take some away.
        self.subscriptions = set(SCOPES)
        self._world = world
        self._tokens = tokens
        self._deliveries = deliveries

    async def tell(
        self, subscription: str, event: Json, channel: Channel | None = None
    ) -> Delivery | None:
        """Send an event; None where the bot must not hear of it."""
        scope = SCOPES[subscription]
        if subscription not in self.subscriptions or not {scope} <= self._tokens.scopes | {None}:
            return None
        if channel is not None and self._world.bot.id not in channel.members:
            return None
        return await self._deliveries.deliver(Kind.EVENT, self._callback(event, channel))

    async def message(self, event: Json, channel: Channel) -> Delivery | None:
        """Something about a message, as those who are in the channel hear it."""
        event |= {"channel": channel.id, "channel_type": channel.type}
        subscription = {"im": "message.im", "group": "message.groups"}
        return await self.tell(subscription.get(channel.type, "message.channels"), event, channel)

    async def reacted(self, kind: str, message: Message, user: str, name: str) -> None:
        """``kind`` is ``reaction_added`` or ``reaction_removed``."""
        event = {
            "type": kind,
            "user": user,
            "reaction": name,
            "item": {"type": "message", "channel": message.channel, "ts": message.ts},
            "item_user": message.user,
            "event_ts": self._world.clock.stamp(),
        }
        await self.tell(kind, event, self._world.channels[message.channel])

    async def posted(self, message: Message) -> Delivery | None:
        """A new message, also one of the bot's own; an ephemeral one is no event."""
        if message.ephemeral:
            return None
        channel = self._world.channels[message.channel]
        event = self._message(message) | {"event_ts": message.ts}
        if message.thread_ts not in {None, message.ts}:
            parent = channel.messages.get(message.thread_ts or "")
            event |= {"parent_user_id": parent.user} if parent else {}
        return await self.message(event, channel)

    async def changed(self, message: Message, before: Json) -> Delivery | None:
        """A message has been edited, or a link in it unfolded; an ephemeral one is no event."""
        if message.ephemeral:
            return None
        ts = self._world.clock.stamp()
        event = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": ts}
        event |= {"message": self._message(message), "previous_message": before, "event_ts": ts}
        return await self.message(event, self._world.channels[message.channel])

    async def deleted(self, message: Message) -> Delivery | None:
        """A message is no longer there; an ephemeral one is no event."""
        if message.ephemeral:
            return None
        ts = self._world.clock.stamp()
        event = {"type": "message", "subtype": "message_deleted", "hidden": True, "ts": ts}
        event |= {"deleted_ts": message.ts, "previous_message": message.json(), "event_ts": ts}
        return await self.message(event, self._world.channels[message.channel])

    def _message(self, message: Message) -> Json:
        author = self._world.people_by_id[message.user]
        event = message.json() | {"team": author.team_id}
        if author.team_id != self._world.team_id:
            event |= {"user_team": author.team_id, "source_team": author.team_id}
        if message.bot_id is None:
            return event | {"client_msg_id": f"client-{message.ts}"}
        if message.bot_id == self._world.bot_id:
            profile = {"id": message.bot_id, "app_id": self._world.app_id, "name": "mojibot"}
            return event | {"app_id": self._world.app_id, "bot_profile": profile}
        return event

    def _callback(self, event: Json, channel: Channel | None) -> Json:
        world = self._world
        return {
            "token": "loopback-verification-token",
            "team_id": world.team_id,
            "context_team_id": world.team_id,
            "context_enterprise_id": None,
            "api_app_id": world.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": world.ids.next("Ev"),
            "event_time": int(world.clock.now()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": world.team_id,
                    "user_id": world.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": channel is not None and channel.is_ext_shared,
            "event_context": f"4-loopback-{world.ids.next('E')}",
        }

"""What happens to the workspace and the app itself: emojis come and go, the app is taken out."""

from __future__ import annotations

from tests.loopback.slack.deliveries import Delivery
from tests.loopback.slack.events import Events
from tests.loopback.slack.objects import Json
from tests.loopback.slack.web_api import Tokens
from tests.loopback.slack.world import World


class WorkspaceLife:
    """Done by nobody in particular."""

    def __init__(self, world: World, tokens: Tokens, events: Events) -> None:
        self._world = world
        self._tokens = tokens
        self._events = events

    async def add_emoji(self, name: str, *, alias_for: str | None = None) -> Delivery | None:
        """A custom emoji is new: a picture, or another name for one that is there."""
        address = f"https://emoji.slack-edge.com/{self._world.team_id}/{name}/0.png"
        value = f"alias:{alias_for}" if alias_for else address
        self._world.emojis[name] = value
        return await self._emoji_changed({"subtype": "add", "name": name, "value": value})

    async def remove_emoji(self, *names: str) -> Delivery | None:
        """Custom emojis are no longer there."""
        for name in names:
            del self._world.emojis[name]
        return await self._emoji_changed({"subtype": "remove", "names": list(names)})

    async def rename_emoji(self, old: str, new: str) -> Delivery | None:
        """A custom emoji is called differently."""
        value = self._world.emojis[new] = self._world.emojis.pop(old)
        renamed = {"subtype": "rename", "old_name": old, "new_name": new, "value": value}
        return await self._emoji_changed(renamed)

    async def uninstall(self) -> Delivery | None:
        """The app is taken out of the workspace; its token works no more."""
        told = await self._events.tell("app_uninstalled", {"type": "app_uninstalled"})
        self._tokens.refused = "account_inactive"
        return told

    async def revoke_tokens(self) -> Delivery | None:
        """The bot's token is taken back."""
        tokens = {"oauth": [], "bot": [self._world.bot.id]}
        event = {"type": "tokens_revoked", "tokens": tokens}
        told = await self._events.tell("tokens_revoked", event)
        self._tokens.refused = "token_revoked"
        return told

    async def _emoji_changed(self, change: Json) -> Delivery | None:
        event = {"type": "emoji_changed", "event_ts": self._world.clock.stamp(), **change}
        return await self._events.tell("emoji_changed", event)

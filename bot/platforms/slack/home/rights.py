"""Who may set what: admins everything, a channel's creator what holds in that channel."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.permissions import is_admin, made_channel
from bot.platforms.slack.services import SlackServices
from bot.store.records import channel_scope

# The scope of what holds in the whole workspace beside auto-reactions.
HOUSE_RULES = "house-rules"


@dataclass(frozen=True, slots=True)
class Rights:
    """As they are drawn; ``created`` are the channels that somebody made, without being admin."""

    admin: bool
    created: frozenset[str] = frozenset()

    @property
    def any(self) -> bool:
        """Whether there is anything to set at all."""
        return self.admin or bool(self.created)

    def may_set(self, scope: str) -> bool:
        """Whether a scope is open to whoever looks."""
        return self.admin or scope in map(channel_scope, self.created)


async def may_set(services: SlackServices, client: AsyncWebClient, user: str, scope: str) -> bool:
    """Whether somebody may set a scope at this moment, asked of Slack; no, where it is silent."""
    services.people.forget(user)
    if await is_admin(services, client, user):
        return True
    kind, _, channel = scope.partition(":")
    return kind == "channel" and await made_channel(client, user, channel)

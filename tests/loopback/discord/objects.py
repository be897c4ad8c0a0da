"""The objects that Discord's API and gateway speak of, as small as they may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from tests.loopback.discord.clock import ManualClock

Json = dict[str, Any]

EPHEMERAL: Final = 1 << 6
LOADING: Final = 1 << 7
# Channel types.
TEXT, CATEGORY, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 0, 4, 11, 12, 15
# Milliseconds from 1970 to the beginning of Discord's time, 2015.
_EPOCH: Final = 1_420_070_400_000


class Ids:
    """Snowflakes of the clock's time, each larger than the one before."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        milliseconds = int(self._clock.now() * 1_000) - _EPOCH
        self._last = max(milliseconds << 22, self._last + 1)
        return str(self._last)

    def next_millisecond(self) -> str:
        """One that falls to another shard than the one before, if there are several."""
        self._last += 1 << 22
        return self.next()


def timestamp(seconds: float) -> str:
    """Seconds since 1970 -> ISO 8601, as Discord writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def user(identifier: str, name: str, *, bot: bool = False) -> Json:
    return {
        "id": identifier,
        "username": name,
        "avatar": None,
        "discriminator": "0",
        "public_flags": 0,
        "flags": 0,
        "global_name": name.title(),
        "primary_guild": None,
        "bot": bot,
    }


def own_user(bot: Mapping[str, Any]) -> Json:
    """The bot's own account, as it sees it itself."""
    return {**bot, "mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}


def application(identifier: str, bot: Mapping[str, Any], owner: Mapping[str, Any]) -> Json:
    return {
        "id": identifier,
        "name": "mojibot",
        "icon": None,
        "description": "",
        "type": None,
        "bot": dict(bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": dict(owner),
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }


def role(identifier: str, name: str, permissions: int, *, position: int) -> Json:
    return {
        "id": identifier,
        "name": name,
        "permissions": str(int(permissions)),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def guild(identifier: str, owner_id: str, name: str) -> Json:
    """A guild as the HTTP API describes it; the gateway adds members and channels."""
    absent = (
        *("icon", "description", "home_header", "splash", "discovery_splash", "banner"),
        *("application_id", "afk_channel_id", "system_channel_id", "widget_channel_id"),
        *("max_presences", "vanity_url_code", "rules_channel_id", "safety_alerts_channel_id"),
        *("public_updates_channel_id", "incidents_data"),
    )
    return {
        **dict.fromkeys(absent),
        "id": identifier,
        "name": name,
        "features": [],
        "owner_id": owner_id,
        "region": "deprecated",
        "afk_timeout": 300,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "verification_level": 0,
        "roles": [role(identifier, "@everyone", 0, position=0)],
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
    }


def channel(identifier: str, guild_id: str, name: str, *, kind: int = TEXT) -> Json:
    return {
        "id": identifier,
        "type": kind,
        "flags": 0,
        "guild_id": guild_id,
        "name": name,
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "rate_limit_per_user": 0,
    }


def thread(identifier: str, parent: Mapping[str, Any], name: str, owner_id: str) -> Json:
    """A public thread; in a forum, a post."""
    return {
        "id": identifier,
        "type": PUBLIC_THREAD,
        "flags": 0,
        "guild_id": parent["guild_id"],
        "parent_id": parent["id"],
        "name": name,
        "owner_id": owner_id,
        "rate_limit_per_user": 0,
        "thread_metadata": {
            "archived": False,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "auto_archive_duration": 4320,
            "locked": False,
        },
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
    }


def emoji(identifier: str, name: str, *, animated: bool) -> Json:
    return {
        "id": identifier,
        "name": name,
        "roles": [],
        "require_colons": True,
        "managed": False,
        "animated": animated,
        "available": True,
    }


def private_channel(identifier: str, recipients: Sequence[Mapping[str, Any]]) -> Json:
    return {"id": identifier, "type": 1, "flags": 0, "recipients": [dict(r) for r in recipients]}


def group_channel(identifier: str, recipients: Sequence[Mapping[str, Any]]) -> Json:
    return {
        **private_channel(identifier, recipients),
        "type": 3,
        "name": None,
        "icon": None,
        "owner_id": recipients[0]["id"],
    }


def member(account: Mapping[str, Any]) -> Json:
    absent = ("avatar", "banner", "communication_disabled_until", "nick", "premium_since")
    return {
        **dict.fromkeys(absent),
        "flags": 0,
        "joined_at": "2026-01-01T00:00:00+00:00",
        "pending": False,
        "roles": [],
        "user": dict(account),
        "mute": False,
        "deaf": False,
    }


def message(
    identifier: str,
    channel_id: str,
    author: Mapping[str, Any],
    *,
    kind: int,
    flags: int,
    at: float,
) -> Json:
    """A message with nothing in it yet; ``kind`` is its type, such as an answer to a command."""
    return {
        "id": identifier,
        "type": kind,
        "channel_id": channel_id,
        "author": dict(author),
        "content": "",
        "flags": flags,
        "timestamp": timestamp(at),
        "edited_timestamp": None,
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "tts": False,
    }

"""The objects that Discord's API and gateway speak of, as small as they may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

Json = dict[str, Any]

EPHEMERAL: Final = 1 << 6
LOADING: Final = 1 << 7
_FIRST_ID: Final = 1_300_000_000_000_000_000


class Ids:
    """Snowflakes, each larger than the one before."""

    def __init__(self) -> None:
        self._numbers = count(_FIRST_ID)

    def next(self) -> str:
        return str(next(self._numbers))


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


def text_channel(identifier: str, guild_id: str) -> Json:
    return {
        "id": identifier,
        "type": 0,
        "flags": 0,
        "guild_id": guild_id,
        "name": "general",
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "rate_limit_per_user": 0,
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


def registered_command(
    payload: Mapping[str, Any], *, identifier: str, version: str, application_id: str
) -> Json:
    """A command that was sent -> as Discord returns it: defaults filled in, nulls left out."""
    permissions = payload.get("default_member_permissions")
    return {
        "id": identifier,
        "application_id": application_id,
        "version": version,
        "type": payload.get("type") or 1,
        "name": payload["name"],
        "name_localizations": payload.get("name_localizations") or None,
        "description": payload.get("description") or "",
        "description_localizations": payload.get("description_localizations") or None,
        "default_member_permissions": None if permissions is None else str(permissions),
        "dm_permission": True,
        "nsfw": payload.get("nsfw") or False,
        "contexts": payload.get("contexts"),
        "integration_types": sorted(payload.get("integration_types") or [0]),
        "options": [_option(option) for option in payload.get("options") or ()],
    }


def _option(option: Mapping[str, Any]) -> Json:
    localizations = ("name_localizations", "description_localizations")
    filled = {key: value for key, value in option.items() if value is not None}
    return filled | {key: option.get(key) or None for key in localizations}


def without_localizations(command: Mapping[str, Any]) -> Json:
    """The command as it is listed unless ``with_localizations`` is asked for."""
    left_out = {"name_localizations", "description_localizations"}
    listed = {key: value for key, value in command.items() if key not in left_out}
    options = [without_localizations(option) for option in command.get("options") or ()]
    return listed | ({"options": options} if "options" in command else {})

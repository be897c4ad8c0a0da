"""Commands as Discord keeps and lists them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.loopback.discord.objects import Json


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

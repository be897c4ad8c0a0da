"""What Slack's documentation says of each method beside its arguments: scopes and rate tiers.

The folder ``methods`` holds the arguments and errors, from github.com/slack-ruby/slack-api-ref,
unchanged; MIT, see LICENSE. It knows no ``files.*``; those four are described here by hand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from tests.loopback.slack.objects import Json

_FOLDER: Final = Path(__file__).parent / "methods"

# Requests a minute ("Rate limits" in Slack's documentation). chat.postMessage is special: one a
# second in a channel; auth.test and chat.getPermalink are special too, "hundreds a minute".
TIERS: Final = {1: 1, 2: 20, 3: 50, 4: 100, "a second": 60, "special": 600}
Tier = int | str

_CONVERSATIONS: Final = frozenset({"channels:read", "groups:read", "im:read", "mpim:read"})
_HISTORY: Final = frozenset({"channels:history", "groups:history", "im:history", "mpim:history"})


@dataclass(frozen=True, slots=True)
class Method:
    """One method: any of ``scopes`` will do; ``writes`` ones take JSON, the others only forms."""

    name: str
    tier: Tier
    scopes: frozenset[str] = frozenset()
    writes: bool = False
    app_token: bool = False
    arguments: Json = field(default_factory=dict, hash=False)
    errors: frozenset[str] = frozenset()


def _written(name: str, tier: Tier, *scopes: str) -> Method:
    return Method(name, tier, frozenset(scopes), writes=True)


def _read(name: str, tier: Tier, *scopes: str) -> Method:
    return Method(name, tier, frozenset(scopes))


_ROWS: Final = (
    _written("auth.test", "special"),
    Method("apps.connections.open", 1, frozenset({"connections:write"}), app_token=True),
    _written("chat.postMessage", "a second", "chat:write"),
    _written("chat.postEphemeral", 4, "chat:write"),
    _written("chat.update", 3, "chat:write"),
    _written("chat.delete", 3, "chat:write"),
    _read("chat.getPermalink", "special"),
    _written("reactions.add", 3, "reactions:write"),
    _written("reactions.remove", 2, "reactions:write"),
    _read("reactions.get", 3, "reactions:read"),
    _read("users.info", 4, "users:read"),
    _read("users.conversations", 3, *_CONVERSATIONS),
    _read("conversations.info", 3, *_CONVERSATIONS),
    _read("conversations.list", 2, *_CONVERSATIONS),
    _read("conversations.members", 4, *_CONVERSATIONS),
    _read("conversations.history", 3, *_HISTORY),
    _read("conversations.replies", 3, *_HISTORY),
    _written("conversations.open", 3, "im:write", "channels:manage", "groups:write", "mpim:write"),
    _written("conversations.join", 3, "channels:join"),
    _read("emoji.list", 2, "emoji:read"),
    _read("bots.info", 3, "users:read"),
    _written("views.open", 4),
    _written("views.push", 4),
    _written("views.update", 4),
    _written("views.publish", 4),
    _read("files.info", 4, "files:read"),
    _read("files.delete", 3, "files:write"),
    _read("files.getUploadURLExternal", 4, "files:write"),
    _written("files.completeUploadExternal", 4, "files:write"),
)

_FILES: Final[dict[str, tuple[Json, frozenset[str]]]] = {
    "files.info": (
        {"file": {"required": True, "type": "string"}},
        frozenset({"file_not_found", "file_deleted"}),
    ),
    "files.delete": (
        {"file": {"required": True, "type": "string"}},
        frozenset({"cant_delete_file", "file_not_found", "file_deleted"}),
    ),
    "files.getUploadURLExternal": (
        {
            "filename": {"required": True, "type": "string"},
            "length": {"required": True, "type": "number"},
            "alt_txt": {"required": False, "type": "string"},
            "snippet_type": {"required": False, "type": "string"},
        },
        frozenset({"file_upload_size_restricted", "unknown_snippet_type"}),
    ),
    "files.completeUploadExternal": (
        {
            "files": {"required": True, "type": "string", "format": "json"},
            "channel_id": {"required": False, "type": "channel"},
            "channels": {"required": False, "type": "string"},
            "thread_ts": {"required": False, "type": "string"},
            "initial_comment": {"required": False, "type": "string"},
            "blocks": {"required": False, "type": "string", "format": "json"},
        },
        frozenset({"channel_not_found", "file_not_found", "not_in_channel"}),
    ),
}
# Slack answers these although the description does not list them.
_UNLISTED: Final = {"reactions.add": frozenset({"not_in_channel"})}


@cache
def methods() -> dict[str, Method]:
    """The methods that are served, by name."""
    common = frozenset(json.loads((_FOLDER / "common.json").read_text())["errors"])
    common |= {"invalid_auth", "invalid_arguments", "invalid_json", "internal_error"}
    found = {}
    for row in _ROWS:
        if row.name in _FILES:
            arguments, errors = _FILES[row.name]
        else:
            described = json.loads((_FOLDER / f"{row.name}.json").read_text())
            arguments, errors = described["args"], frozenset(described["errors"])
        errors |= common | _UNLISTED.get(row.name, frozenset())
        found[row.name] = Method(
            row.name, row.tier, row.scopes, row.writes, row.app_token, arguments, errors
        )
    return found

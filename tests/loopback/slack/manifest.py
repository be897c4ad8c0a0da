"""An app manifest: what the app may do, is told of, and offers to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from tests.loopback.slack.events import SCOPES


class InvalidManifest(ValueError):
    """Slack would not make an app of it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts of a manifest that Slack holds an app to; shortcuts by callback id."""

    scopes: frozenset[str]
    events: frozenset[str]
    commands: frozenset[str]
    global_shortcuts: frozenset[str]
    message_shortcuts: frozenset[str]
    home: bool

    @classmethod
    def read(cls, manifest: Mapping[str, Any]) -> Self:
        """Raises ``InvalidManifest`` for what does not fit together."""
        features, settings = manifest["features"], manifest["settings"]
        shortcuts = features.get("shortcuts") or ()
        read = cls(
            scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
            events=frozenset(settings["event_subscriptions"]["bot_events"]),
            commands=frozenset(c["command"] for c in features.get("slash_commands") or ()),
            global_shortcuts=_of_type("global", shortcuts),
            message_shortcuts=_of_type("message", shortcuts),
            home=features.get("app_home", {}).get("home_tab_enabled", False),
        )
        read._check(interactive=settings.get("interactivity", {}).get("is_enabled", False))
        return read

    def _check(self, *, interactive: bool) -> None:
        if unknown := self.events - SCOPES.keys():
            raise InvalidManifest(f"events that are not known here: {sorted(unknown)}")
        for event in sorted(self.events):
            scope = SCOPES[event]
            if scope is not None and scope not in self.scopes:
                raise InvalidManifest(f"{event} needs the scope {scope}")
        offers = self.commands or self.global_shortcuts or self.message_shortcuts
        if offers and "commands" not in self.scopes:
            raise InvalidManifest("commands and shortcuts need the scope commands")
        if (self.global_shortcuts or self.message_shortcuts) and not interactive:
            raise InvalidManifest("shortcuts need interactivity")


def _of_type(kind: str, shortcuts: Any) -> frozenset[str]:
    return frozenset(s["callback_id"] for s in shortcuts if s["type"] == kind)

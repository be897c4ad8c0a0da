"""What holds where: a channel's own rules, or those around it."""

from __future__ import annotations

from bot.features.settings.altering import altered
from bot.store.records import EVERYWHERE, AutoReact, ServerSettings


def effective(settings: ServerSettings, scope: str, category: str | None = None) -> AutoReact:
    """The rules that hold in a scope: its own, else a wider one's, else the defaults."""
    kind, _, identifier = scope.partition(":")
    if kind == "channel":
        found = settings.rules_for(identifier, category)
    else:
        found = settings.auto_react.get(scope) or settings.auto_react.get(EVERYWHERE)
    return found or AutoReact()


def with_rules(settings: ServerSettings, scope: str, rules: AutoReact) -> ServerSettings:
    """The scope has these rules of its own; raises ``TooMuch``."""
    return altered(settings, auto_react={**settings.auto_react, scope: rules})


def without_rules(settings: ServerSettings, scope: str) -> ServerSettings:
    """The scope goes by the rules around it again."""
    kept = {other: rules for other, rules in settings.auto_react.items() if other != scope}
    return altered(settings, auto_react=kept)

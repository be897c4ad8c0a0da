"""Settings as the JSON text that is stored, read so that nothing in it is lost or trips the bot.

What this release does not know is ignored, what is wrong counts as not set; both stay in the text
until somebody sets that very value. Only what differs from the defaults is written, so what was
never set follows the defaults of later releases.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from bot.store.records import FixedReaction, ServerKey, ServerSettings

log = logging.getLogger(__name__)

NOTHING_SET: Final = ServerSettings()
_UNREADABLE: Final = "unreadable"
_GONE: Final = object()


def read_settings(server: ServerKey, text: str) -> ServerSettings:
    """The settings in ``text``; wrong values are left out, with a log line that says which."""
    document = _parsed(text)
    wrong: list[str] = []
    if _UNREADABLE in document:
        wrong.append("everything")
    while True:
        try:
            settings = ServerSettings.model_validate(document)
            break
        except ValidationError as error:
            place = error.errors()[0]["loc"]
            wrong.append(".".join(map(str, place)))
            document = _without(document, place)
    if wrong:
        log.warning(
            "stored settings are wrong and count as not set",
            extra={"platform": server.platform, "server": server.server, "wrong": ", ".join(wrong)},
        )
    return NOTHING_SET if settings == NOTHING_SET else settings


def write_settings(text: str, before: ServerSettings, after: ServerSettings) -> str:
    """``text``, in which ``before`` was read, with what ``after`` changes."""
    document = _patched(_parsed(text), _dumped(before), _dumped(after))
    return as_written(document)


def as_written(value: object) -> str:
    """``value`` as it stands in the text of settings."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def without_person(settings: ServerSettings, person: str) -> ServerSettings:
    """The settings as they are with no word of that person in them."""

    def keeps(fixed: FixedReaction) -> bool:
        return fixed.person != person

    rules = {
        scope: rules.model_copy(update={"ignored_people": rules.ignored_people - {person}})
        for scope, rules in settings.auto_react.items()
    }
    fixed = tuple(filter(keeps, settings.house_rules.fixed))
    house_rules = settings.house_rules.model_copy(update={"fixed": fixed})
    return settings.model_copy(update={"auto_react": rules, "house_rules": house_rules})


def _parsed(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    return document if isinstance(document, dict) else {_UNREADABLE: text}


def _dumped(settings: ServerSettings) -> dict[str, Any]:
    return settings.model_dump(mode="json")


def _without(document: Any, place: Sequence[str | int]) -> Any:
    """``document`` without the value at ``place``, or without the nearest one around it."""
    if isinstance(document, list) and place and isinstance(place[0], int):
        return [item for number, item in enumerate(document) if number != place[0]]
    if not isinstance(document, dict) or not place or place[0] not in document:
        return _GONE
    key, *rest = place
    others = {name: value for name, value in document.items() if name != key}
    inner = _without(document[key], rest)
    return others if inner is _GONE else {**others, key: inner}


def _patched(kept: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """``kept`` with each value that differs between ``before`` and ``after``, at any depth."""
    document = dict(kept) if isinstance(kept, dict) else {}
    for key in before.keys() - after.keys():
        document.pop(key, None)
    for key, value in after.items():
        known = before.get(key)
        if isinstance(value, dict) and isinstance(known, dict):
            if value != known:
                document[key] = _patched(document.get(key), known, value)
        elif key not in before or value != known:
            document[key] = value
    return document

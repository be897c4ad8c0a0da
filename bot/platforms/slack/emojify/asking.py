"""From a request to the feature: who asks, and under which rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.features.emojify import EMOJIS, Answer, Asked, emojify
from bot.platforms.slack.events import team_of
from bot.platforms.slack.services import SlackServices

# Seconds; a ``response_url`` and what is under way to it live half an hour.
ANSWER_WITHIN: Final = 14 * 60.0


@dataclass(frozen=True, slots=True)
class Asker:
    """A user, and the workspace that is theirs: in shared channels there are others."""

    user: str
    team: str | None


def asker_of(body: Mapping[str, Any]) -> Asker:
    """Who typed a command, pressed a button or used a shortcut."""
    user = body.get("user")
    if isinstance(user, Mapping):
        return Asker(user["id"], user.get("team_id"))
    return Asker(body["user_id"], body.get("team_id"))


def writer_of(event: Mapping[str, Any]) -> Asker:
    """Who wrote the message of an event."""
    return Asker(event["user"], team_of(event))


async def ask(
    services: SlackServices, asker: Asker, text: str, *, count: int = EMOJIS, page: int = 0
) -> Answer:
    """The emojis for ``text`` under the workspace's rules.

    Raises a ``FeatureError`` or an ``InferenceError``.
    """
    services.limits.check(services.person(asker.user, asker.team), services.server)
    asked = Asked(
        text, count=count, page=page, server=services.server, customs=services.emojis.current
    )
    return await emojify(
        services.worker,
        asked,
        store=services.store,
        newest=services.newest,
        deadline=ANSWER_WITHIN,
    )

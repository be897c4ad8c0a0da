"""The cheap refusals: pure, from memory, and before any model work."""

from __future__ import annotations

from collections.abc import Collection

from bot.features.auto_react.language import is_foreign
from bot.features.auto_react.quiet_hours import is_quiet
from bot.features.auto_react.verdict import Reason
from bot.features.incoming import IncomingMessage
from bot.store.records import AutoReact
from emojifier.text import clean


def left_alone(message: IncomingMessage, rules: AutoReact) -> Reason | None:
    """Why that author's message gets nothing at all, not even a fixed reaction; or None."""
    if not message.plain:
        return Reason.NOT_PLAIN
    if message.from_bot and rules.ignore_bots:
        return Reason.BOT
    if message.author.person in rules.ignored_people:
        return Reason.PERSON
    if not message.roles.isdisjoint(rules.ignored_roles):
        return Reason.ROLE
    return None


def unwanted(
    message: IncomingMessage, rules: AutoReact, languages: Collection[str], now: float
) -> Reason | None:
    """Why the bot does not even think about that message at ``now``, in seconds since 1970.

    ``languages`` are those that the model knows (ISO 639-1; none: it does not say).
    """
    if not rules.enabled:
        return Reason.OFF
    if message.forum_post and not rules.forum_posts:
        return Reason.FORUM_POST
    if message.parent is not None and not message.forum_post and not rules.threads:
        return Reason.THREAD
    if rules.quiet_hours is not None and is_quiet(rules.quiet_hours, now):
        return Reason.QUIET_HOURS
    text = clean(message.text)
    if not text:
        return Reason.NOTHING_TO_READ
    return Reason.LANGUAGE if is_foreign(text, languages) else None

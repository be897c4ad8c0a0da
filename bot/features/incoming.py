"""A message as features see it, from whatever platform it came."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.records import PersonKey, ServerKey


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One message of a channel. Lives in memory only while it is judged, and is never kept.

    ``channel`` is where it was written (a thread's own id), ``parent`` the channel of a thread
    (else None); ``sent`` is in seconds since 1970. ``from_bot`` covers bots, webhooks and apps;
    ``plain`` is False for what no person simply wrote: system messages, commands and their answers.
    """

    id: str
    server: ServerKey
    channel: str
    author: PersonKey
    text: str
    sent: float
    parent: str | None = None
    category: str | None = None
    roles: frozenset[str] = frozenset()
    from_bot: bool = False
    plain: bool = True
    forum_post: bool = False
    age_restricted: bool = False

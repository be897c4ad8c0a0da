"""The face of the store: what features ask, whichever database is behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from bot.store.records import PersonKey, ServerKey, ServerSettings


class Deliveries(Protocol):
    """Deliveries that a platform may send again, remembered for ten minutes, across a restart.

    No method raises, and none waits long: while the database is away, memory alone counts.
    """

    async def claim(self, platform: str, delivery: str) -> bool:
        """Whether it was not taken on yet, so that whoever asks is to answer it.

        What a process claimed and did not settle before it ended, the next one may claim.
        """

    def settle(self, platform: str, delivery: str) -> None:
        """It is answered; written soon."""

    async def release(self, platform: str, delivery: str) -> None:
        """It could not be taken on after all: when it comes again, it may be claimed."""


class Store(Protocol):
    """Settings, opt-outs and counts.

    Reading never fails and is answered from memory wherever it can be: while the database is
    away, with what was last known. Changing raises ``StoreUnavailable`` and then changes nothing,
    unless the method says otherwise. What another process changes is seen within seconds.
    """

    @property
    def trouble(self) -> str | None:
        """Why the database cannot be used just now, or not fully; None if it can."""

    @property
    def deliveries(self) -> Deliveries:
        """Which deliveries have been taken on."""

    async def settings(self, server: ServerKey) -> ServerSettings:
        """What is set for a server; defaults for one that is not known. Never raises."""

    async def change(
        self, server: ServerKey, change: Callable[[ServerSettings], ServerSettings]
    ) -> ServerSettings:
        """Apply ``change`` to the newest settings and keep them; returns what holds now.

        Two changes at once are both applied, one after the other. What ``change`` raises is passed
        on, and then nothing has changed.
        """

    def opted_out(self, person: PersonKey) -> bool:
        """Whether the bot must not look at that person's messages; costs no query.

        As long as the database could not once be read, that is everybody: in doubt, nobody's
        messages are looked at.
        """

    async def opt_out(self, person: PersonKey) -> None:
        """Never look at that person's messages again, on any server."""

    async def opt_in(self, person: PersonKey) -> None:
        """Undo ``opt_out``."""

    async def lowered(self, server: ServerKey, channel: str) -> Mapping[str, int]:
        """How often people took each emoji of the bot's away in a channel. Never raises."""

    async def lower(self, server: ServerKey, channel: str, emoji: str) -> None:
        """Count that somebody took an emoji away; bounded a channel and an emoji."""

    def count(self, server: ServerKey, what: str, number: int = 1) -> None:
        """Add to a server's count of today (in UTC); written now and then. Never raises."""

    async def joined(self, server: ServerKey) -> None:
        """The bot is on that server (again); written now and then. Never raises."""

    async def left(self, server: ServerKey) -> None:
        """The bot is no longer there; after 30 days away everything about the server is forgotten.

        Written now and then. Never raises.
        """

    async def known(self, platform: str) -> frozenset[ServerKey]:
        """The servers of which anything is kept, without those that the bot has left.

        None, where the database cannot be read just now. Never raises.
        """

    async def forget(self, person: PersonKey) -> int:
        """Remove everything kept about a person; returns how many rows that were.

        Their opt-out goes with it, and every setting that names them: nothing at all is kept.
        """

    async def aclose(self) -> None:
        """Write what is still in memory, and close, within about two seconds."""

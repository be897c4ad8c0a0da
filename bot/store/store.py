"""The store over SQLAlchemy: memory in front, a database behind, and a keeper that joins the two.

The keeper is one task: every few seconds it asks whether another process changed anything (one
query of a few numbers), writes counts now and then, and tries a database again that was away.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from bot.store import queries
from bot.store.address import parse
from bot.store.database import CLOSE_WITHIN, Access, Database
from bot.store.deliveries import DatabaseDeliveries
from bot.store.errors import StoreUnavailable
from bot.store.ledger import Ledger
from bot.store.memory import Recent
from bot.store.queries import Versioned
from bot.store.records import PersonKey, ServerKey, ServerSettings

log = logging.getLogger(__name__)

# Seconds between two looks at what other processes changed.
LOOK_EVERY: Final = 5.0

_SERVERS: Final = 10_000
_CHANNELS: Final = 10_000


async def open_store(
    address: str,
    *,
    clock: Callable[[], float] = time.time,
    look_every: float = LOOK_EVERY,
) -> DatabaseStore:
    """Open the database, bring its tables up to date, and know who opted out.

    Where the database cannot be used the store opens all the same: ``trouble`` says why, and
    all is made good as soon as it can be. ``clock`` gives seconds since 1970. Raises
    ``WrongAddress`` and ``DriverMissing``, which no waiting mends.
    """
    store = DatabaseStore(Database(parse(address), tell=_log), clock=clock)
    await store.keep()
    store.start(look_every)
    return store


class DatabaseStore:
    """A ``bot.store.face.Store``; made by ``open_store``."""

    def __init__(self, database: Database, *, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock
        self._settings: Recent[ServerKey, Versioned] = Recent(_SERVERS)
        self._lowered: Recent[tuple[ServerKey, str], Mapping[str, int]] = Recent(_CHANNELS)
        self._opt_outs: set[PersonKey] | None = None
        self._seen: dict[str, int] = {}
        self._reading = asyncio.Lock()
        self._looking = asyncio.Lock()
        self._ledger = Ledger(database, clock)
        self.deliveries = DatabaseDeliveries(database, clock)
        self._keeper: asyncio.Task[None] | None = None

    @property
    def trouble(self) -> str | None:
        """Why the database cannot be used just now, or not fully; None if it can."""
        return self._database.trouble

    async def settings(self, server: ServerKey) -> ServerSettings:
        """What is set for a server; defaults for one that is not known. Never raises."""
        known = self._settings.get(server)
        if known is None:
            async with self._reading:  # a hundred messages at once ask once
                known = self._settings.get(server) or await self._read_settings(server)
        return known.settings

    async def change(
        self, server: ServerKey, change: Callable[[ServerSettings], ServerSettings]
    ) -> ServerSettings:
        """Apply ``change`` to the newest settings and keep them; returns what holds now.

        Two changes at once, also of two processes, are both applied, one after the other. Raises
        ``StoreUnavailable``, and whatever ``change`` raises; then nothing has changed.
        """
        await self._database.migrate()
        changed = await self._database.write(
            lambda connection: queries.change_settings(connection, server, change)
        )
        self._keep_settings(server, changed)
        return changed.settings

    def opted_out(self, person: PersonKey) -> bool:
        """Whether the bot must not look at that person's messages; costs no query.

        As long as the database could not once be read, that is everybody.
        """
        return self._opt_outs is None or person in self._opt_outs

    async def opt_out(self, person: PersonKey) -> None:
        """Never look at that person's messages again, on any server."""
        now = self._clock()
        await self._database.migrate()
        async with self._looking:
            number = await self._database.write(
                lambda connection: queries.opt_out(connection, person, now)
            )
            if self._opt_outs is not None:
                self._opt_outs.add(person)
            self._saw_own(queries.OPT_OUTS, number)

    async def opt_in(self, person: PersonKey) -> None:
        """Undo ``opt_out``."""
        await self._database.migrate()
        async with self._looking:
            number = await self._database.write(
                lambda connection: queries.opt_in(connection, person)
            )
            if self._opt_outs is not None:
                self._opt_outs.discard(person)
            self._saw_own(queries.OPT_OUTS, number)

    async def lowered(self, server: ServerKey, channel: str) -> Mapping[str, int]:
        """How often people took each emoji of the bot's away in a channel. Never raises."""
        known = self._lowered.get((server, channel))
        if known is None:
            async with self._reading:
                known = self._lowered.get((server, channel))
                if known is None:
                    known = await self._read_lowered(server, channel)
        return known

    async def lower(self, server: ServerKey, channel: str, emoji: str) -> None:
        """Count that somebody took an emoji away; bounded a channel and an emoji."""
        await self._database.migrate()
        counts = await self._database.write(
            lambda connection: queries.lower(connection, server, channel, emoji)
        )
        self._lowered.put((server, channel), counts)

    def count(self, server: ServerKey, what: str, number: int = 1) -> None:
        """Add to a server's count of today (in UTC); kept in memory and written now and then."""
        self._ledger.count(server, what, number)

    async def joined(self, server: ServerKey) -> None:
        """The bot is on that server (again); written with the counts."""
        self._ledger.joined(server)

    async def left(self, server: ServerKey) -> None:
        """The bot is no longer there; after 30 days away everything about it is forgotten."""
        self._ledger.left(server)
        self._settings.drop(server)

    async def known(self, platform: str) -> frozenset[ServerKey]:
        """The servers of which anything is kept, without those left; none where it cannot be read.

        Never raises.
        """
        with suppress(StoreUnavailable):
            await self._database.migrate()
            found = await self._database.read(
                lambda connection: queries.known(connection, platform)
            )
            return frozenset(ServerKey(platform, server) for server in found)
        return frozenset()

    async def forget(self, person: PersonKey) -> int:
        """Remove everything kept about a person; returns how many rows that were.

        Their opt-out goes with it, and every setting that names them.
        """
        await self._database.migrate()
        rows = await self._database.write(lambda connection: queries.forget(connection, person))
        with suppress(StoreUnavailable):
            await self.look()
        return rows

    async def look(self) -> None:
        """See what other processes changed since the last look. Raises ``StoreUnavailable``."""
        async with self._looking:
            news = await self._database.read(
                lambda connection: queries.news(connection, self._seen)
            )
            if not self._seen:
                self._settings.clear()  # of changes made before anything could be followed
            for server, versioned in news.settings:
                self._keep_settings(server, versioned)
            if news.opt_outs is not None:
                self._opt_outs = news.opt_outs
            if news.numbers[queries.LOWERED] != self._seen.get(queries.LOWERED):
                self._lowered.clear()
            self._seen = news.numbers

    async def keep(self) -> None:
        """One round of the keeper: tables up to date, news seen, counts written. Never raises."""
        with suppress(StoreUnavailable):
            await self._database.migrate()
            await self.look()
            await self.deliveries.flush()
            if self._ledger.due():
                for server in await self._ledger.write():
                    self._settings.drop(server)

    def start(self, every: float) -> None:
        """Let the keeper make its round every so many seconds, until ``aclose``."""
        self._keeper = asyncio.create_task(self._keep_going(every))

    async def aclose(self) -> None:
        """Write what is still in memory, and close, within about two seconds.

        Counts that cannot be written now are lost.
        """
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait({self._keeper})
        if not self._ledger.empty():
            with suppress(StoreUnavailable):
                await self._ledger.write(within=CLOSE_WITHIN)
        await self.deliveries.flush()
        await self._database.aclose()

    async def _keep_going(self, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            try:
                await self.keep()
            except Exception:  # whatever it is, the next round may go well
                log.exception("a round of the store's keeper failed")

    async def _read_settings(self, server: ServerKey) -> Versioned:
        if self._seen and not self._database.fails(Access.READ):
            with suppress(StoreUnavailable):
                found = await self._database.read(
                    lambda connection: queries.settings_of(connection, server)
                )
                return self._keep_settings(server, found)
        return queries.NEVER_SET

    async def _read_lowered(self, server: ServerKey, channel: str) -> Mapping[str, int]:
        seen = self._seen.get(queries.LOWERED)
        if seen is not None and not self._database.fails(Access.READ):
            with suppress(StoreUnavailable):
                found = await self._database.read(
                    lambda connection: queries.lowered_in(connection, server, channel)
                )
                if seen == self._seen[queries.LOWERED]:
                    self._lowered.put((server, channel), found)
                return found
        return {}

    def _keep_settings(self, server: ServerKey, found: Versioned) -> Versioned:
        """Keep what was found unless something newer is known; returns the newest."""
        known = self._settings.get(server)
        newest = found if known is None or known.revision < found.revision else known
        self._settings.put(server, newest)
        return newest

    def _saw_own(self, kind: str, number: int) -> None:
        if self._seen.get(kind) == number - 1:  # else another process changed something as well
            self._seen[kind] = number


def _log(trouble: str | None) -> None:
    if trouble is None:
        log.info("the database can be used again")
    else:
        log.warning(
            "the database cannot be used; going on with what is known", extra={"reason": trouble}
        )

"""The questions put to the database, each within a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Table, and_, bindparam, case, delete, select, union, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.documents import (
    NOTHING_SET,
    as_written,
    read_settings,
    without_person,
    write_settings,
)
from bot.store.records import PersonKey, ServerKey, ServerSettings
from bot.store.tables import counts, lowered, opt_outs, revisions, servers

SETTINGS: Final = "settings"
OPT_OUTS: Final = "opt_outs"
LOWERED: Final = "lowered"
_KINDS: Final = (SETTINGS, OPT_OUTS, LOWERED)

# Emojis a channel, and how often each is counted.
MOST_LOWERED: Final = 100
LOWERED_AT_MOST: Final = 20

_NOTHING: Final = "{}"


class Versioned(NamedTuple):
    """Settings and the revision at which they were set; 0: never."""

    revision: int
    settings: ServerSettings


NEVER_SET: Final = Versioned(0, NOTHING_SET)


class News(NamedTuple):
    """The newest revision of each kind; settings and opt-outs (None: no change) with theirs."""

    numbers: dict[str, int]
    settings: list[tuple[ServerKey, Versioned]]
    opt_outs: set[PersonKey] | None


async def news(connection: AsyncConnection, seen: Mapping[str, int]) -> News:
    """What changed since the revisions ``seen``; without any, no settings but all opt-outs."""
    found = await connection.execute(select(revisions.c.kind, revisions.c.number))
    numbers = dict.fromkeys(_KINDS, 0) | dict(found.all())
    since = seen.get(SETTINGS, numbers[SETTINGS])
    return News(
        numbers,
        await _settings_since(connection, since) if numbers[SETTINGS] != since else [],
        await _all_opt_outs(connection) if numbers[OPT_OUTS] != seen.get(OPT_OUTS) else None,
    )


async def touch(connection: AsyncConnection) -> None:
    """Write without changing anything: shows whether that can be done."""
    number = revisions.c.number
    await connection.execute(
        update(revisions).where(revisions.c.kind == LOWERED).values(number=number)
    )


async def settings_of(connection: AsyncConnection, server: ServerKey) -> Versioned:
    """What is set for a server."""
    text, revision = await _document(connection, server)
    return Versioned(revision, read_settings(server, text))


async def _settings_since(
    connection: AsyncConnection, revision: int
) -> list[tuple[ServerKey, Versioned]]:
    found = await connection.execute(
        select(servers.c.platform, servers.c.server, servers.c.settings, servers.c.revision).where(
            servers.c.revision > revision
        )
    )
    return [
        (key := ServerKey(platform, server), Versioned(number, read_settings(key, text)))
        for platform, server, text, number in found
    ]


async def change_settings(
    connection: AsyncConnection,
    server: ServerKey,
    change: Callable[[ServerSettings], ServerSettings],
) -> Versioned:
    """Set what ``change`` makes of the newest settings."""
    # Taking the number first holds every other change up until this one is committed.
    revision = await _next(connection, SETTINGS)
    text, _ = await _document(connection, server)
    before = read_settings(server, text)
    after = change(before)
    new = {"settings": write_settings(text, before, after), "revision": revision}
    await connection.execute(_upsert(connection, servers, {**server._asdict(), **new}, new))
    return Versioned(revision, after)


async def _all_opt_outs(connection: AsyncConnection) -> set[PersonKey]:
    found = await connection.execute(select(opt_outs.c.platform, opt_outs.c.person))
    return {PersonKey(platform, person) for platform, person in found}


async def opt_out(connection: AsyncConnection, person: PersonKey, now: float) -> int:
    """Note an opt-out; returns the revision."""
    revision = await _next(connection, OPT_OUTS)
    await connection.execute(
        _insert(connection, opt_outs).values(**person._asdict(), at=now).on_conflict_do_nothing()
    )
    return revision


async def opt_in(connection: AsyncConnection, person: PersonKey) -> int:
    """Remove an opt-out; returns the revision."""
    revision = await _next(connection, OPT_OUTS)
    await connection.execute(delete(opt_outs).where(_is(opt_outs, person)))
    return revision


async def forget(connection: AsyncConnection, person: PersonKey) -> int:
    """Remove a person's opt-out and every setting that names them; returns how many rows."""
    await _next(connection, OPT_OUTS)
    removed = await connection.execute(delete(opt_outs).where(_is(opt_outs, person)))
    naming = await connection.execute(
        select(servers.c.server).where(
            servers.c.platform == person.platform,
            servers.c.settings.contains(as_written(person.person), autoescape=True),
        )
    )
    changed = 0
    for (server,) in naming.all():
        key = ServerKey(person.platform, server)
        before = (await settings_of(connection, key)).settings
        after = without_person(before, person.person)
        if after != before:
            await change_settings(connection, key, lambda now: without_person(now, person.person))
            changed += 1
    return removed.rowcount + changed


async def lowered_in(
    connection: AsyncConnection, server: ServerKey, channel: str
) -> Mapping[str, int]:
    """How often each emoji was taken away in a channel."""
    found = await connection.execute(
        select(lowered.c.emoji, lowered.c.count).where(
            _is(lowered, server), lowered.c.channel == channel
        )
    )
    return dict(found.all())


async def lower(
    connection: AsyncConnection, server: ServerKey, channel: str, emoji: str
) -> Mapping[str, int]:
    """Count that an emoji was taken away; returns all counts of the channel."""
    await _next(connection, LOWERED)
    row = {**server._asdict(), "channel": channel, "emoji": emoji, "count": 1}
    once_more = case(
        (lowered.c.count < LOWERED_AT_MOST, lowered.c.count + 1), else_=LOWERED_AT_MOST
    )
    await connection.execute(_upsert(connection, lowered, row, {"count": once_more}))
    known = dict(await lowered_in(connection, server, channel))
    if len(known) > MOST_LOWERED:
        least = min(known.keys() - {emoji}, key=lambda other: (known[other], other))
        del known[least]
        await connection.execute(
            delete(lowered).where(
                _is(lowered, server), lowered.c.channel == channel, lowered.c.emoji == least
            )
        )
    return known


async def add_counts(
    connection: AsyncConnection, added: Mapping[tuple[ServerKey, date, str], int]
) -> None:
    """Add to the counts of servers and days."""
    rows = [
        {**server._asdict(), "day": day, "what": what, "number": number}
        for (server, day, what), number in sorted(added.items())  # one order, so no deadlock
    ]
    if rows:
        statement = _insert(connection, counts)
        more = {"number": counts.c.number + statement.excluded.number}
        await connection.execute(_on_conflict(statement, counts, more), rows)


async def note_presence(
    connection: AsyncConnection, left_at: Mapping[ServerKey, float | None]
) -> None:
    """Note since when the bot is not on servers any more (None: it is there)."""
    # All at once: when the bot starts, it joins all its servers.
    here = [
        {"of_platform": server.platform, "of_server": server.server}
        for server, moment in sorted(left_at.items())
        if moment is None
    ]
    gone = [
        {**server._asdict(), "settings": _NOTHING, "revision": 0, "left_at": moment}
        for server, moment in sorted(left_at.items())
        if moment is not None
    ]
    if here:
        back = update(servers).where(
            servers.c.platform == bindparam("of_platform"),
            servers.c.server == bindparam("of_server"),
            servers.c.left_at.is_not(None),
        )
        await connection.execute(back.values(left_at=None), here)
    if gone:
        statement = _insert(connection, servers)
        moment = {"left_at": statement.excluded.left_at}
        await connection.execute(_on_conflict(statement, servers, moment), gone)


async def known(connection: AsyncConnection, platform: str) -> list[str]:
    """The servers of which anything is kept, without those that the bot has left."""
    kept = union(
        *(select(t.c.server).where(t.c.platform == platform) for t in (servers, lowered, counts))
    ).subquery()
    gone = select(servers.c.server).where(
        servers.c.platform == platform, servers.c.left_at.is_not(None)
    )
    found = await connection.execute(select(kept.c.server).where(kept.c.server.not_in(gone)))
    return list(found.scalars())


async def clean(
    connection: AsyncConnection, left_before: float, counted_before: date
) -> list[ServerKey]:
    """Forget servers that the bot left, and old counts; returns the servers."""
    gone = await connection.execute(
        delete(servers)
        .where(servers.c.left_at < left_before)
        .returning(servers.c.platform, servers.c.server)
    )
    left = [ServerKey(platform, server) for platform, server in gone]
    for table in (lowered, counts):
        for server in left:
            await connection.execute(delete(table).where(_is(table, server)))
    await connection.execute(delete(counts).where(counts.c.day < counted_before))
    return left


async def _next(connection: AsyncConnection, kind: str) -> int:
    found = await connection.execute(
        update(revisions)
        .where(revisions.c.kind == kind)
        .values(number=revisions.c.number + 1)
        .returning(revisions.c.number)
    )
    return int(found.scalar_one())


async def _document(connection: AsyncConnection, server: ServerKey) -> tuple[str, int]:
    found = await connection.execute(
        select(servers.c.settings, servers.c.revision).where(_is(servers, server))
    )
    row = found.one_or_none()
    return (_NOTHING, 0) if row is None else (row.settings, row.revision)


def _is(table: Table, key: ServerKey | PersonKey) -> Any:
    return and_(*(table.c[name] == value for name, value in key._asdict().items()))


def _insert(connection: AsyncConnection, table: Table) -> Any:
    """An insert that can say what to do about a row that is there; both databases have it."""
    made = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return made(table)


def _on_conflict(statement: Any, table: Table, new: Mapping[str, object]) -> Any:
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=new)


def _upsert(
    connection: AsyncConnection, table: Table, row: Mapping[str, object], new: Mapping[str, object]
) -> Any:
    return _on_conflict(_insert(connection, table).values(**row), table, new)

"""The tables: identifiers as text, numbers and settings. No message text and no names."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

metadata: Final = MetaData()

# One row a kind of thing that processes keep in memory; each change takes the next number, and so
# whoever remembers the number knows whether anything is new.
revisions: Final = Table(
    "revisions",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)

# ``settings`` is a JSON object; ``left_at`` is in seconds since 1970, null while the bot is there.
servers: Final = Table(
    "servers",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("server", Text, primary_key=True),
    Column("settings", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("left_at", Float),
    Index("servers_by_revision", "revision"),
)

opt_outs: Final = Table(
    "opt_outs",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("at", Float, nullable=False),
)

lowered: Final = Table(
    "lowered",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("server", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("emoji", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

# ``day`` is a day in UTC.
counts: Final = Table(
    "counts",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("server", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)

# Ids of events and interactions, kept for ten minutes; ``owner`` is a number that each process
# makes up, ``settled`` says that it has answered. ``at`` is in seconds since 1970.
deliveries: Final = Table(
    "deliveries",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("delivery", Text, primary_key=True),
    Column("at", Float, nullable=False),
    Column("owner", Text, nullable=False),
    Column("settled", Boolean, nullable=False),
    Index("deliveries_by_time", "at"),
)

"""The first tables.

Revises nothing.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None


def upgrade() -> None:
    """Apply it."""
    revisions = op.create_table(
        "revisions",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
    )
    kinds = ("settings", "opt_outs", "lowered")
    op.bulk_insert(revisions, [{"kind": kind, "number": 0} for kind in kinds])
    op.create_table(
        "servers",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("server", sa.Text, primary_key=True),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("left_at", sa.Float),
    )
    op.create_index("servers_by_revision", "servers", ["revision"])
    op.create_table(
        "opt_outs",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "lowered",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("server", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("emoji", sa.Text, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_table(
        "counts",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("server", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
    )

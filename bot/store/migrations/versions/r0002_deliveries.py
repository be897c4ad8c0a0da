"""Deliveries that were taken on, so that none is answered twice across a restart.

Revises 0001.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "deliveries",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("delivery", sa.Text, primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("settled", sa.Boolean, nullable=False),
    )
    op.create_index("deliveries_by_time", "deliveries", ["at"])

"""Several processes: which one has which shards, and the turns that they share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "shard_leases",
        sa.Column("shard_count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shard_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.String(16), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("beat", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shard_count", "shard_id", name="pk_shard_leases"),
    )
    op.create_table(
        "turns",
        sa.Column("name", sa.String(24), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_turns"),
    )


def downgrade() -> None:
    op.drop_table("turns")
    op.drop_table("shard_leases")

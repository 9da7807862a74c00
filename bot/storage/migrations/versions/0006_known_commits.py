"""The number that identifies a process's last commit, and an index for a query that every reviewer runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("shard_leases", sa.Column("written", sa.BigInteger(), nullable=True))
    op.create_index("ix_review_drafts_log_id", "review_drafts", ["log_id"])


def downgrade() -> None:
    op.drop_index("ix_review_drafts_log_id", "review_drafts")
    with op.batch_alter_table("shard_leases") as table:
        table.drop_column("written")

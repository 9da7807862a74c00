"""Members who left a server, and reviews that somebody no longer has to write."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

# As in `bot/storage/columns.py`: eight bytes everywhere, with the type that lets SQLite number rows itself.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "leavers",
        sa.Column("server_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("server_id", "user_id", name=op.f("pk_leavers")),
    )
    op.create_table(
        "freed_reviews",
        sa.Column("log_id", ID, nullable=False),
        sa.Column("reviewer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("week_id", ID, nullable=False),
        sa.Column("fate", sa.String(8), nullable=False),
        sa.Column("freed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["log_id"], ["paper_logs.id"], name=op.f("fk_freed_reviews_log_id_paper_logs"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["week_id"], ["weeks.id"], name=op.f("fk_freed_reviews_week_id_weeks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("log_id", "reviewer_id", name=op.f("pk_freed_reviews")),
    )
    op.create_index("ix_freed_reviews_week_id", "freed_reviews", ["week_id"])


def downgrade() -> None:
    op.drop_index("ix_freed_reviews_week_id", "freed_reviews")
    op.drop_table("freed_reviews")
    op.drop_table("leavers")

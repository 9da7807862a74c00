"""Takeaways, and whether a club collects them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

# As in `bot/storage/columns.py`: eight bytes everywhere, with the type that lets SQLite number rows itself.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("clubs", sa.Column("takeaways", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "takeaways",
        sa.Column("week_id", ID, nullable=False),
        sa.Column("author_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sentence", sa.Text()),
        sa.Column("question", sa.Text()),
        sa.Column("kept_sentence", sa.Text()),
        sa.Column("kept_question", sa.Text()),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.id"], name=op.f("fk_takeaways_week_id_weeks"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("week_id", "author_id", name=op.f("pk_takeaways")),
    )
    op.create_index("ix_takeaways_author_id", "takeaways", ["author_id"])


def downgrade() -> None:
    op.drop_table("takeaways")
    with op.batch_alter_table("clubs") as table:
        table.drop_column("takeaways")

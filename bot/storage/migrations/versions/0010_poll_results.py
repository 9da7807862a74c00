"""The result of a poll, and which week read its winner."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("polls", sa.Column("votes", sa.JSON(), nullable=True))
    op.add_column("polls", sa.Column("week_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("polls") as table:
        table.drop_column("week_id")
        table.drop_column("votes")

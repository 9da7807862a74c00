"""A calendar's address whose owner may not see the club for now is noted, and not deleted at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("calendar_feeds", sa.Column("hidden_since", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("calendar_feeds") as table:
        table.drop_column("hidden_since")

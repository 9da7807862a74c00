"""How often clubs meet, and when they pause."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("clubs", sa.Column("rhythm", sa.String(16), nullable=False, server_default="weekly"))
    op.add_column("clubs", sa.Column("anchor", sa.Date()))
    op.add_column("clubs", sa.Column("breaks", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("clubs") as table:
        table.drop_column("breaks")
        table.drop_column("anchor")
        table.drop_column("rhythm")

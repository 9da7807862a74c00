"""How often clubs meet, when they pause, and how many periods a paper takes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("clubs", sa.Column("rhythm", sa.String(16), nullable=False, server_default="weekly"))
    op.add_column("clubs", sa.Column("anchor", sa.Date()))
    op.add_column("clubs", sa.Column("breaks", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("syllabus_entries", sa.Column("periods", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("weeks", sa.Column("periods", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    for name in ("weeks", "syllabus_entries"):
        with op.batch_alter_table(name) as table:
            table.drop_column("periods")
    with op.batch_alter_table("clubs") as table:
        table.drop_column("breaks")
        table.drop_column("anchor")
        table.drop_column("rhythm")

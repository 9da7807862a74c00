"""A moved post keeps its day through a pause, and a session its identity in calendars when the rhythm changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
ADDED = {"clubs": "held_slot", "calendar_sessions": "slot"}


def upgrade() -> None:
    for table, column in ADDED.items():
        op.add_column(table, sa.Column(column, sa.Date()))


def downgrade() -> None:
    for name, column in ADDED.items():
        with op.batch_alter_table(name) as table:
            table.drop_column(column)

"""A paper of several periods has several meetings: who was at which, and which was asked about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

WEEK = sa.table("weeks", sa.column("id"), sa.column("slot"))
MEETINGS = sa.table("meetings", sa.column("week_id"), sa.column("is_asked"))
PRESENCES = sa.table("presences", sa.column("week_id"), sa.column("slot"))
QUESTIONS = sa.table("outbox", sa.column("week_id"), sa.column("kind"))
# Until now, a week had one meeting, in its own slot.
OWN_SLOT = sa.select(WEEK.c.slot).where(WEEK.c.id == PRESENCES.c.week_id).scalar_subquery()
ASKED = sa.exists().where(QUESTIONS.c.week_id == MEETINGS.c.week_id, QUESTIONS.c.kind == "presences")


def upgrade() -> None:
    op.add_column("meetings", sa.Column("is_asked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(MEETINGS.update().values(is_asked=True).where(ASKED))
    op.add_column("presences", sa.Column("slot", sa.Date()))
    op.execute(PRESENCES.update().values(slot=OWN_SLOT))
    with op.batch_alter_table("presences") as table:
        table.alter_column("slot", existing_type=sa.Date(), nullable=False)
        table.drop_constraint("pk_presences", type_="primary")
        table.create_primary_key("pk_presences", ["week_id", "slot", "user_id"])


def downgrade() -> None:
    op.execute(PRESENCES.delete().where(PRESENCES.c.slot != OWN_SLOT))
    with op.batch_alter_table("presences") as table:
        table.drop_constraint("pk_presences", type_="primary")
        table.create_primary_key("pk_presences", ["week_id", "user_id"])
        table.drop_column("slot")
    with op.batch_alter_table("meetings") as table:
        table.drop_column("is_asked")

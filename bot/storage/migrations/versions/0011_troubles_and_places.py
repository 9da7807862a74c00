"""Why a message is held up, in one word, and whether a week's post is in a forum, whatever its club uses now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

WEEKS = sa.table("weeks", sa.column("id", sa.BigInteger), sa.column("is_forum", sa.Boolean))
OUTBOX = sa.table(
    "outbox",
    sa.column("week_id", sa.BigInteger),
    sa.column("kind", sa.String),
    sa.column("is_forum", sa.Boolean),
)


def upgrade() -> None:
    op.add_column("outbox", sa.Column("trouble", sa.String(16), nullable=False, server_default=""))
    op.add_column("weeks", sa.Column("is_forum", sa.Boolean(), nullable=False, server_default=sa.false()))
    in_forum = sa.select(OUTBOX.c.week_id).where(OUTBOX.c.kind == "post", OUTBOX.c.is_forum)
    op.execute(sa.update(WEEKS).where(WEEKS.c.id.in_(in_forum)).values(is_forum=sa.true()))


def downgrade() -> None:
    op.drop_column("weeks", "is_forum")
    op.drop_column("outbox", "trouble")

"""Links of a week: its recording, slides and notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0024"

# As in `bot/storage/columns.py`: eight bytes everywhere, with the type that lets SQLite number rows itself.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "week_links",
        sa.Column("id", ID, nullable=False),
        sa.Column("week_id", ID, nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"], ["weeks.id"], name=op.f("fk_week_links_week_id_weeks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week_links")),
        sa.UniqueConstraint("week_id", "url", name=op.f("uq_week_links_week_id_url")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("week_links")

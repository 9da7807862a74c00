"""Each member has an address of their own for a club's calendar, and only its hash is stored.

The addresses of whole clubs that there were before lead nowhere from now on: nobody can tell who has them.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

# As in `bot/storage/columns.py`: eight bytes everywhere, with the type that lets SQLite number rows itself.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.drop_table("calendar_feeds")
    of_member = sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False)
    _create_feeds(of_member, key=("club_id", "user_id"))
    op.create_index("ix_calendar_feeds_user_id", "calendar_feeds", ["user_id"])


def downgrade() -> None:
    op.drop_table("calendar_feeds")
    _create_feeds(sa.Column("secret", sa.String(43), nullable=False), key=("club_id",))


def _create_feeds(whose: sa.Column[Any], *, key: tuple[str, ...]) -> None:
    of_club = op.f("fk_calendar_feeds_club_id_clubs")
    op.create_table(
        "calendar_feeds",
        sa.Column("club_id", ID, autoincrement=False, nullable=False),
        whose,
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=of_club, ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_feeds_digest")),
    )

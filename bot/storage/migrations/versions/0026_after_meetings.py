"""What is left of a meeting: links, and who was there; and the calendars of clubs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

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
    op.create_table(
        "presences",
        sa.Column("week_id", ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("answer", sa.String(4), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.id"], name=op.f("fk_presences_week_id_weeks"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("week_id", "user_id", name=op.f("pk_presences")),
    )
    op.create_index("ix_presences_user_id", "presences", ["user_id"])
    op.create_index("ix_meetings_ends_at", "meetings", ["ends_at"])
    _create_calendars()


def _create_calendars() -> None:
    of_club = ["clubs.id"]
    op.create_table(
        "calendar_feeds",
        sa.Column("club_id", ID, autoincrement=False, nullable=False),
        sa.Column("secret", sa.String(43), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], of_club, name=op.f("fk_calendar_feeds_club_id_clubs"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("club_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_feeds_digest")),
    )
    op.create_table(
        "calendar_sessions",
        sa.Column("club_id", ID, autoincrement=False, nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.String(64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["club_id"], of_club, name=op.f("fk_calendar_sessions_club_id_clubs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("club_id", "period", name=op.f("pk_calendar_sessions")),
    )


def downgrade() -> None:
    op.drop_table("calendar_sessions")
    op.drop_table("calendar_feeds")
    op.drop_index("ix_meetings_ends_at", "meetings")
    op.drop_table("presences")
    op.drop_table("week_links")

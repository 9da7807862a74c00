"""Sessions from before a club moved here, and previews of schedules to import."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

# As in `bot/storage/columns.py`: eight bytes everywhere, with the type that lets SQLite number rows itself.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "past_sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("club_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        _belongs("past_sessions", "club_id", "clubs.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_sessions")),
        sa.UniqueConstraint("club_id", "day", name=op.f("uq_past_sessions_club_id_day")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "past_session_papers",
        sa.Column("session_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("paper_key", sa.String(60), nullable=False),
        _belongs("past_session_papers", "session_id", "past_sessions.id"),
        sa.PrimaryKeyConstraint("session_id", "position", name=op.f("pk_past_session_papers")),
    )
    op.create_table(
        "past_session_hosts",
        sa.Column("session_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("added_at", INSTANT, nullable=False),
        _belongs("past_session_hosts", "session_id", "past_sessions.id"),
        sa.PrimaryKeyConstraint("session_id", "position", name=op.f("pk_past_session_hosts")),
    )
    _make_previews()
    for table, column in INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _make_previews() -> None:
    op.create_table(
        "schedule_previews",
        sa.Column("id", ID, nullable=False),
        sa.Column("token", sa.String(20), nullable=False),
        sa.Column("club_id", ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        _belongs("schedule_previews", "club_id", "clubs.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_previews")),
        sa.UniqueConstraint("token", name=op.f("uq_schedule_previews_token")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "schedule_matches",
        sa.Column("preview_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("matched_at", INSTANT, nullable=False),
        _belongs("schedule_matches", "preview_id", "schedule_previews.id"),
        sa.PrimaryKeyConstraint("preview_id", "position", name=op.f("pk_schedule_matches")),
    )


INDEXES = (
    ("past_session_papers", "paper_key"),
    ("past_session_hosts", "user_id"),
    ("schedule_previews", "club_id"),
    ("schedule_previews", "user_id"),
    ("schedule_previews", "created_at"),
    ("schedule_matches", "user_id"),
)


def downgrade() -> None:
    for table in (
        "schedule_matches",
        "schedule_previews",
        "past_session_hosts",
        "past_session_papers",
        "past_sessions",
    ):
        op.drop_table(table)


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to.partition('.')[0]}")
    return sa.ForeignKeyConstraint([column], [to], name=name, ondelete="CASCADE")

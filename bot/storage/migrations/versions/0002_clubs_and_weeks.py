"""Clubs, their syllabus, weeks and polls, and the outbox through which every message is sent to Discord."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# As in `bot/storage/tables.py`: eight bytes everywhere, with the type that lets SQLite number rows itself.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_clubs()
    _create_what_is_read_next()
    _create_weeks()
    _create_outbox()


def _create_clubs() -> None:
    op.create_table(
        "clubs",
        sa.Column("id", ID, nullable=False),
        sa.Column("token", sa.String(length=8), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("name_key", sa.String(length=120), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("is_forum", sa.Boolean(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=True),
        sa.Column("organiser_role_id", sa.BigInteger(), nullable=True),
        sa.Column("log_days", sa.Integer(), nullable=False),
        sa.Column("review_days", sa.Integer(), nullable=False),
        sa.Column("reviewers", sa.Integer(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("tag_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("next_slot", sa.Date(), nullable=True),
        sa.Column("next_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clubs")),
        sa.UniqueConstraint("server_id", "name_key", name=op.f("uq_clubs_server_id_name_key")),
        sa.UniqueConstraint("token", name=op.f("uq_clubs_token")),
    )
    op.create_index(op.f("ix_clubs_channel_id"), "clubs", ["channel_id"], unique=False)
    op.create_index(op.f("ix_clubs_next_due"), "clubs", ["next_due"], unique=False)
    op.create_index(op.f("ix_clubs_server_id"), "clubs", ["server_id"], unique=False)


def _create_what_is_read_next() -> None:
    op.create_table(
        "polls",
        sa.Column("id", ID, nullable=False),
        sa.Column("club_id", ID, nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("winner", sa.String(length=60), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_polls_club_id_clubs"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
    )
    op.create_index(op.f("ix_polls_closes_at"), "polls", ["closes_at"], unique=False)
    op.create_index(op.f("ix_polls_club_id"), "polls", ["club_id"], unique=False)
    op.create_table(
        "syllabus_entries",
        sa.Column("club_id", ID, nullable=False),
        sa.Column("paper_key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["club_id"], ["clubs.id"], name=op.f("fk_syllabus_entries_club_id_clubs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("club_id", "paper_key", name=op.f("pk_syllabus_entries")),
    )


def _create_weeks() -> None:
    op.create_table(
        "weeks",
        sa.Column("id", ID, nullable=False),
        sa.Column("club_id", ID, nullable=False),
        sa.Column("slot", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("paper_key", sa.String(length=60), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("logs_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviews_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("next_step", sa.String(length=16), nullable=True),
        sa.Column("next_step_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_weeks_club_id_clubs"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weeks")),
        sa.UniqueConstraint("club_id", "slot", name=op.f("uq_weeks_club_id_slot")),
    )
    op.create_index(op.f("ix_weeks_message_id"), "weeks", ["message_id"], unique=False)
    op.create_index(op.f("ix_weeks_next_step_at"), "weeks", ["next_step_at"], unique=False)
    op.create_index(op.f("ix_weeks_thread_id"), "weeks", ["thread_id"], unique=False)


def _create_outbox() -> None:
    op.create_table(
        "attendances",
        sa.Column("week_id", ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(length=4), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"], ["weeks.id"], name=op.f("fk_attendances_week_id_weeks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("week_id", "user_id", name=op.f("pk_attendances")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("club_id", ID, nullable=False),
        sa.Column("week_id", ID, nullable=True),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("is_forum", sa.Boolean(), nullable=False),
        sa.Column("wants_thread", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("is_doubtful", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_outbox_club_id_clubs"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.id"], name=op.f("fk_outbox_week_id_weeks"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index(op.f("ix_outbox_club_id"), "outbox", ["club_id"], unique=False)
    op.create_index("ix_outbox_state_not_before", "outbox", ["state", "not_before"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_outbox_state_not_before", table_name="outbox")
    op.drop_index(op.f("ix_outbox_club_id"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("attendances")
    op.drop_index(op.f("ix_weeks_thread_id"), table_name="weeks")
    op.drop_index(op.f("ix_weeks_next_step_at"), table_name="weeks")
    op.drop_index(op.f("ix_weeks_message_id"), table_name="weeks")
    op.drop_table("weeks")
    op.drop_table("syllabus_entries")
    op.drop_index(op.f("ix_polls_club_id"), table_name="polls")
    op.drop_index(op.f("ix_polls_closes_at"), table_name="polls")
    op.drop_table("polls")
    op.drop_index(op.f("ix_clubs_server_id"), table_name="clubs")
    op.drop_index(op.f("ix_clubs_next_due"), table_name="clubs")
    op.drop_index(op.f("ix_clubs_channel_id"), table_name="clubs")
    op.drop_table("clubs")

"""When and where a club meets live, and the meeting of each session."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

# As in `bot/storage/columns.py`: eight bytes everywhere, with the type that lets SQLite number rows itself.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAN = (
    ("meeting_weekday", sa.Integer()),
    ("meeting_at", sa.Time()),
    ("meeting_minutes", sa.Integer()),
    ("meeting_place", sa.String(8)),
    ("meeting_channel_id", sa.BigInteger()),
    ("meeting_link", sa.String(100)),
)


def upgrade() -> None:
    for name, type_ in PLAN:
        op.add_column("clubs", sa.Column(name, type_))
    op.create_table(
        "meetings",
        sa.Column("id", ID, nullable=False),
        sa.Column("club_id", ID, nullable=False),
        sa.Column("slot", sa.Date(), nullable=False),
        sa.Column("week_id", ID),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(8)),
        sa.Column("channel_id", sa.BigInteger()),
        sa.Column("link", sa.String(100)),
        sa.Column("is_moved", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_reminder", sa.String(8)),
        sa.Column("remind_at", sa.DateTime(timezone=True)),
        sa.Column("event_key", sa.String(60)),
        sa.Column("event_id", sa.BigInteger()),
        sa.Column("is_event_gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_meetings_club_id_clubs"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.id"], name=op.f("fk_meetings_week_id_weeks"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("club_id", "slot", name=op.f("uq_meetings_club_id_slot")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_week_id", "meetings", ["week_id"])
    op.create_index("ix_meetings_remind_at", "meetings", ["remind_at"])


def downgrade() -> None:
    op.drop_table("meetings")
    with op.batch_alter_table("clubs") as table:
        for name, _ in PLAN:
            table.drop_column(name)

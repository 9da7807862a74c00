"""The table of meetings. `bot/storage/tables.py` imports it into the same metadata."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, ForeignKey, String, Table, UniqueConstraint

from bot.storage.columns import ID, Instant, metadata

meetings = Table(
    "meetings",
    metadata,
    Column("id", ID, primary_key=True),
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), nullable=False),
    Column("slot", Date, nullable=False),
    Column("week_id", ForeignKey("weeks.id", ondelete="CASCADE"), index=True),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False, index=True),
    Column("place", String(8)),
    Column("channel_id", BigInteger),
    Column("link", String(100)),
    Column("is_moved", Boolean, nullable=False),
    Column("state", String(10), nullable=False),
    Column("told_at", Instant, nullable=False),
    Column("next_step", String(8)),
    Column("next_step_at", Instant, index=True),
    Column("event_key", String(60)),
    Column("event_id", BigInteger),
    Column("event_shows", JSON(none_as_null=True)),  # what Discord was last told about the event
    Column("is_event_gone", Boolean, nullable=False),
    Column("is_asked", Boolean, nullable=False, default=False),  # its thread was asked who was there
    UniqueConstraint("club_id", "slot"),
    # Outbox entries name meetings by id, so the id of a deleted row must not be used again.
    sqlite_autoincrement=True,
)

"""The table of weeks' links. `bot/storage/tables.py` imports it into the same metadata."""

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint

from bot.storage.columns import ID, Instant, metadata

week_links = Table(
    "week_links",
    metadata,
    Column("id", ID, primary_key=True),
    Column("week_id", ForeignKey("weeks.id", ondelete="CASCADE"), nullable=False),
    Column("url", String(500), nullable=False),
    Column("what", String(40), nullable=False),  # one of `LinkKind`, or a name in an organizer's own words
    Column("added_at", Instant, nullable=False),
    UniqueConstraint("week_id", "url"),
    sqlite_autoincrement=True,
)

"""The table of presences. `bot/storage/tables.py` imports it into the same metadata."""

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table

from bot.storage.columns import Instant, metadata

presences = Table(
    "presences",
    metadata,
    Column("week_id", ForeignKey("weeks.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    # As in the table of attendances: `in`, or `none` once it is taken back.
    Column("answer", String(4), nullable=False),
    Column("answered_at", Instant, nullable=False),
)

"""The table of presences. `bot/storage/tables.py` imports it into the same metadata."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, String, Table

from bot.storage.columns import Instant, metadata

presences = Table(
    "presences",
    metadata,
    Column("week_id", ForeignKey("weeks.id", ondelete="CASCADE"), primary_key=True),
    Column("slot", Date, primary_key=True),  # which of the week's meetings
    Column("user_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    # As in the table of attendances: `in`, or `none` once it is taken back.
    Column("answer", String(4), nullable=False),
    Column("answered_at", Instant, nullable=False),
)

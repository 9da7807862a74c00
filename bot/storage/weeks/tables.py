"""The table of sign-ups. `bot/storage/tables.py` imports it into the same metadata."""

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table

from bot.storage.columns import Instant, metadata

sign_ups = Table(
    "sign_ups",
    metadata,
    # Who is in for a club's next week, before that week exists. Then it becomes an attendance.
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("answer", String(4), nullable=False),
    Column("answered_at", Instant, nullable=False),
)

"""The table of ballots. `bot/storage/tables.py` imports it into the same metadata."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Table

from bot.storage.columns import Instant, metadata

ballots = Table(
    "ballots",
    metadata,
    # A member's ballot in a ranked poll, until the poll is counted. Then only the poll knows what was voted.
    Column("poll_id", ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("ranking", JSON, nullable=False),  # paper keys, best first
    Column("changed_at", Instant, nullable=False),
)

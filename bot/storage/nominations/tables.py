"""The tables of nominations and their support. `bot/storage/tables.py` imports them into the same metadata."""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.storage.columns import ID, Instant, metadata

OPEN: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), text("state = 'open'"))

nominations = Table(
    "nominations",
    metadata,
    Column("id", ID, primary_key=True),
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("paper_key", String(60), nullable=False),
    # Of an erased member, the nomination stays under a number that says nothing.
    Column("member_id", BigInteger, nullable=False, index=True),
    Column("why", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", String(9), nullable=False),
    Column("place", Integer),  # of a runner-up in the club's latest vote
    Index("uq_nominations_open", "club_id", "paper_key", unique=True, **OPEN),
    sqlite_autoincrement=True,
)

supports = Table(
    "supports",
    metadata,
    Column("nomination_id", ForeignKey("nominations.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("at", Instant, nullable=False),
)

"""The tables of calendar files. `bot/storage/tables.py` imports them into the same metadata."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Integer, String, Table

from bot.storage.columns import Instant, metadata

# A member's own address of a club's calendar, of which only the digest is known. The address is looked up by it, so
# that no time tells how much of a guess is right.
calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
    Column("hidden_since", Instant),  # since when its owner may not view the club's channel, as far as it was asked for
)

# What members' calendars were last told of a session, by the first day of its period. A change raises `sequence`.
calendar_sessions = Table(
    "calendar_sessions",
    metadata,
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("period", Date, primary_key=True),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("is_cancelled", Boolean, nullable=False),
    Column("facts", String(64), nullable=False),  # a hash of everything that the event shows
    Column("sequence", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("slot", Date),  # the day of its post, which stays when the rhythm changes; none in older rows
)

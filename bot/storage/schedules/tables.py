"""The tables of past sessions and of imports' previews. `bot/storage/tables.py` imports them into the same metadata."""

from sqlalchemy import JSON, BigInteger, Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from bot.storage.columns import ID, Instant, metadata

past_sessions = Table(
    "past_sessions",
    metadata,
    # A session that a club had before it moved here. Nothing was posted for it.
    Column("id", ID, primary_key=True),
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("number", Integer),  # none without a paper, and if the club had weeks of its own before the import
    Column("topic", Text, nullable=False),
    Column("links", JSON, nullable=False),
    UniqueConstraint("club_id", "day"),
    sqlite_autoincrement=True,
)

past_session_papers = Table(
    "past_session_papers",
    metadata,
    Column("session_id", ForeignKey("past_sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("paper_key", String(60), nullable=False, index=True),
)

past_session_hosts = Table(
    "past_session_hosts",
    metadata,
    Column("session_id", ForeignKey("past_sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),  # as in the file
    Column("user_id", BigInteger, index=True),  # the member that an organizer matched it with
    Column("added_at", Instant, nullable=False),
)

schedule_previews = Table(
    "schedule_previews",
    metadata,
    Column("id", ID, primary_key=True),
    Column("token", String(20), nullable=False, unique=True),  # random, in the preview's buttons
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("facts", JSON, nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
    sqlite_autoincrement=True,
)

schedule_matches = Table(
    "schedule_matches",
    metadata,
    # Which member an organizer chose for a name in the file. They go with their preview.
    Column("preview_id", ForeignKey("schedule_previews.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),  # of the name, in the file's order
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("matched_at", Instant, nullable=False),
)

"""The table of polls. `bot/storage/tables.py` imports it into the same metadata."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, String, Table

from bot.storage.columns import ID, Instant, metadata

polls = Table(
    "polls",
    metadata,
    Column("id", ID, primary_key=True),
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("candidates", JSON, nullable=False),
    Column("closes_at", Instant, nullable=False, index=True),
    Column("channel_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("winner", String(60)),
    Column("is_open", Boolean, nullable=False),
    Column("votes", JSON(none_as_null=True)),  # in the order of the candidates
    Column("week_id", BigInteger),  # the week that reads the winner
    Column("kind", String(8), nullable=False, server_default="native"),
    # Of ranked ballots: how they are counted, then what they were, without names, and candidates read by then.
    Column("method", String(8)),
    Column("rankings", JSON(none_as_null=True)),
    Column("left_out", JSON(none_as_null=True)),
    sqlite_autoincrement=True,
)

"""The table of takeaways. `bot/storage/tables.py` imports it into the same metadata."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table, Text

from bot.storage.columns import Instant, metadata

takeaways = Table(
    "takeaways",
    metadata,
    Column("week_id", ForeignKey("weeks.id", ondelete="CASCADE"), primary_key=True),
    Column("author_id", BigInteger, primary_key=True, autoincrement=False, index=True),
    # None if nothing was accepted yet, or once the takeaway is withdrawn.
    Column("sentence", Text),
    Column("question", Text),
    # What the member typed last, if it could not be accepted.
    Column("kept_sentence", Text),
    Column("kept_question", Text),
    Column("interaction_id", BigInteger, nullable=False),
    Column("written_at", Instant, nullable=False),
)

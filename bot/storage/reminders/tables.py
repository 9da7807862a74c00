"""The table of reminders. `bot/storage/tables.py` imports it into the same metadata."""

from sqlalchemy import BigInteger, Boolean, Column, Table

from bot.storage.columns import Instant, metadata

reminders = Table(
    "reminders",
    metadata,
    # Who asked to be reminded by direct message of what is due in a server.
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    # Discord refused the last direct message: the member accepts none.
    Column("is_refused", Boolean, nullable=False, default=False),
    Column("asked_at", Instant, nullable=False),
)

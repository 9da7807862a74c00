"""The tables of erasures. `bot/storage/tables.py` imports them into the same metadata."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, String, Table

from bot.storage.columns import ID, Instant, metadata

erasures = Table(
    "erasures",
    metadata,
    # What a member asked to erase, while messages of it are left in Discord. The rows were erased when they asked, and
    # this one goes with the last message.
    Column("id", ID, primary_key=True),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("server_id", BigInteger),  # None for everything, in every server
    Column("keeps_reviews", Boolean, nullable=False),
    Column("asked_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

erasure_messages = Table(
    "erasure_messages",
    metadata,
    # The outbox entries that delete an erasure's messages, or take the member out of them.
    Column("erasure_id", ForeignKey("erasures.id", ondelete="CASCADE"), primary_key=True),
    Column("entry_id", ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True, index=True),
)

erased_members = Table(
    "erased_members",
    metadata,
    # Who was erased, so that a restored backup is erased again. The hash needs the key of `erasure_keys`.
    Column("member_hash", String(64), primary_key=True),
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),  # 0 for everything
    Column("keeps_reviews", Boolean, nullable=False),
    Column("erased_at", Instant, nullable=False),
    # After a restore, until the next start has erased the member again.
    Column("is_due_again", Boolean, nullable=False, default=False),
)

erasure_keys = Table(
    "erasure_keys",
    metadata,
    # At most one, made when it is first needed.
    Column("key", String(64), primary_key=True),
)

left_servers = Table(
    "left_servers",
    metadata,
    # Servers that removed the bot, and whose data will be erased.
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("left_at", Instant, nullable=False, index=True),
)

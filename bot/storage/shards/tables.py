"""The tables that processes share. `bot/storage/tables.py` imports them into the same metadata."""

from sqlalchemy import BigInteger, Column, String, Table

from bot.storage.columns import Instant, metadata

shard_leases = Table(
    "shard_leases",
    metadata,
    # 0 if one process has all shards, however many Discord recommends.
    Column("shard_count", BigInteger, primary_key=True, autoincrement=False),
    Column("shard_id", BigInteger, primary_key=True, autoincrement=False),
    Column("owner", String(16), nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("beat", BigInteger, nullable=False),
    # The number of its holder's last write. It shows whether a commit was made if its answer was lost.
    Column("written", BigInteger),
)

turns = Table(
    "turns",
    metadata,
    Column("name", String(24), primary_key=True),
    Column("next_at", Instant, nullable=False),
)

"""The table of welcomes. `bot/storage/tables.py` imports it into the same metadata."""

from sqlalchemy import Column, Table

from bot.storage.columns import Instant, metadata

welcome_start = Table(
    "welcome_start",
    metadata,
    # One row: servers that the bot joined earlier are not welcomed.
    Column("since", Instant, primary_key=True),
)

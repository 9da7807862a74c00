"""The table of answers from providers. `bot/storage/tables.py` imports it into the same metadata."""

from sqlalchemy import JSON, Column, String, Table

from bot.storage.columns import Instant, metadata

provider_answers = Table(
    "provider_answers",
    metadata,
    Column("provider", String(20), primary_key=True),
    # An id or the hash of a title, so that nothing that a member typed can be read from it.
    Column("question", String(300), primary_key=True),
    Column("answer", JSON(none_as_null=True)),  # none if the provider does not know the paper
    Column("fetched_at", Instant, nullable=False, index=True),
)

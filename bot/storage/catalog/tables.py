"""The tables of servers' own papers. `bot/storage/tables.py` imports them into the same metadata."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, String, Table, Text, UniqueConstraint

from bot.storage.columns import ID, Instant, metadata

server_papers = Table(
    "server_papers",
    metadata,
    Column("id", ID, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("key", String(60), nullable=False),
    Column("title", Text, nullable=False),
    # The title without case, spaces and punctuation: two titles that differ only in those are one paper.
    Column("title_key", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    Column("authors", JSON, nullable=False),
    Column("year", Integer),
    Column("venue", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("arxiv_id", String(40)),
    Column("doi", Text),
    Column("abstract", Text, nullable=False),  # empty where its license does not allow it
    Column("aliases", JSON, nullable=False),
    Column("is_stub", Boolean, nullable=False),  # only known as what another paper builds on
    Column("added_by", BigInteger, index=True),  # none once they are erased
    Column("added_at", Instant, nullable=False),
    UniqueConstraint("guild_id", "key"),
    UniqueConstraint("guild_id", "arxiv_id"),
    UniqueConstraint("guild_id", "doi"),
    UniqueConstraint("guild_id", "title_key"),
    sqlite_autoincrement=True,
)

server_links = Table(
    "server_links",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    # Both are keys of the server's papers or of the shared catalog.
    Column("key", String(60), primary_key=True),
    Column("builds_on", String(60), primary_key=True),
    Column("why", Text, nullable=False),
    Column("sentence", Text, nullable=False),  # word for word from the paper, or nothing
    Column("section", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

server_catalogs = Table(
    "server_catalogs",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    # Rises with every change of the two tables above, so that a process knows when its copy in memory is old.
    Column("version", Integer, nullable=False),
)

paper_suggestions = Table(
    "paper_suggestions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("source", Text, nullable=False),  # as the member typed it
    Column("title", Text, nullable=False),
    Column("arxiv_id", String(40)),
    Column("doi", Text),
    Column("suggested_by", BigInteger, nullable=False, index=True),
    Column("suggested_at", Instant, nullable=False),
    Column("state", String(8), nullable=False),
    Column("paper_key", String(60)),
    sqlite_autoincrement=True,
)

catalog_previews = Table(
    "catalog_previews",
    metadata,
    Column("token", String(20), primary_key=True),  # random, in the preview's buttons
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("kind", String(8), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
)

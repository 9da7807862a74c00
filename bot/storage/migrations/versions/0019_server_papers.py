"""Servers' own papers, what they build on, members' suggestions, and previews that wait for confirmation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

# As in `bot/storage/columns.py`: eight bytes everywhere, with the type that lets SQLite number rows itself.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_papers()
    op.create_table(
        "server_links",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("builds_on", sa.String(60), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "key", "builds_on", name=op.f("pk_server_links")),
    )
    op.create_table(
        "server_catalogs",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_server_catalogs")),
    )
    _create_suggestions()
    _create_previews()


def _create_papers() -> None:
    op.create_table(
        "server_papers",
        sa.Column("id", ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("year", sa.Integer()),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("arxiv_id", sa.String(40)),
        sa.Column("doi", sa.Text()),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("is_stub", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.BigInteger()),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_server_papers")),
        *(
            sa.UniqueConstraint("guild_id", name, name=op.f(f"uq_server_papers_guild_id_{name}"))
            for name in ("key", "arxiv_id", "doi", "title_key")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_server_papers_added_by", "server_papers", ["added_by"])


def _create_suggestions() -> None:
    op.create_table(
        "paper_suggestions",
        sa.Column("id", ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("arxiv_id", sa.String(40)),
        sa.Column("doi", sa.Text()),
        sa.Column("suggested_by", sa.BigInteger(), nullable=False),
        sa.Column("suggested_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("paper_key", sa.String(60)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_suggestions")),
        sqlite_autoincrement=True,
    )
    for name in ("guild_id", "suggested_by"):
        op.create_index(f"ix_paper_suggestions_{name}", "paper_suggestions", [name])


def _create_previews() -> None:
    op.create_table(
        "catalog_previews",
        sa.Column("token", sa.String(20), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_catalog_previews")),
    )
    for name in ("guild_id", "user_id", "created_at"):
        op.create_index(f"ix_catalog_previews_{name}", "catalog_previews", [name])


def downgrade() -> None:
    for name in ("catalog_previews", "paper_suggestions", "server_catalogs", "server_links", "server_papers"):
        op.drop_table(name)

"""Reads the papers that servers have added, and their links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from bot.core.papers.paper import Link, Paper, Tier
from bot.storage.catalog.tables import server_catalogs, server_links, server_papers
from bot.storage.readable import readable

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

KEY = re.compile(r"[a-z0-9-]{1,60}")
ADDRESS = re.compile(r"https?://\S+")
# Between parts, others have their turn: a row takes about 20 µs.
PART = 250
VERSION = select(server_catalogs.c.version).where(server_catalogs.c.guild_id == bindparam("server"))
PAPERS = (
    select(server_papers)
    .where(server_papers.c.guild_id == bindparam("server"), server_papers.c.id > bindparam("after"))
    .order_by(server_papers.c.id)
    .limit(PART)
)
LAST = select(server_papers.c.id).where(
    server_papers.c.guild_id == bindparam("server"), server_papers.c.id > bindparam("after")
)
LAST = LAST.order_by(server_papers.c.id).offset(PART - 1).limit(1)
LINKS = (
    select(server_links)
    .where(server_links.c.guild_id == bindparam("server"))
    .order_by(server_links.c.key, server_links.c.position, server_links.c.builds_on)
)


async def version_of(connection: AsyncConnection, server_id: int) -> int:
    """Return the version of the server's own papers; 0 if it never had any."""
    return await connection.scalar(VERSION, {"server": server_id}) or 0


async def papers_of(connection: AsyncConnection, server_id: int) -> list[Paper]:
    """Return the server's own papers without their links, first added first. Leaves out those that cannot be read."""
    found: list[Paper] = []
    after: int | None = 0
    while after is not None:
        facts = {"server": server_id, "after": after}
        found += await readable(connection, PAPERS, server_papers, paper_in, facts)
        after = await connection.scalar(LAST, facts)
    return found


async def links_of(connection: AsyncConnection, server_id: int) -> dict[str, list[Link]]:
    """Return what the server has linked each paper to, most direct first. The papers may be shared ones."""
    links: dict[str, list[Link]] = {}
    for row in await connection.execute(LINKS, {"server": server_id}):
        source = ": ".join(filter(None, (row.section, row.sentence)))
        links.setdefault(row.key, []).append(Link(row.builds_on, row.why, source, row.sentence))
    return links


def paper_in(row: Row[Any]) -> Paper:
    """Return the paper of a row of `server_papers`. Raises ValueError if nobody could look it up or show it."""
    authors, aliases = _texts(row.authors), _texts(row.aliases)
    if not KEY.fullmatch(row.key):
        raise ValueError(f"`key` is {row.key!r}")
    if not row.title.strip() or not row.short_name.strip():
        raise ValueError("`title` or `short_name` is empty")
    return Paper(
        key=row.key,
        title=row.title,
        short_name=row.short_name,
        authors=authors,
        year=int(row.year or 0),
        venue=row.venue,
        url=row.url if ADDRESS.fullmatch(row.url) else "",
        tier=Tier.ANCESTOR if row.is_stub else Tier.ADDED,
        topics=(),
        contribution="",
        why_it_matters="",
        arxiv_id=row.arxiv_id,
        doi=row.doi,
        aliases=aliases,
        abstract=row.abstract,
    )


def _texts(stored: Any) -> tuple[str, ...]:
    if not isinstance(stored, list) or not all(isinstance(text, str) for text in stored):
        raise ValueError("is not a list of texts")
    return tuple(stored)

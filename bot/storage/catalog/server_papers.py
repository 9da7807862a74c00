"""Reads the papers that servers have added, and their links."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, bindparam, cast, select

from bot.core.papers.paper import Link, Paper, Tier
from bot.storage.catalog.tables import server_catalogs, server_links, server_papers
from bot.storage.readable import UNREADABLE, unreadable_rows_of

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

KEY = re.compile(r"[a-z0-9-]{1,60}")
ADDRESS = re.compile(r"https?://\S+")
# Other work of the event loop runs between the parts.
PART = 500
VERSION = select(server_catalogs.c.version).where(server_catalogs.c.guild_id == bindparam("server"))
AS_THEY_ARE = (
    *(server_papers.c[name] for name in ("id", "key", "title", "short_name", "year", "venue", "url")),
    *(server_papers.c[name] for name in ("arxiv_id", "doi", "abstract", "is_stub")),
    # Read as texts, which works for every row. Most rows were parsed before and need not be parsed again.
    *(cast(server_papers.c[name], Text).label(name) for name in ("authors", "aliases")),
)
PAPERS = (
    select(*AS_THEY_ARE)
    .where(server_papers.c.guild_id == bindparam("server"), server_papers.c.id > bindparam("after"))
    .order_by(server_papers.c.id)
    .limit(PART)
)
LINKS = (
    select(*(server_links.c[name] for name in ("key", "builds_on", "position", "why", "sentence", "section")))
    .where(server_links.c.guild_id == bindparam("server"))
    .order_by(server_links.c.key, server_links.c.builds_on)
    .limit(PART)
    .offset(bindparam("done"))
)


@dataclass(frozen=True, slots=True)
class StoredPapers:
    """A server's own papers without their links, first added first, and what each paper is linked to.

    The rows are kept, so that the next time only changed ones are read.
    """

    papers: dict[int, Paper]
    links: dict[str, list[Link]]
    paper_rows: dict[int, tuple[Any, ...]]
    link_rows: dict[str, list[tuple[Any, ...]]]


async def version_of(connection: AsyncConnection, server_id: int) -> int:
    """Return the version of the server's own papers; 0 if it never had any."""
    return await connection.scalar(VERSION, {"server": server_id}) or 0


async def read_papers(connection: AsyncConnection, server_id: int, before: StoredPapers | None = None) -> StoredPapers:
    """Return the server's papers that can be read. What has not changed since `before` is taken from there."""
    papers, rows = await _papers(connection, server_id, before)
    link_rows = await _link_rows(connection, server_id)
    links = {
        key: before.links[key] if before and before.link_rows.get(key) == of_key else _links(of_key)
        for key, of_key in link_rows.items()
    }
    return StoredPapers(papers, links, rows, link_rows)


async def _papers(
    connection: AsyncConnection, server_id: int, before: StoredPapers | None
) -> tuple[dict[int, Paper], dict[int, tuple[Any, ...]]]:
    papers: dict[int, Paper] = {}
    rows: dict[int, tuple[Any, ...]] = {}
    noted = unreadable_rows_of(connection)
    while part := (await connection.execute(PAPERS, {"server": server_id, "after": max(rows, default=0)})).all():
        for row in part:
            rows[row.id] = tuple(row)
            if before and before.paper_rows.get(row.id) == rows[row.id]:
                if known := before.papers.get(row.id):
                    papers[row.id] = known
                continue
            try:
                papers[row.id] = paper_in(row)
            except UNREADABLE as error:
                noted.note(server_papers.name, row.id, error)
    noted.forget(server_papers.name, papers)
    return papers, rows


async def _link_rows(connection: AsyncConnection, server_id: int) -> dict[str, list[tuple[Any, ...]]]:
    rows: dict[str, list[tuple[Any, ...]]] = {}
    done = 0
    while part := (await connection.execute(LINKS, {"server": server_id, "done": done})).all():
        done += len(part)
        for row in part:
            rows.setdefault(row.key, []).append(tuple(row))
    return rows


def _links(rows: list[tuple[Any, ...]]) -> list[Link]:
    """Return the links in their order, most direct first."""
    return [
        Link(builds_on, why, ": ".join(filter(None, (section, sentence))), sentence)
        for _, builds_on, _, why, sentence, section in sorted(rows, key=lambda row: (row[2], row[1]))
    ]


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
    """Return a list that is stored as JSON, parsed or not."""
    stored = json.loads(stored) if isinstance(stored, str) else stored
    if not isinstance(stored, list) or not all(isinstance(text, str) for text in stored):
        raise ValueError("is not a list of texts")
    return tuple(stored)

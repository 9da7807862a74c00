"""Changes servers' own papers and links, and reads as much of them as changes need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.core.catalog.own_papers import OwnLink
from bot.core.catalog.same_paper import title_key
from bot.core.catalog.shelf import ShelvedPaper
from bot.storage.catalog.server_papers import paper_in
from bot.storage.catalog.tables import server_catalogs, server_links, server_papers
from bot.storage.locks import lock_row
from bot.storage.readable import readable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.catalog.adding import PlacedPaper
    from bot.core.catalog.own_papers import NewPaper
    from bot.core.papers.paper import Paper

OF_SERVER = server_papers.c.guild_id == bindparam("server")
NARROW = select(
    *(
        server_papers.c[name]
        for name in ("key", "title", "short_name", "aliases", "arxiv_id", "doi", "year", "is_stub", "title_key")
    )
)
SHELVED = NARROW.where(OF_SERVER).order_by(server_papers.c.id)
WHOLE = select(server_papers).where(OF_SERVER, server_papers.c.key == bindparam("paper"))
NEWEST = select(server_papers).where(OF_SERVER, ~server_papers.c.is_stub).order_by(server_papers.c.id.desc())
COUNTS = select(server_papers.c.is_stub, func.count()).where(OF_SERVER).group_by(server_papers.c.is_stub)
LINKS = select(server_links).where(server_links.c.guild_id == bindparam("server"))
NEXT_VERSION = (
    update(server_catalogs)
    .where(server_catalogs.c.guild_id == bindparam("server"))
    .values(version=server_catalogs.c.version + 1)
)


async def shelved_papers(connection: AsyncConnection, server_id: int) -> list[ShelvedPaper]:
    """Return the server's papers, first added first."""
    return [
        ShelvedPaper(
            row.key,
            row.title,
            row.short_name,
            tuple(row.aliases),
            row.arxiv_id,
            row.doi,
            row.year,
            row.is_stub,
            row.title_key,
        )
        for row in await connection.execute(SHELVED, {"server": server_id})
    ]


async def own_links(connection: AsyncConnection, server_id: int, about: str | None = None) -> list[OwnLink]:
    """Return the server's links, each paper's in their order; those from and to one paper if it is given."""
    query = LINKS.order_by(server_links.c.key, server_links.c.position, server_links.c.builds_on)
    if about is not None:
        query = query.where((server_links.c.key == about) | (server_links.c.builds_on == about))
    return [
        OwnLink(row.key, row.builds_on, row.why, row.sentence, row.section, row.position)
        for row in await connection.execute(query, {"server": server_id})
    ]


async def paper_row(connection: AsyncConnection, server_id: int, key: str) -> Row[Any] | None:
    return (await connection.execute(WHOLE, {"server": server_id, "paper": key})).one_or_none()


async def newest_papers(connection: AsyncConnection, server_id: int, first: int, most: int) -> list[Paper]:
    """Return papers that are no stubs, newest first, from the given one on, counted from 0."""
    query = NEWEST.offset(first).limit(most)
    return await readable(connection, query, server_papers, paper_in, {"server": server_id})


async def counts_of(connection: AsyncConnection, server_id: int) -> tuple[int, int]:
    """Return how many papers and how many stubs the server has."""
    counts = {bool(row[0]): int(row[1]) for row in await connection.execute(COUNTS, {"server": server_id})}
    return counts.get(False, 0), counts.get(True, 0)


async def lock_catalog(connection: AsyncConnection, server_id: int) -> None:
    """Make other processes' changes of the server's papers wait until this transaction ends."""
    await lock_row(connection, server_catalogs.c.guild_id, server_id)


async def add_papers(
    connection: AsyncConnection, server_id: int, papers: Iterable[PlacedPaper], user_id: int, now: datetime
) -> None:
    """Raises IntegrityError if another process has just added one of them."""
    rows = [
        {
            "guild_id": server_id,
            "key": paper.key,
            "is_stub": paper.is_stub,
            "added_by": user_id,
            "added_at": now,
            **_columns(paper.facts),
        }
        for paper in papers
    ]
    if rows:
        await connection.execute(insert(server_papers), rows)


async def complete_paper(
    connection: AsyncConnection, server_id: int, paper: PlacedPaper, user_id: int, now: datetime
) -> None:
    """Give a stub all facts. From now on, it counts as added by the member who gave them."""
    facts = {"is_stub": False, "added_by": user_id, "added_at": now}
    await change_paper(connection, server_id, paper.key, **facts, **_columns(paper.facts))


async def change_paper(connection: AsyncConnection, server_id: int, key: str, **facts: Any) -> None:
    if "title" in facts:
        facts["title_key"] = title_key(facts["title"])
    which = (server_papers.c.guild_id == server_id, server_papers.c.key == key)
    await connection.execute(update(server_papers).where(*which).values(**facts))


async def delete_papers(connection: AsyncConnection, server_id: int, keys: Collection[str]) -> None:
    """Delete papers and the links from them. There may be no links to them."""
    for table in (server_links, server_papers):
        await connection.execute(delete(table).where(table.c.guild_id == server_id, table.c.key.in_(keys)))


async def add_links(connection: AsyncConnection, server_id: int, links: Iterable[OwnLink]) -> None:
    rows = [
        {
            "guild_id": server_id,
            "key": link.key,
            "builds_on": link.builds_on,
            "why": link.why,
            "sentence": link.sentence,
            "section": link.section,
            "position": link.position,
        }
        for link in links
    ]
    if rows:
        await connection.execute(insert(server_links), rows)


async def delete_link(connection: AsyncConnection, server_id: int, key: str, builds_on: str) -> None:
    which = (server_links.c.guild_id == server_id, server_links.c.key == key, server_links.c.builds_on == builds_on)
    await connection.execute(delete(server_links).where(*which))


async def note_change(connection: AsyncConnection, server_id: int) -> None:
    """Raise the version, so that every process reads the server's papers again. Part of the changing transaction."""
    if (await connection.execute(NEXT_VERSION, {"server": server_id})).rowcount == 0:
        await connection.execute(insert(server_catalogs).values(guild_id=server_id, version=1))


def _columns(facts: NewPaper) -> dict[str, Any]:
    return {
        "title": facts.title,
        "title_key": title_key(facts.title),
        "short_name": facts.short_name,
        "authors": list(facts.authors),
        "year": facts.year,
        "venue": facts.venue,
        "url": facts.url,
        "arxiv_id": facts.arxiv_id,
        "doi": facts.doi,
        "abstract": facts.abstract,
        "aliases": list(facts.aliases),
    }

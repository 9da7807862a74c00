"""The rows of previews. What one holds is kept as JSON."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from bot.core.catalog.importing import BrokenEntry, ImportedPapers, ImportEntry
from bot.core.catalog.own_papers import AddedPaper, AddOutcome, MatchedBy, NewPaper, ProposedAncestor
from bot.core.catalog.previews import AddPreview, ImportPreview, Preview, PreviewKind
from bot.storage.catalog.tables import catalog_previews

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    Facts = dict[str, Any]


async def add_preview(connection: AsyncConnection, preview: Preview, keep: int) -> None:
    """Store a preview, and delete older ones of the member in this server, so that they have at most `keep`."""
    query = insert(catalog_previews).values(
        token=preview.token,
        guild_id=preview.server_id,
        user_id=preview.user_id,
        kind=preview.kind,
        facts=_facts(preview),
        created_at=preview.created_at,
    )
    await connection.execute(query)
    whose = (catalog_previews.c.guild_id == preview.server_id, catalog_previews.c.user_id == preview.user_id)
    newest_first = select(catalog_previews.c.token).where(*whose).order_by(catalog_previews.c.created_at.desc())
    tokens = [token for token in await connection.scalars(newest_first) if token != preview.token]
    await connection.execute(delete(catalog_previews).where(catalog_previews.c.token.in_(tokens[keep - 1 :])))


async def preview_by_token(connection: AsyncConnection, token: str) -> Preview | None:
    row = (await connection.execute(select(catalog_previews).where(catalog_previews.c.token == token))).one_or_none()
    return _preview(row) if row else None


async def change_preview(connection: AsyncConnection, preview: Preview) -> None:
    query = update(catalog_previews).where(catalog_previews.c.token == preview.token)
    await connection.execute(query.values(facts=_facts(preview)))


async def delete_preview(connection: AsyncConnection, token: str, server_id: int, user_id: int) -> None:
    """Delete the preview if it is this member's in this server."""
    whose = (catalog_previews.c.guild_id == server_id, catalog_previews.c.user_id == user_id)
    await connection.execute(delete(catalog_previews).where(catalog_previews.c.token == token, *whose))


def _facts(preview: Preview) -> Facts:
    """Return what is stored as JSON: the content, or what the confirmation did."""
    held = preview.done or preview.content
    return {"done" if preview.done else "content": asdict(held) if held else {}}


def _preview(row: Row[Any]) -> Preview:
    kind, held, done = PreviewKind(row.kind), row.facts.get("content"), row.facts.get("done")
    preview = Preview(row.token, row.guild_id, row.user_id, row.created_at, kind, None)
    if kind is PreviewKind.ADD:
        return replace(preview, content=_add_preview(held) if held else None, done=_added(done) if done else None)
    return replace(preview, content=_import_preview(held) if held else None, done=_imported(done) if done else None)


def _add_preview(facts: Facts) -> AddPreview:
    ancestors = tuple(ProposedAncestor(**ancestor) for ancestor in facts["ancestors"])
    return AddPreview(_paper(facts["paper"]), ancestors, facts["suggestion_id"])


def _import_preview(facts: Facts) -> ImportPreview:
    entries = (ImportEntry(entry["line"], entry["cite_key"], _paper(entry["paper"])) for entry in facts["entries"])
    return ImportPreview(tuple(entries), tuple(BrokenEntry(**entry) for entry in facts["broken"]))


def _added(facts: Facts) -> AddedPaper:
    by = facts["matched_by"]
    kinds = {"outcome": AddOutcome(facts["outcome"]), "matched_by": MatchedBy(by) if by else None}
    return AddedPaper(**{**facts, **kinds, "stubs": tuple(facts["stubs"])})


def _imported(facts: Facts) -> ImportedPapers:
    return ImportedPapers(tuple(facts["keys"]), facts["duplicates"])


def _paper(facts: Facts) -> NewPaper:
    return NewPaper(**{**facts, "authors": tuple(facts["authors"]), "aliases": tuple(facts["aliases"])})

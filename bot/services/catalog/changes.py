"""Changes of a server's papers, each a part of one transaction."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot.core.catalog.adding import Additions, add, is_stub_yet, require_room
from bot.core.catalog.facts import checked, checked_why, ids_in_link
from bot.core.catalog.importing import ImportedPapers, work_out
from bot.core.catalog.links import Links, require_linkable, require_linked
from bot.core.catalog.own_papers import OwnLink
from bot.core.catalog.refusals import LinkTakenByPaperError, NameTakenByPaperError, NothingToImportError
from bot.services.catalog.suggesting import answer_suggestions
from bot.storage.catalog import rows as paper_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.catalog.importing import ImportEntry
    from bot.core.catalog.own_papers import AddedPaper, NewPaper, PaperEdit, ProposedAncestor
    from bot.core.catalog.shelf import Shelf
    from bot.services.catalog.opened import OpenedCatalog


async def add_paper(
    catalog: OpenedCatalog,
    paper: NewPaper,
    ancestors: Sequence[ProposedAncestor],
    suggestion_id: int | None = None,
) -> AddedPaper:
    room, additions = catalog.shelf.room, Additions()
    # Only a stub has links already, and can be part of a circle.
    is_stub = await asyncio.to_thread(is_stub_yet, catalog.shelf, paper)
    links = await catalog.links() if is_stub else Links(catalog.shelf, ())
    done = await asyncio.to_thread(add, links, paper, ancestors, additions)
    require_room(room, additions)
    await catalog.store(additions)
    await answer_suggestions(catalog, [done.key], suggestion_id)
    return done


async def import_papers(catalog: OpenedCatalog, entries: Sequence[ImportEntry]) -> ImportedPapers:
    # An import adds no links.
    work = await asyncio.to_thread(work_out, Links(catalog.shelf, ()), entries, ())
    if not work.keys and not work.plan.duplicates:
        raise NothingToImportError
    require_room(work.plan.room, work.additions)
    await catalog.store(work.additions)
    await answer_suggestions(catalog, work.keys)
    return ImportedPapers(work.keys, len(work.plan.duplicates))


async def edit_paper(catalog: OpenedCatalog, key: str, edit: PaperEdit) -> None:
    catalog.shelf.required_own(key)
    changes = checked(edit)
    _require_free(catalog.shelf, key, changes)
    _require_free_link(catalog.shelf, key, changes.url or "")
    facts: dict[str, Any] = {
        name: list(value) if isinstance(value, tuple) else value for name, value in changes.given()
    }
    if facts.get("year") == 0:
        facts["year"] = None
    # Otherwise nobody would find the paper by the id of its new link, and it could be added a second time.
    facts |= ids_in_link(changes.url or "")
    await paper_rows.change_paper(catalog.connection, catalog.server_id, key, **facts)
    await catalog.note_change()


async def link_papers(catalog: OpenedCatalog, key: str, builds_on: str, why: str) -> OwnLink:
    links = await catalog.links()
    require_linkable(links, key, builds_on)
    link = OwnLink(key, builds_on, checked_why(why), position=links.next_position(key))
    await paper_rows.add_links(catalog.connection, catalog.server_id, [link])
    await catalog.note_change()
    return link


async def unlink_papers(catalog: OpenedCatalog, key: str, builds_on: str) -> None:
    require_linked(await catalog.links(), key, builds_on)
    await paper_rows.delete_link(catalog.connection, catalog.server_id, key, builds_on)
    await catalog.note_change()


def _require_free(shelf: Shelf, key: str, changes: PaperEdit) -> None:
    """Raise NameTakenByPaperError if another paper has the new title, short name or alias."""
    taken = [(changes.title, shelf.titled(changes.title))] if changes.title else []
    names = [changes.short_name] if changes.short_name else []
    taken += [(name, shelf.named(name)) for name in (*names, *(changes.aliases or ()))]
    for name, other in taken:
        if name and other not in {None, key}:
            raise NameTakenByPaperError(name, shelf.name_of(str(other)), str(other))


def _require_free_link(shelf: Shelf, key: str, url: str) -> None:
    """Raise LinkTakenByPaperError if another paper has the link's arXiv id or DOI."""
    ids = ids_in_link(url)
    found = shelf.identified(ids.get("arxiv_id"), ids.get("doi")) if ids else None
    if found and found.key != key:
        raise LinkTakenByPaperError(shelf.name_of(found.key), found.by, found.key)

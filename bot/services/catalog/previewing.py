"""Previews that wait for their confirmation, each step a part of one transaction."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.catalog.facts import tidied, tidied_ancestor
from bot.core.catalog.importing import usable
from bot.core.catalog.own_papers import AddedPaper
from bot.core.catalog.previews import KEPT, AddPreview, ImportPreview, Preview, PreviewKind
from bot.core.catalog.refusals import PreviewGoneError
from bot.services.catalog.changes import add_paper, import_papers
from bot.services.catalog.opened import server_of
from bot.storage.catalog import previews as preview_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.catalog.importing import ImportedPapers
    from bot.core.visibility import Viewer
    from bot.services.catalog.opened import CatalogRequest, OpenedCatalog

# Of one member in one server. An import's preview may take a megabyte.
MOST_PREVIEWS = 3
TOKEN_BYTES = 8


def new_preview(viewer: Viewer, content: AddPreview | ImportPreview, now: datetime) -> Preview:
    """Raises NoTitleError, BadPaperLinkError, TooManyEntriesError."""
    kind = PreviewKind.ADD if isinstance(content, AddPreview) else PreviewKind.IMPORT
    token = secrets.token_hex(TOKEN_BYTES)
    return Preview(token, server_of(viewer), viewer.user_id, now, kind, _checked(content))


async def keep_preview(request: CatalogRequest, preview: Preview) -> Preview:
    await preview_rows.add_preview(request.connection, preview, MOST_PREVIEWS)
    return preview


async def kept_preview(request: CatalogRequest, token: str) -> Preview:
    """Raises PreviewGoneError for one of another member or server, and one that is too old."""
    preview = await preview_rows.preview_by_token(request.connection, token)
    whose = (request.server_id, request.viewer.user_id)
    if preview is None or (preview.server_id, preview.user_id) != whose or preview.created_at + KEPT <= request.now:
        raise PreviewGoneError
    return preview


async def change_preview(request: CatalogRequest, token: str, content: AddPreview | ImportPreview) -> Preview:
    preview = await kept_preview(request, token)
    if preview.done:
        return preview
    changed = replace(preview, content=_checked(content))
    await preview_rows.change_preview(request.connection, changed)
    return changed


async def drop_preview(request: CatalogRequest, token: str) -> None:
    await preview_rows.delete_preview(request.connection, token, request.server_id, request.viewer.user_id)


async def add_previewed(catalog: OpenedCatalog, token: str) -> AddedPaper:
    preview = await kept_preview(catalog, token)
    if isinstance(preview.done, AddedPaper):
        return preview.done
    if not isinstance(preview.content, AddPreview):
        raise PreviewGoneError
    content = preview.content
    done = await add_paper(catalog, content.paper, content.chosen, content.suggestion_id)
    await preview_rows.change_preview(catalog.connection, replace(preview, content=None, done=done))
    return done


async def import_previewed(catalog: OpenedCatalog, token: str) -> ImportedPapers:
    preview = await kept_preview(catalog, token)
    if preview.done and not isinstance(preview.done, AddedPaper):
        return preview.done
    if not isinstance(preview.content, ImportPreview):
        raise PreviewGoneError
    done = await import_papers(catalog, preview.content.entries)
    await preview_rows.change_preview(catalog.connection, replace(preview, content=None, done=done))
    return done


def _checked(content: AddPreview | ImportPreview) -> AddPreview | ImportPreview:
    """Return it without what could not be stored."""
    if isinstance(content, AddPreview):
        ancestors = tuple(map(tidied_ancestor, content.ancestors))
        return replace(content, paper=tidied(content.paper), ancestors=ancestors)
    return ImportPreview(*usable(content.entries, content.broken))

"""Removing a paper, unless it is in use. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.catalog.own_papers import RemovedPaper
from bot.core.catalog.refusals import (
    AncestorUseError,
    LogUseError,
    MoreUsesError,
    PaperInUseError,
    PollUseError,
    QueuedUseError,
    UnseenUseError,
    WeekUseError,
)
from bot.core.visibility import Access
from bot.storage.catalog import rows as paper_rows
from bot.storage.catalog.uses import uses_of
from bot.storage.clubs import rows as club_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.catalog.links import Links
    from bot.core.catalog.refusals import PaperUseError
    from bot.core.clubs.club import Club
    from bot.core.visibility import Viewer
    from bot.services.catalog.opened import OpenedCatalog
    from bot.storage.catalog.uses import PaperUses, UsedIn

MOST_USES_SAID = 8


async def remove_paper(catalog: OpenedCatalog, key: str) -> RemovedPaper:
    paper, links = catalog.shelf.required_own(key), await catalog.links()
    await require_unused(catalog, key)
    stubs = await _stubs_left_alone(catalog, links, key)
    await paper_rows.delete_papers(catalog.connection, catalog.server_id, [key, *stubs])
    await catalog.note_change()
    return RemovedPaper(key, paper.short_name, tuple(map(catalog.shelf.name_of, stubs)))


async def require_unused(catalog: OpenedCatalog, key: str) -> None:
    """Raises NotInCatalogError, SharedPaperError, PaperInUseError."""
    paper, links = catalog.shelf.required_own(key), await catalog.links()
    descendants = [catalog.shelf.name_of(link.key) for link in links.own_to(key)]
    used = await uses_of(catalog.connection, catalog.server_id, key)
    if descendants or not used.is_empty:
        raise PaperInUseError(paper.short_name, await _said(catalog, used, descendants))


async def _stubs_left_alone(catalog: OpenedCatalog, links: Links, key: str) -> list[str]:
    """Return the keys of stubs that are only there because this paper builds on them."""
    alone: list[str] = []
    for link in links.own_from(key):
        stub = catalog.shelf.own.get(link.builds_on)
        if stub is None or not stub.is_stub or links.own_from(stub.key):
            continue
        if [newer.key for newer in links.own_to(stub.key)] == [key]:
            used = await uses_of(catalog.connection, catalog.server_id, stub.key)
            alone += [stub.key] if used.is_empty else []
    return alone


async def _said(catalog: OpenedCatalog, used: PaperUses, descendants: Iterable[str]) -> tuple[PaperUseError, ...]:
    """Return the uses that the viewer may see, and how many there are besides."""
    every = await club_rows.clubs_of_server(catalog.connection, catalog.server_id, with_closed=True)
    seen = {club.id: club for club in catalog.viewer.seen(every)}
    ways = (used.queued, used.polls, used.weeks, used.logs)
    queued, polls, weeks, logs = ([use for use in way if _may_see(catalog.viewer, seen, use)] for way in ways)
    own_drafts = used.drafts.count(catalog.viewer.user_id)
    unseen = sum(map(len, ways)) + len(used.drafts) - own_drafts - sum(map(len, (queued, polls, weeks, logs)))
    said: list[PaperUseError] = [AncestorUseError(name) for name in descendants]
    said += [QueuedUseError(seen[use.club_id].settings.name) for use in queued]
    said += [PollUseError(seen[use.club_id].settings.name) for use in polls]
    said += [WeekUseError(seen[use.club_id].settings.name, use.number) for use in weeks]
    if len(said) > MOST_USES_SAID:
        said[MOST_USES_SAID:] = [MoreUsesError(len(said) - MOST_USES_SAID)]
    if count := len(logs) + own_drafts:
        said.append(LogUseError(count))
    if unseen:
        said.append(UnseenUseError(unseen))
    return tuple(said)


def _may_see(viewer: Viewer, seen: dict[int, Club], use: UsedIn) -> bool:
    club = seen.get(use.club_id)
    if club is None:
        return False
    is_hidden = use.channel_id and viewer.memberships[club.server_id].access_to(use.channel_id) is Access.HIDDEN
    return not is_hidden

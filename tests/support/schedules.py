"""Schedules as files, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.schedule.writing import WrittenPaper, WrittenSession, table_of

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.papers.paper import Catalog
    from bot.core.visibility import Viewer
    from bot.services.schedules.service import ScheduleService


async def as_file(service: ScheduleService, viewer: Viewer, club: Club, catalog: Catalog) -> str:
    """What a club exports, with the titles of a catalog, or else keys as titles."""
    sessions = []
    for each in await service.export(viewer, club):
        papers = []
        for key in each.keys:
            paper = catalog.get(key)
            papers.append(WrittenPaper(paper.title if paper else key, paper.url if paper else "", key))
        sessions.append(
            WrittenSession(each.day, tuple(papers), tuple(host.name for host in each.hosts), each.links, each.topic)
        )
    return table_of(sessions)

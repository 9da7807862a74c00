"""Schedules as files, and what becomes of them, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.core.schedules.files import read_schedule
from bot.core.schedules.writing import WrittenPaper, WrittenSession, table_of
from bot.services.schedules.service import ScheduleService
from bot.storage.schedules import rows as session_rows
from bot.storage.schedules.tables import schedule_matches, schedule_previews
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.tables import metadata
from tests.support.own_papers import organizer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.papers.paper import Catalog
    from bot.core.schedules.past import Also, PastSession
    from bot.core.schedules.session import Schedule
    from bot.core.visibility import Viewer
    from tests.support.reading_clubs import App

# The application's clock begins in January 2026.
FILE = """\
| Date | Paper | Host | Slides |
|--|--|--|--|
| 2025-11-03 | [Attention Is All You Need](https://arxiv.org/abs/1706.03762) | Ada Berg | [a](https://x.org/a.pdf) |
| 2025-11-10 | no meeting | | |
| 2025-11-17 | [Probes for very small models](https://x.org/p)<br>[Grok nets](https://arxiv.org/abs/2201.02177) | Bo | |
| 2025-11-24 | Kick-off of the second term | | |
| 2027-01-04 | [LoRA: Low-Rank Adaptation](https://arxiv.org/abs/2106.09685) | Ada Berg | |
| 2026-12-28 | Maps of very small towns | | |
"""


def schedules_of(app: App) -> ScheduleService:
    return ScheduleService(app.database, app.catalog, app.clock, app.papers_read)


def read(text: str = FILE) -> Schedule:
    return read_schedule("schedule.md", text.encode())


async def moved_in(app: App, club: Club, schedule: Schedule, *also: Also) -> Any:
    service = schedules_of(app)
    kept = await service.keep(organizer(), club, schedule)
    if also:
        await service.take_also(organizer(), kept.token, also)
    return (await service.confirm(organizer(), kept.token)).done


async def past_of(app: App, club: Club) -> list[PastSession]:
    async with app.database.read_transaction() as connection:
        return await session_rows.past_sessions_of(connection, club.id)


async def queue_of(app: App, club: Club) -> list[str]:
    async with app.database.read_transaction() as connection:
        return await syllabus_rows.queue_of(connection, club.id)


async def stored(app: App) -> dict[str, list[Any]]:
    """All rows but those of previews and of the pace of writing."""
    left_out = {schedule_previews.name, schedule_matches.name}
    async with app.database.read_transaction() as connection:
        return {
            table.name: sorted(map(repr, (await connection.execute(select(table))).all()))
            for table in metadata.sorted_tables
            if table.name not in left_out
        }


async def as_file(
    service: ScheduleService, viewer: Viewer, club: Club, catalog: Catalog, names: dict[int, str] | None = None
) -> str:
    """What a club exports, with the titles of a catalog, or else keys as titles, and with these members' names."""
    sessions = []
    for each in await service.export(viewer, club):
        papers = []
        for key in each.keys:
            paper = catalog.get(key)
            papers.append(WrittenPaper(paper.title if paper else key, paper.url if paper else "", key))
        hosts = tuple((names or {}).get(host.user_id or 0, host.name) for host in each.hosts)
        sessions.append(WrittenSession(each.day, tuple(papers), hosts, each.links, each.topic, each.club))
    return table_of(sessions)

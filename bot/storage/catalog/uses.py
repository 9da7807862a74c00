"""Where a server's clubs use a paper. Withdrawn logs count too: their authors can still look them up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import literal, select

from bot.core.weeks.week import WeekState
from bot.storage.schedules.tables import past_session_papers, past_sessions
from bot.storage.tables import clubs, log_drafts, paper_logs, polls, syllabus_entries, weeks

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class UsedIn:
    """A use in a club. `channel_id` is where its week was posted, None outside weeks and before the post."""

    club_id: int
    channel_id: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class PaperUses:
    """`drafts` are the ids of their authors; each other list has one for each use."""

    queued: tuple[UsedIn, ...]
    polls: tuple[UsedIn, ...]
    weeks: tuple[UsedIn, ...]
    logs: tuple[UsedIn, ...]
    drafts: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.queued or self.polls or self.weeks or self.logs or self.drafts)


async def uses_of(connection: AsyncConnection, server_id: int, key: str) -> PaperUses:
    queue, here = syllabus_entries.c, select(clubs.c.id).where(clubs.c.server_id == server_id)
    queued = select(queue.club_id).where(queue.paper_key == key, queue.club_id.in_(here)).order_by(queue.club_id)
    open_polls = select(polls.c.club_id, polls.c.candidates).where(polls.c.club_id.in_(here), polls.c.is_open)
    read = select(weeks.c.club_id, weeks.c.channel_id, weeks.c.number).where(
        weeks.c.paper_key == key, weeks.c.club_id.in_(here), weeks.c.state != WeekState.SKIPPED
    )
    before = (
        select(past_sessions.c.club_id, literal(None), past_sessions.c.number)
        .join(past_session_papers, past_session_papers.c.session_id == past_sessions.c.id)
        .where(past_session_papers.c.paper_key == key, past_sessions.c.club_id.in_(here))
    )
    logs = (
        select(paper_logs.c.club_id, weeks.c.channel_id)
        .outerjoin_from(paper_logs, weeks, weeks.c.id == paper_logs.c.week_id)
        .where(paper_logs.c.paper_key == key, paper_logs.c.club_id.in_(here))
    )
    drafts = select(log_drafts.c.author_id).where(log_drafts.c.paper_key == key, log_drafts.c.server_id == server_id)
    return PaperUses(
        tuple(map(UsedIn, await connection.scalars(queued))),
        tuple(UsedIn(row.club_id) for row in await connection.execute(open_polls) if key in row.candidates),
        (
            *(UsedIn(*row) for row in await connection.execute(before.order_by(past_sessions.c.day))),
            *(UsedIn(*row) for row in await connection.execute(read.order_by(weeks.c.id))),
        ),
        tuple(UsedIn(*row) for row in await connection.execute(logs.order_by(paper_logs.c.id))),
        tuple(await connection.scalars(drafts.order_by(log_drafts.c.id))),
    )

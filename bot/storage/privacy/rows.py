"""Where a member's data is, and the erasures that are under way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from bot.storage.ballots.tables import ballots
from bot.storage.hosts.tables import host_answers, session_roles, willing_hosts
from bot.storage.nominations.tables import nominations, supports
from bot.storage.presences.tables import presences
from bot.storage.privacy.tables import erasure_messages, erasures
from bot.storage.schedules.tables import past_session_hosts, past_sessions, schedule_previews
from bot.storage.tables import attendances, clubs, freed_reviews, log_drafts, paper_logs, polls, reviews, weeks
from bot.storage.takeaways.tables import takeaways
from bot.storage.weeks.tables import sign_ups

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """What was asked to be erased, and the outbox entries of its messages."""

    server_id: int | None
    asked_at: datetime
    entry_ids: tuple[int, ...]


async def servers_with(connection: AsyncConnection, user_id: int) -> list[int]:
    """Return the servers with clubs in which something of the member is stored."""
    in_clubs = [
        select(paper_logs.c.club_id).where(paper_logs.c.author_id == user_id),
        select(log_drafts.c.club_id).where(log_drafts.c.author_id == user_id),
        *(
            select(table.c.club_id).where(table.c.user_id == user_id)
            for table in (sign_ups, willing_hosts, host_answers, session_roles, schedule_previews)
        ),
        select(nominations.c.club_id).where(nominations.c.member_id == user_id),
        select(nominations.c.club_id).join(supports).where(supports.c.member_id == user_id),
        select(polls.c.club_id).join(ballots).where(ballots.c.member_id == user_id),
        select(past_sessions.c.club_id).join(past_session_hosts).where(past_session_hosts.c.user_id == user_id),
    ]
    in_weeks = [
        select(attendances.c.week_id).where(attendances.c.user_id == user_id),
        select(presences.c.week_id).where(presences.c.user_id == user_id),
        select(takeaways.c.week_id).where(takeaways.c.author_id == user_id),
        select(reviews.c.week_id).where(reviews.c.reviewer_id == user_id),
        select(freed_reviews.c.week_id).where(freed_reviews.c.reviewer_id == user_id),
    ]
    of_weeks = select(weeks.c.club_id).where(or_(*(weeks.c.id.in_(query) for query in in_weeks)))
    which = or_(*(clubs.c.id.in_(query) for query in (*in_clubs, of_weeks)))
    query = select(clubs.c.server_id).where(which).distinct().order_by(clubs.c.server_id)
    return list(await connection.scalars(query))


async def erasures_of(connection: AsyncConnection, user_id: int) -> list[ErasureRow]:
    """Return the member's erasures that are not done, oldest first."""
    query = (
        select(erasures, erasure_messages.c.entry_id)
        .outerjoin(erasure_messages, erasure_messages.c.erasure_id == erasures.c.id)
        .where(erasures.c.user_id == user_id)
        .order_by(erasures.c.id, erasure_messages.c.entry_id)
    )
    found: dict[int, ErasureRow] = {}
    for row in await connection.execute(query):
        before = found.get(row.id, ErasureRow(row.server_id, row.asked_at, ()))
        added = () if row.entry_id is None else (row.entry_id,)
        found[row.id] = ErasureRow(row.server_id, row.asked_at, (*before.entry_ids, *added))
    return list(found.values())

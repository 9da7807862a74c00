"""Finds rows with future times that no correct clock can have produced."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, exists, func, or_, select

from bot.core.calendar.misdated import (
    FURTHEST_POLL,
    FURTHEST_POST,
    FURTHEST_STEP,
    ORDINARY_POST,
    is_dated_too_far,
    is_too_far,
)
from bot.core.clubs.club import ClubState
from bot.core.weeks.week import WeekState
from bot.storage.clubs.rows import clubs_by_id
from bot.storage.shards.sharded import within
from bot.storage.tables import clubs, outbox, polls, weeks
from bot.storage.weeks.parts import further_slots
from bot.storage.weeks.rows import weeks_by_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Label, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs.club import Club
    from bot.core.shards.sharding import Shards
    from bot.core.weeks.week import Week


async def misdated_clubs(
    connection: AsyncConnection, now: datetime, by_itself: Sequence[str], shards: Shards
) -> list[int]:
    """Return the ids of clubs whose next post, a week or a poll has such a time.

    `by_itself` are the notes of slots that were skipped automatically, not by an organizer.
    """
    far = {"now": now, "ordinary": now + ORDINARY_POST, "by_itself": list(by_itself)}
    rows = (await connection.execute(_far(shards), far)).all()
    known = await clubs_by_id(connection, [row.id for row in rows])
    found = {row.id for row in rows if row.is_wrong or _is_too_far(known.get(row.id), now, row.ahead)}
    found |= set(await connection.scalars(_late_polls(shards), {"last_poll": now + FURTHEST_POLL}))
    late = set(await connection.scalars(_late_steps(shards), {"last_step": now + FURTHEST_STEP})) - found
    # A break may well move a week's end that far.
    for club in (await clubs_by_id(connection, late)).values():
        if await misdated_weeks(connection, club, now):
            found.add(club.id)
    return sorted(found)


def _is_too_far(club: Club | None, now: datetime, settled: int) -> bool:
    return bool(club and club.next_due and is_too_far(club.next_due, now, settled, club.timetable))


# Every tick runs these, so they are built once: building a statement costs as much as running it.
@cache
def _far(shards: Shards) -> Select[Any]:
    to_come = _left_out_to_come(bindparam("now"), bindparam("by_itself", expanding=True))
    skipped = exists().where(weeks.c.club_id == clubs.c.id, to_come)
    far = select(clubs.c.id, _slots_ahead(bindparam("now")), skipped.label("is_wrong"))
    return far.where(clubs.c.next_due > bindparam("ordinary"), *_running(shards))


@cache
def _late_steps(shards: Shards) -> Select[Any]:
    late = select(weeks.c.club_id).where(weeks.c.next_step_at > bindparam("last_step"))
    return select(clubs.c.id).where(clubs.c.id.in_(late), *_running(shards))


@cache
def _late_polls(shards: Shards) -> Select[Any]:
    late = (polls.c.is_open, polls.c.closes_at > bindparam("last_poll"), polls.c.closes_at > clubs.c.next_due)
    return select(clubs.c.id).join(polls, polls.c.club_id == clubs.c.id).where(*late, *_running(shards))


def _running(shards: Shards) -> tuple[ColumnElement[bool], ...]:
    return clubs.c.state != ClubState.CLOSED, within(clubs.c.server_id, shards)


async def slots_ahead(connection: AsyncConnection, club_id: int, now: datetime) -> int:
    """Return how many of the coming slots are skipped already or were posted early."""
    return (await connection.execute(select(_slots_ahead(now)).where(clubs.c.id == club_id))).scalar_one()


def _slots_ahead(now: Any) -> Label[int]:
    count = select(func.count()).where(weeks.c.club_id == clubs.c.id, weeks.c.due_at > now)
    return count.correlate(clubs).scalar_subquery().label("ahead")


async def forget_slots_to_come(
    connection: AsyncConnection, club_id: int, now: datetime, by_itself: Sequence[str]
) -> int:
    """Delete the rows of slots that were skipped before their time; return how many. Nothing refers to them."""
    far = (weeks.c.state == WeekState.SKIPPED) & (weeks.c.due_at > now + FURTHEST_POST) & weeks.c.number.is_(None)
    unwritten = ~exists().where(outbox.c.week_id == weeks.c.id)
    which = (weeks.c.club_id == club_id, or_(_left_out_to_come(now, by_itself), far), unwritten)
    return (await connection.execute(delete(weeks).where(*which))).rowcount


async def misdated_weeks(connection: AsyncConnection, club: Club, now: datetime) -> list[Week]:
    """Return the weeks that end later than any week can, in the order they were planned."""
    which = (weeks.c.club_id == club.id, weeks.c.state != WeekState.SKIPPED, weeks.c.reviews_due > now + FURTHEST_STEP)
    ids = list(await connection.scalars(select(weeks.c.id).where(*which).order_by(weeks.c.id)))
    found = (await weeks_by_id(connection, ids)).values()
    parts = {week.id: await further_slots(connection, week) for week in found if week.periods > 1}
    last = {week_id: rows[-1].due_at for week_id, rows in parts.items() if rows}
    return [week for week in found if is_dated_too_far(week, club, now, last.get(week.id))]


def _left_out_to_come(now: Any, by_itself: Any) -> ColumnElement[bool]:
    return and_(weeks.c.state == WeekState.SKIPPED, weeks.c.note.in_(by_itself), weeks.c.due_at > now)

"""Weeks, and who is in. Ids are in the order in which weeks were planned, whatever dates a wrong clock gave them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, delete, insert, select, update

from bot.core.weeks import OPEN_STATES, Answer, Given, History, PastWeek, Step, Week, WeekState
from bot.storage.readable import readable, unreadable_rows_of
from bot.storage.sharded import within
from bot.storage.tables import attendances, clubs, weeks

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy import Row, Select, Update
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.sharding import Shards

# Kept, so that a press which Discord delivers again is known.
TAKEN_BACK = "none"
NOTE_LIMIT = 200
# What every post asks is prepared once: to build a statement costs as much as to run it.
ADD = insert(weeks).returning(*weeks.c)
CHANGE = update(weeks).where(weeks.c.id == bindparam("week"))
BY_ID = select(weeks).where(weeks.c.id == bindparam("week"))
LATEST = (
    select(weeks)
    .where(weeks.c.club_id == bindparam("club"), weeks.c.state != WeekState.SKIPPED)
    .order_by(weeks.c.id.desc())
    .limit(1)
)
HISTORY = (
    select(weeks.c.slot, weeks.c.number, weeks.c.paper_key, weeks.c.state)
    .where(weeks.c.club_id == bindparam("club"))
    .order_by(weeks.c.id)
)
SLOTS_FROM = select(weeks.c.slot).where(weeks.c.club_id == bindparam("club"), weeks.c.slot >= bindparam("from"))
READ = (
    select(weeks.c.paper_key)
    .where(weeks.c.club_id == bindparam("club"), weeks.c.state != WeekState.SKIPPED, weeks.c.paper_key.is_not(None))
    .order_by(weeks.c.id)
)
ATTENDANCE = (
    select(attendances.c.user_id, attendances.c.answer)
    .where(attendances.c.week_id == bindparam("week"), attendances.c.answer != TAKEN_BACK)
    .order_by(attendances.c.answered_at, attendances.c.user_id)
)


def _moving(*steps: tuple[WeekState, WeekState]) -> Update:
    """A change that takes a week's state one step on, from wherever of these it stands."""
    state = case({str(old): str(new) for old, new in steps}, value=weeks.c.state, else_=weeks.c.state)
    return CHANGE.values(state=state)


NOTE_MESSAGE = _moving((WeekState.PLANNED, WeekState.POSTED))
NOTE_THREAD = _moving((WeekState.PLANNED, WeekState.READING), (WeekState.POSTED, WeekState.READING))


async def add_week(connection: AsyncConnection, club_id: int, slot: date, **facts: Any) -> Week:
    """Raises IntegrityError where the club already has a week for the slot: that is what keeps it to one."""
    values = {
        "number": None,
        "paper_key": None,
        "is_late": False,
        "logs_due": None,
        "reviews_due": None,
        "channel_id": None,
        "message_id": None,
        "thread_id": None,
        "note": "",
        "next_step": None,
        "next_step_at": None,
        "is_forum": False,
        **facts,
    }
    return _week((await connection.execute(ADD, {"club_id": club_id, "slot": slot, **values})).one())


async def change_week(connection: AsyncConnection, week_id: int, **facts: Any) -> None:
    await connection.execute(CHANGE, {"week": week_id, **facts})


async def note_post(
    connection: AsyncConnection, week_id: int, channel_id: int, message_id: int, *, is_threaded: bool, is_forum: bool
) -> None:
    """The week's post is up; with its thread, reading begins. A thread has the id of the message it grew from."""
    facts = {"week": week_id, "channel_id": channel_id, "message_id": message_id, "note": "", "is_forum": is_forum}
    if is_threaded:
        await connection.execute(NOTE_THREAD, {**facts, "thread_id": message_id})
    else:
        await connection.execute(NOTE_MESSAGE, facts)


async def give_up_post(connection: AsyncConnection, week_id: int, note: str) -> None:
    """The week's post will not go up, so the week is over. One that was skipped meanwhile keeps its own note."""
    begun = weeks.c.state.in_((WeekState.PLANNED, WeekState.POSTED))
    query = update(weeks).where(weeks.c.id == week_id, begun)
    await connection.execute(query.values(state=WeekState.CLOSED, note=note, next_step=None, next_step_at=None))


async def week_by_id(connection: AsyncConnection, week_id: int) -> Week | None:
    row = (await connection.execute(BY_ID, {"week": week_id})).one_or_none()
    return _week(row) if row else None


async def weeks_by_id(connection: AsyncConnection, week_ids: Collection[int]) -> dict[int, Week]:
    found = await readable(connection, select(weeks).where(weeks.c.id.in_(week_ids)), weeks, _week)
    return {week.id: week for week in found}


async def latest_week(connection: AsyncConnection, club_id: int) -> Week | None:
    """The newest week that was not skipped."""
    row = (await connection.execute(LATEST, {"club": club_id})).one_or_none()
    return _week(row) if row else None


async def newest_thread(connection: AsyncConnection, club_id: int) -> int | None:
    """Of the newest week that has one."""
    query = select(weeks.c.thread_id).where(weeks.c.club_id == club_id, weeks.c.thread_id.is_not(None))
    thread_id: int | None = await connection.scalar(query.order_by(weeks.c.id.desc()).limit(1))
    return thread_id


async def begun_weeks(connection: AsyncConnection, club_id: int) -> list[Week]:
    """Those whose post is up, closed ones too, newest first."""
    begun = weeks.c.state.not_in((WeekState.PLANNED, WeekState.SKIPPED)) & weeks.c.message_id.is_not(None)
    query = select(weeks).where(weeks.c.club_id == club_id, begun)
    return [_week(row) for row in await connection.execute(query.order_by(weeks.c.id.desc()))]


async def weeks_on(connection: AsyncConnection, club_ids: Collection[int], paper_key: str) -> list[Week]:
    """Those of the clubs whose post on the paper is up, the newest first."""
    begun = weeks.c.state.not_in((WeekState.PLANNED, WeekState.SKIPPED)) & weeks.c.message_id.is_not(None)
    query = select(weeks).where(weeks.c.paper_key == paper_key, begun, weeks.c.club_id.in_(club_ids))
    return await readable(connection, query.order_by(weeks.c.id.desc()), weeks, _week)


async def papers_posted(connection: AsyncConnection, server_id: int) -> frozenset[str]:
    """The papers of all weeks of the server's clubs whose post was ever up."""
    here = select(clubs.c.id).where(clubs.c.server_id == server_id)
    query = select(weeks.c.paper_key).distinct().where(weeks.c.club_id.in_(here), weeks.c.message_id.is_not(None))
    return frozenset(filter(None, await connection.scalars(query)))


async def channels_of(connection: AsyncConnection, club_ids: Collection[int]) -> list[tuple[int, int]]:
    """Of each club the channels in which its weeks were posted, as (club id, channel id)."""
    query = select(weeks.c.club_id, weeks.c.channel_id).distinct()
    posted = query.where(weeks.c.club_id.in_(club_ids), weeks.c.channel_id.is_not(None))
    return [(row.club_id, row.channel_id) for row in await connection.execute(posted)]


async def latest_slots(connection: AsyncConnection, club_id: int, count: int) -> list[Week]:
    """The newest weeks, skipped ones too, newest first. What was posted in place of a skipped one has its time."""
    newest_first = (weeks.c.due_at.desc(), weeks.c.id.desc())
    query = select(weeks).where(weeks.c.club_id == club_id).order_by(*newest_first).limit(count)
    return [_week(row) for row in await connection.execute(query)]


async def slots_from(connection: AsyncConnection, club_id: int, slot: date) -> set[date]:
    """Those from this one on that have a week, or were left out."""
    return set(await connection.scalars(SLOTS_FROM, {"club": club_id, "from": slot}))


async def delete_week(connection: AsyncConnection, week_id: int) -> None:
    """With everything that hangs on it, as where a slot was left out and is not after all."""
    await connection.execute(delete(weeks).where(weeks.c.id == week_id))


async def week_of_thread(connection: AsyncConnection, club_id: int, thread_ids: Collection[int]) -> Week | None:
    """The club's week that has one of these as its thread."""
    query = select(weeks).where(weeks.c.club_id == club_id, weeks.c.thread_id.in_(thread_ids)).limit(1)
    row = (await connection.execute(query)).one_or_none()
    return _week(row) if row else None


async def open_weeks(connection: AsyncConnection, club_id: int) -> list[Week]:
    """Oldest first."""
    query = select(weeks).where(weeks.c.club_id == club_id, weeks.c.state.in_(OPEN_STATES))
    return [_week(row) for row in await connection.execute(query.order_by(weeks.c.id))]


async def weeks_in_review(connection: AsyncConnection, club_ids: Collection[int]) -> list[Week]:
    """Those of the clubs in which reviews are open, oldest first."""
    query = select(weeks).where(weeks.c.state == WeekState.REVIEWING, weeks.c.club_id.in_(club_ids))
    return await readable(connection, query.order_by(weeks.c.due_at, weeks.c.id), weeks, _week)


async def history_of(connection: AsyncConnection, club_id: int) -> History:
    rows = await connection.execute(HISTORY, {"club": club_id})
    return History(tuple(PastWeek(row.slot, row.number, row.paper_key, WeekState(row.state)) for row in rows))


async def papers_read(connection: AsyncConnection, club_id: int) -> list[str]:
    """The focus papers of the club's weeks, skipped ones not counted, oldest first."""
    return list(await connection.scalars(READ, {"club": club_id}))


async def weeks_with_due_step(connection: AsyncConnection, now: datetime, limit: int, shards: Shards) -> list[Week]:
    """Longest overdue first. A week whose post is not out yet has not begun."""
    which = {"now": now, "most": limit, "aside": unreadable_rows_of(connection).aside(weeks.name)}
    return await readable(connection, _with_due_step(shards), weeks, _week, which)


@cache
def _with_due_step(shards: Shards) -> Select[Any]:
    aside = weeks.c.id.in_(bindparam("aside", expanding=True))
    due = (weeks.c.next_step_at <= bindparam("now"), weeks.c.state != WeekState.PLANNED, ~aside)
    query = select(weeks).where(*due).order_by(weeks.c.next_step_at).limit(bindparam("most"))
    return query if shards.are_all else query.join(clubs).where(within(clubs.c.server_id, shards))


async def given_by(connection: AsyncConnection, week_id: int, user_id: int) -> Given | None:
    """A member's answer, a taken back one too."""
    query = select(attendances).where(attendances.c.week_id == week_id, attendances.c.user_id == user_id)
    row = (await connection.execute(query)).one_or_none()
    return Given(None if row.answer == TAKEN_BACK else Answer(row.answer), row.answered_at) if row else None


async def save_given(connection: AsyncConnection, week_id: int, user_id: int, given: Given) -> None:
    """In place of an earlier answer."""
    where = (attendances.c.week_id == week_id, attendances.c.user_id == user_id)
    await connection.execute(delete(attendances).where(*where))
    facts = {"answer": given.answer or TAKEN_BACK, "answered_at": given.at}
    await connection.execute(insert(attendances).values(week_id=week_id, user_id=user_id, **facts))


async def attendance_of(connection: AsyncConnection, week_id: int) -> dict[int, Answer]:
    """User id → answer, in the order of answering."""
    rows = await connection.execute(ATTENDANCE, {"week": week_id})
    return {row.user_id: Answer(row.answer) for row in rows}


def _week(row: Row[Any]) -> Week:
    facts = row._asdict()
    facts["state"] = WeekState(row.state)
    facts["next_step"] = Step(row.next_step) if row.next_step else None
    return Week(**facts)

"""The rows of weeks and attendance. Ids follow the order of planning, whatever dates a wrong clock gave the weeks."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, bindparam, case, cast, delete, insert, literal, null, select, union_all, update

from bot.core.weeks.note import Note
from bot.core.weeks.week import OPEN_STATES, Answer, GivenAnswer, History, PastWeek, Step, Week, WeekState
from bot.storage.readable import readable, unreadable_rows_of
from bot.storage.schedules.tables import past_session_papers, past_sessions
from bot.storage.shards.sharded import within
from bot.storage.tables import attendances, clubs, weeks

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy import Row, Select, Update
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.shards.sharding import Shards

# Stored in place of an answer, so that a press that Discord delivers again is recognized.
TAKEN_BACK = "none"
# Queries that every post runs are built once: building a statement costs as much as running it.
ADD = insert(weeks).returning(*weeks.c)
CHANGE = update(weeks).where(weeks.c.id == bindparam("week"))
BY_ID = select(weeks).where(weeks.c.id == bindparam("week"))
LATEST = (
    select(weeks)
    .where(weeks.c.club_id == bindparam("club"), weeks.c.state != WeekState.SKIPPED)
    .order_by(weeks.c.id.desc())
    .limit(1)
)
# What the club read before it moved here comes first, by date, each paper as a week that is closed.
_BEFORE = (
    select(
        past_sessions.c.day.label("slot"),
        past_sessions.c.number,
        past_session_papers.c.paper_key,
        literal(str(WeekState.CLOSED)).label("state"),
        literal(0).label("part"),
        past_sessions.c.day.label("day"),
        past_session_papers.c.position.label("at"),
    )
    .join(past_session_papers, past_session_papers.c.session_id == past_sessions.c.id)
    .where(past_sessions.c.club_id == bindparam("club"))
)
_HERE = select(
    weeks.c.slot, weeks.c.number, weeks.c.paper_key, weeks.c.state, literal(1), cast(null(), Date), weeks.c.id
).where(weeks.c.club_id == bindparam("club"))
HISTORY = union_all(_BEFORE, _HERE).order_by("part", "day", "at")
SLOTS_FROM = select(weeks.c.slot).where(weeks.c.club_id == bindparam("club"), weeks.c.slot >= bindparam("from"))
ATTENDANCE = (
    select(attendances.c.user_id, attendances.c.answer)
    .where(attendances.c.week_id == bindparam("week"), attendances.c.answer != TAKEN_BACK)
    .order_by(attendances.c.answered_at, attendances.c.user_id)
)
BY_MEMBER = (attendances.c.week_id == bindparam("week"), attendances.c.user_id == bindparam("user"))
GIVEN, TAKE_BACK = select(attendances).where(*BY_MEMBER), delete(attendances).where(*BY_MEMBER)


def _moving(*steps: tuple[WeekState, WeekState]) -> Update:
    """Return an update that moves a week's state one step on, from whichever of these states it has."""
    state = case({str(old): str(new) for old, new in steps}, value=weeks.c.state, else_=weeks.c.state)
    return CHANGE.values(state=state)


NOTE_MESSAGE = _moving((WeekState.PLANNED, WeekState.POSTED))
NOTE_THREAD = _moving((WeekState.PLANNED, WeekState.READING), (WeekState.POSTED, WeekState.READING))


async def add_week(connection: AsyncConnection, club_id: int, slot: date, **facts: Any) -> Week:
    """Store a week. Raises IntegrityError if the club has one for the slot, which ensures that there is only one."""
    values = {
        "number": None,
        "paper_key": None,
        "is_late": False,
        "logs_due": None,
        "reviews_due": None,
        "channel_id": None,
        "message_id": None,
        "thread_id": None,
        "note": None,
        "next_step": None,
        "next_step_at": None,
        "is_forum": False,
        **facts,
    }
    return read_week((await connection.execute(ADD, {"club_id": club_id, "slot": slot, **_noted(values)})).one())


async def change_week(connection: AsyncConnection, week_id: int, **facts: Any) -> None:
    await connection.execute(CHANGE, {"week": week_id, **_noted(facts)})


async def note_post(
    connection: AsyncConnection, week_id: int, channel_id: int, message_id: int, *, is_threaded: bool, is_forum: bool
) -> None:
    """Note that the week's post is up. If its thread is open, reading begins. The thread has its first message's id."""
    facts = {"week": week_id, "channel_id": channel_id, "message_id": message_id, "is_forum": is_forum}
    facts = _noted({**facts, "note": None})
    if is_threaded:
        await connection.execute(NOTE_THREAD, {**facts, "thread_id": message_id})
    else:
        await connection.execute(NOTE_MESSAGE, facts)


async def give_up_post(connection: AsyncConnection, week_id: int, note: Note) -> None:
    """Note that the week's post will not go up, so the week is over. A week skipped meanwhile keeps its own note."""
    is_unread = weeks.c.state.in_((WeekState.PLANNED, WeekState.POSTED))
    query = update(weeks).where(weeks.c.id == week_id, is_unread)
    facts = {"state": WeekState.CLOSED, "next_step": None, "next_step_at": None}
    await connection.execute(query.values(_noted({**facts, "note": note})))


async def week_by_id(connection: AsyncConnection, week_id: int) -> Week | None:
    row = (await connection.execute(BY_ID, {"week": week_id})).one_or_none()
    return read_week(row) if row else None


async def weeks_by_id(connection: AsyncConnection, week_ids: Collection[int]) -> dict[int, Week]:
    found = await readable(connection, select(weeks).where(weeks.c.id.in_(week_ids)), weeks, read_week)
    return {week.id: week for week in found}


async def latest_week(connection: AsyncConnection, club_id: int) -> Week | None:
    """Return the newest week that was not skipped."""
    row = (await connection.execute(LATEST, {"club": club_id})).one_or_none()
    return read_week(row) if row else None


async def week_after(connection: AsyncConnection, week: Week) -> Week | None:
    """Return the club's next week that was not skipped."""
    later = (weeks.c.club_id == week.club_id, weeks.c.id > week.id, weeks.c.state != WeekState.SKIPPED)
    row = (await connection.execute(select(weeks).where(*later).order_by(weeks.c.id).limit(1))).one_or_none()
    return read_week(row) if row else None


async def newest_thread(connection: AsyncConnection, club_id: int) -> int | None:
    """Return the thread of the newest week that has one."""
    query = select(weeks.c.thread_id).where(weeks.c.club_id == club_id, weeks.c.thread_id.is_not(None))
    thread_id: int | None = await connection.scalar(query.order_by(weeks.c.id.desc()).limit(1))
    return thread_id


async def posted_weeks(connection: AsyncConnection, club_id: int) -> list[Week]:
    """Return the weeks whose post is up, including closed ones, newest first."""
    is_posted = weeks.c.state.not_in((WeekState.PLANNED, WeekState.SKIPPED)) & weeks.c.message_id.is_not(None)
    query = select(weeks).where(weeks.c.club_id == club_id, is_posted)
    return [read_week(row) for row in await connection.execute(query.order_by(weeks.c.id.desc()))]


async def weeks_on(connection: AsyncConnection, club_ids: Collection[int], paper_key: str) -> list[Week]:
    """Return the clubs' weeks whose post on the paper is up, newest first."""
    is_posted = weeks.c.state.not_in((WeekState.PLANNED, WeekState.SKIPPED)) & weeks.c.message_id.is_not(None)
    query = select(weeks).where(weeks.c.paper_key == paper_key, is_posted, weeks.c.club_id.in_(club_ids))
    return await readable(connection, query.order_by(weeks.c.id.desc()), weeks, read_week)


async def papers_posted(connection: AsyncConnection, server_id: int) -> frozenset[str]:
    """Return the papers of all weeks of the server's clubs that were ever posted, and of their sessions from before."""
    here = select(clubs.c.id).where(clubs.c.server_id == server_id)
    query = select(weeks.c.paper_key).where(weeks.c.club_id.in_(here), weeks.c.message_id.is_not(None))
    before = select(past_session_papers.c.paper_key).join(
        past_sessions, past_sessions.c.id == past_session_papers.c.session_id
    )
    both = query.union(before.where(past_sessions.c.club_id.in_(here)))
    return frozenset(filter(None, await connection.scalars(both)))


async def channels_of(connection: AsyncConnection, club_ids: Collection[int]) -> list[tuple[int, int]]:
    """Return the channels in which each club's weeks were posted, as (club id, channel id)."""
    query = select(weeks.c.club_id, weeks.c.channel_id).distinct()
    posted = query.where(weeks.c.club_id.in_(club_ids), weeks.c.channel_id.is_not(None))
    return [(row.club_id, row.channel_id) for row in await connection.execute(posted)]


async def latest_slots(connection: AsyncConnection, club_id: int, count: int) -> list[Week]:
    """Return the newest weeks, newest first, including skipped ones.

    A post in place of a skipped week has that week's time.
    """
    newest_first = (weeks.c.due_at.desc(), weeks.c.id.desc())
    query = select(weeks).where(weeks.c.club_id == club_id).order_by(*newest_first).limit(count)
    return [read_week(row) for row in await connection.execute(query)]


async def slots_from(connection: AsyncConnection, club_id: int, slot: date | None) -> set[date]:
    """Return the slots from this one on that have a week or were skipped; none without one, as for a paused club."""
    if slot is None:
        return set()
    return set(await connection.scalars(SLOTS_FROM, {"club": club_id, "from": slot}))


async def delete_week(connection: AsyncConnection, week_id: int) -> None:
    """Delete the week and everything that belongs to it, for example when a skipped slot is wanted again."""
    await connection.execute(delete(weeks).where(weeks.c.id == week_id))


async def week_of_thread(connection: AsyncConnection, club_id: int, thread_ids: Collection[int]) -> Week | None:
    """Return the club's week that has one of these threads."""
    query = select(weeks).where(weeks.c.club_id == club_id, weeks.c.thread_id.in_(thread_ids)).limit(1)
    row = (await connection.execute(query)).one_or_none()
    return read_week(row) if row else None


async def open_weeks(connection: AsyncConnection, club_id: int) -> list[Week]:
    """Return the club's open weeks, oldest first."""
    query = select(weeks).where(weeks.c.club_id == club_id, weeks.c.state.in_(OPEN_STATES))
    return [read_week(row) for row in await connection.execute(query.order_by(weeks.c.id))]


async def weeks_in_review(connection: AsyncConnection, club_ids: Collection[int]) -> list[Week]:
    """Return the clubs' weeks with open reviews, oldest first."""
    query = select(weeks).where(weeks.c.state == WeekState.REVIEWING, weeks.c.club_id.in_(club_ids))
    return await readable(connection, query.order_by(weeks.c.due_at, weeks.c.id), weeks, read_week)


async def history_of(connection: AsyncConnection, club_id: int) -> History:
    rows = await connection.execute(HISTORY, {"club": club_id})
    return History(tuple(PastWeek(row.slot, row.number, row.paper_key, WeekState(row.state)) for row in rows))


async def papers_read(connection: AsyncConnection, club_id: int) -> list[str]:
    """Return the focus papers of the club's sessions and weeks, oldest first, without skipped weeks."""
    return (await history_of(connection, club_id)).read


async def weeks_with_due_step(connection: AsyncConnection, now: datetime, limit: int, shards: Shards) -> list[Week]:
    """Return weeks with a due step, longest overdue first. A week that is not posted yet has not begun."""
    which = {"now": now, "most": limit, "aside": unreadable_rows_of(connection).aside(weeks.name)}
    return await readable(connection, _with_due_step(shards), weeks, read_week, which)


@cache
def _with_due_step(shards: Shards) -> Select[Any]:
    aside = weeks.c.id.in_(bindparam("aside", expanding=True))
    due = (weeks.c.next_step_at <= bindparam("now"), weeks.c.state != WeekState.PLANNED, ~aside)
    query = select(weeks).where(*due).order_by(weeks.c.next_step_at).limit(bindparam("most"))
    return query if shards.are_all else query.join(clubs).where(within(clubs.c.server_id, shards))


async def given_by(connection: AsyncConnection, week_id: int, user_id: int) -> GivenAnswer | None:
    """Return the member's answer, even if it was taken back."""
    row = (await connection.execute(GIVEN, {"week": week_id, "user": user_id})).one_or_none()
    return GivenAnswer(None if row.answer == TAKEN_BACK else Answer(row.answer), row.answered_at) if row else None


async def given_in_week(connection: AsyncConnection, week_id: int) -> dict[int, GivenAnswer]:
    """Return user id → answer and when it was given, without answers that were taken back."""
    said = (attendances.c.week_id == week_id, attendances.c.answer != TAKEN_BACK)
    rows = await connection.execute(select(attendances).where(*said))
    return {row.user_id: GivenAnswer(Answer(row.answer), row.answered_at) for row in rows}


async def save_given(connection: AsyncConnection, week_id: int, user_id: int, given: GivenAnswer) -> None:
    """Store the member's answer in place of an earlier one."""
    await connection.execute(TAKE_BACK, {"week": week_id, "user": user_id})
    facts = {"answer": given.answer or TAKEN_BACK, "answered_at": given.at}
    await connection.execute(insert(attendances), {"week_id": week_id, "user_id": user_id, **facts})


async def attendance_of(connection: AsyncConnection, week_id: int) -> dict[int, Answer]:
    """Return user id → answer, in the order of answering."""
    rows = await connection.execute(ATTENDANCE, {"week": week_id})
    return {row.user_id: Answer(row.answer) for row in rows}


def _noted(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts as columns: a note is stored in two."""
    if "note" not in facts:
        return facts
    note = facts["note"]
    return facts | {"note": note.code if note else "", "note_facts": note.facts if note else {}}


def read_week(row: Row[Any]) -> Week:
    """Return the week in a row. Raises ValueError for one that is damaged."""
    facts = row._asdict()
    note_facts = facts.pop("note_facts")
    if not isinstance(note_facts, dict):
        raise ValueError(f"the note of week {row.id} is not an object")  # noqa: TRY004 - a stored value
    facts["note"] = Note(row.note, note_facts) if row.note else None
    facts["state"] = WeekState(row.state)
    facts["next_step"] = Step(row.next_step) if row.next_step else None
    return Week(**facts)

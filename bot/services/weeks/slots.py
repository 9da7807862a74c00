"""Fill a club's slots: exactly one week each, or a note why there is none. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core.calendar.breaks import break_at
from bot.core.outbox.entry import CANCELLABLE, EntryState, cancelled
from bot.core.outbox.kinds import Kind
from bot.core.outbox.restores import is_slot_in_doubt
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.weeks.note import Note, NoteCode
from bot.core.weeks.week import (
    LATE_AFTER,
    Step,
    WeekState,
    choose_paper,
    dates_at_sending,
    dates_from,
    due_slots,
    is_late,
    next_step,
    pictured_paper,
    queue_after,
)
from bot.services.meetings.planning import cancel_meeting_of_week, drop_missed_meeting, plan_meeting
from bot.services.outbox.entries import entry_key, new_entry
from bot.services.weeks.parts import give_paper_back, parts_after, plan_parts
from bot.storage.backups.restores import restores_of
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.polls import rows as poll_rows
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.weeks import rows as week_rows
from bot.storage.weeks import sign_ups as sign_up_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.papers.paper import Catalog
    from bot.core.weeks.week import History, Week
    from bot.storage.connections import AsyncConnection


OVERTAKEN = Note(NoteCode.OVERTAKEN)


async def fill_due_slots(connection: AsyncConnection, club: Club, now: datetime, catalog: Catalog) -> bool:
    """Post the newest slot that is due and skip older ones; returns whether anything was done."""
    if club.next_slot is None:
        return False
    due = due_slots(club.timetable, club.next_slot, now)
    if due is None:
        # The time zone's rules changed since the time was calculated, or the slot is in a break: it is later after all.
        await set_next(connection, club, club.next_slot)
        return True
    oldest = next(iter((*due.skip, due.post)))
    if is_slot_in_doubt(await restores_of(connection), club.settings.slot.instant_on(oldest), club.timetable):
        return await _fill_in_doubt(connection, club, oldest, now, catalog)
    history = await week_rows.history_of(connection, club.id)
    for day in due.skip:
        await skip_slot(connection, club, day, Note(NoteCode.AWAY), history)
    start = now if due.is_late else club.settings.slot.instant_on(due.post)
    if due.is_late and _is_on_break(club, now):
        await skip_slot(connection, club, due.post, Note(NoteCode.ON_BREAK), history)
    elif await post_slot(connection, club, due.post, history, start=start, now=now, catalog=catalog) is None:
        await skip_slot(connection, club, due.post, Note(NoteCode.ALL_READ), history)
    await set_next(connection, club, club.timetable.following(due.post))
    return True


async def _fill_in_doubt(connection: AsyncConnection, club: Club, day: date, now: datetime, catalog: Catalog) -> bool:
    """After a restore: plan one slot and look for its post before planning the next.

    A week's paper and number depend on whether the weeks before it took place.
    """
    for week in await week_rows.open_weeks(connection, club.id):
        entry = await outbox_rows.entry_by_key(connection, entry_key(club, week, Kind.POST))
        if week.state is WeekState.PLANNED and entry and entry.state is EntryState.UNKNOWN:
            return False
    history = await week_rows.history_of(connection, club.id)
    start = club.settings.slot.instant_on(day)
    if await post_slot(connection, club, day, history, start=start, now=now, catalog=catalog) is None:
        await skip_slot(connection, club, day, Note(NoteCode.ALL_READ), history)
    await set_next(connection, club, club.timetable.following(day))
    return True


async def post_slot(
    connection: AsyncConnection,
    club: Club,
    day: date,
    history: History,
    *,
    start: datetime,
    now: datetime,
    catalog: Catalog,
    due_at: datetime | None = None,
) -> Week | None:
    """The slot's week, with dates counted from `start`, and its post on the way. `due_at` is when it was announced.

    None if the slot already has one, or if every paper has been read.
    """
    if history.has(day):
        return None
    if history.has_unsent:
        await _set_unsent_aside(connection, club, now)
        history = await week_rows.history_of(connection, club.id)
    queue = await syllabus_rows.queue_of(connection, club.id)
    key = choose_paper(queue, history.read, catalog)
    if key is None:
        return None
    left, periods = queue_after(queue, key), (await syllabus_rows.periods_of(connection, club.id)).get(key, 1)
    await syllabus_rows.take_from_queue(connection, club.id, [taken for taken in queue if taken not in left])
    parts = await parts_after(connection, club, day, periods)
    facts = _planned(club, start, due_at or club.settings.slot.instant_on(day), parts)
    await sign_up_rows.lock_club(connection, club.id)
    week = await week_rows.add_week(connection, club.id, day, number=history.next_number, paper_key=key, **facts)
    await plan_parts(connection, club, week, parts)
    await sign_up_rows.move_to_week(connection, club.id, week.id)
    poll = await poll_rows.unread_winner(connection, club.id)
    if poll is not None and poll.winner == key:
        await poll_rows.change_poll(connection, poll.id, week_id=week.id)
    entry = new_entry(club, Kind.POST, entry_key(club, week, Kind.POST), club.settings.channel_id, week.id)
    await outbox_rows.add_entry(connection, entry, now)
    await plan_meeting(connection, club, week, now)
    return week


def _planned(club: Club, start: datetime, due_at: datetime, parts: Sequence[date]) -> dict[str, Any]:
    """The stored part of a week before its post is sent, with dates counted from `start`, or else from its last part.

    Logs of a paper that takes several slots are open from the first on.
    """
    last = max(start, club.timetable.instant_on(parts[-1])) if parts else start
    dates = dates_from(last, club.settings, club.breaks)
    step, step_at = next_step(dates, start, timetable=club.timetable) or (None, None)
    return {
        "state": WeekState.PLANNED,
        "is_late": is_late(due_at, start),
        "periods": len(parts) + 1,
        "due_at": due_at,
        "logs_due": dates.logs_due,
        "reviews_due": dates.reviews_due,
        "channel_id": club.settings.channel_id,
        "next_step": step,
        "next_step_at": step_at,
    }


async def skip_slot(
    connection: AsyncConnection, club: Club, day: date, note: Note, history: History, *, step: Step | None = None
) -> None:
    """Skip the slot, unless it already has a week. At its time, the `step` is taken instead of a post."""
    if not history.has(day):
        due = club.settings.slot.instant_on(day)
        ahead = {"next_step": step, "next_step_at": due} if step else {}
        await week_rows.add_week(connection, club.id, day, state=WeekState.SKIPPED, due_at=due, note=note, **ahead)


async def set_next(connection: AsyncConnection, club: Club, slot: date) -> None:
    """Make this the club's next slot, or the first after it that isn't decided yet and in no break."""
    decided = await week_rows.slots_from(connection, club.id, slot)
    while slot in decided or not club.timetable.is_free(slot):
        slot = club.timetable.following(slot)
    await club_rows.set_next(connection, club.id, slot, club.settings.slot.instant_on(slot))


async def as_it_leaves(connection: AsyncConnection, week: Week, club: Club, now: datetime) -> Week | None:
    """The week with the dates for a post sent now; None if it must no longer be sent."""
    if week.state in {WeekState.CLOSED, WeekState.SKIPPED}:
        return None
    if week.state is not WeekState.PLANNED:
        return week
    newest = await week_rows.latest_week(connection, club.id)
    is_overtaken = club.next_due is not None and club.next_due <= now
    if is_overtaken or (newest and newest.id != week.id):
        await _set_aside(connection, club, week, now)
        return None
    if _is_on_break(club, now - LATE_AFTER) and week.due_at <= now and not _is_on_break(club, week.due_at):
        # It was held up until the break began. One that an organizer posts in the break goes out.
        await _set_aside(connection, club, week, now, Note(NoteCode.ON_BREAK))
        return None
    await drop_missed_meeting(connection, club, week, now)
    planned = week.dates
    if planned is None:
        return None
    # The last part of several is usually ahead, and the dates count from there.
    dates = planned if week.periods > 1 else dates_at_sending(planned, now, club.settings, club.breaks)
    facts: dict[str, Any] = {"is_late": is_late(week.due_at, now)}
    if dates != planned:
        step, step_at = next_step(dates, now, timetable=club.timetable) or (None, None)
        facts |= {"logs_due": dates.logs_due, "reviews_due": dates.reviews_due}
        facts |= {"next_step": step, "next_step_at": step_at}
    leaving = replace(week, **facts)
    if leaving != week:
        await week_rows.change_week(connection, week.id, **facts)
    return leaving


async def adopt_paper(connection: AsyncConnection, week_id: int, pictures: Sequence[str]) -> None:
    """Set the week's paper to the one its post shows: a post found after a restore may come from a lost poll."""
    week = await week_rows.week_by_id(connection, week_id)
    shown = pictured_paper(pictures)
    if week is None or shown is None or shown == week.paper_key:
        return
    queue = await syllabus_rows.queue_of(connection, week.club_id)
    planned = [week.paper_key] if week.paper_key else []
    rest = [key for key in queue if key not in {shown, *planned}]
    await syllabus_rows.replace_queue(connection, week.club_id, [*planned, *rest])
    await week_rows.change_week(connection, week.id, paper_key=shown)


def _is_on_break(club: Club, moment: datetime) -> bool:
    return break_at(moment, club.breaks, club.settings.slot.zone) is not None


async def _set_unsent_aside(connection: AsyncConnection, club: Club, now: datetime) -> None:
    """Drop older posts that were never sent, for example while the channel was gone for weeks: only the newest is sent
    late.
    """
    for week in reversed(await week_rows.open_weeks(connection, club.id)):
        if week.state is not WeekState.PLANNED:
            continue
        entry = await outbox_rows.entry_by_key(connection, entry_key(club, week, Kind.POST))
        if entry is None or entry.state in CANCELLABLE:
            await _set_aside(connection, club, week, now)
        if entry and entry.state in CANCELLABLE:
            await outbox_rows.save_entry(connection, cancelled(entry, Trouble(TroubleCode.OVERTAKEN)))


async def _set_aside(
    connection: AsyncConnection, club: Club, week: Week, now: datetime, note: Note = OVERTAKEN
) -> None:
    """Skip a week that was planned; its paper is next again, and who is in is in for the next week."""
    await give_paper_back(connection, week)
    facts = {"number": None, "paper_key": None, "next_step": None, "next_step_at": None}
    await week_rows.change_week(connection, week.id, state=WeekState.SKIPPED, note=note, **facts)
    await sign_up_rows.move_back_from_week(connection, week.club_id, week.id)
    await cancel_meeting_of_week(connection, club, week, now)

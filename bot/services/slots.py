"""Filling a club's slots: exactly one week each, or a note why there is none. All within a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core.calendar import WEEK
from bot.core.outbox import EntryState, Kind
from bot.core.restores import is_slot_in_doubt
from bot.core.weeks import (
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
from bot.services.entries import entry_key, new_entry
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import polls as poll_rows
from bot.storage import syllabus as syllabus_rows
from bot.storage import weeks as week_rows
from bot.storage.restores import restores_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.papers import Catalogue
    from bot.core.weeks import History, Week

ALL_READ = "every paper of the list has been read; queue one with /syllabus add"
MISSED = "skipped: the bot was away, and a newer week was due"
NOT_SENT_IN_TIME = "skipped: it could not be posted before the next week was due"
WITHDRAWABLE = {EntryState.PENDING, EntryState.BLOCKED}


async def fill_due_slots(connection: AsyncConnection, club: Club, now: datetime, catalogue: Catalogue) -> bool:
    """Post the newest slot whose time has come, and skip the older ones; whether anything was done."""
    if club.next_slot is None:
        return False
    due = due_slots(club.settings.slot, club.next_slot, now)
    if due is None:
        # The zone's rules changed since the instant was worked out: the slot lies ahead after all.
        await set_next(connection, club, club.next_slot)
        return True
    if is_slot_in_doubt(await restores_of(connection), club.settings.slot.instant_on(club.next_slot)):
        return await _fill_in_doubt(connection, club, club.next_slot, now, catalogue)
    history = await week_rows.history_of(connection, club.id)
    for day in due.skip:
        await skip_slot(connection, club, day, MISSED, history)
    start = now if due.is_late else club.settings.slot.instant_on(due.post)
    if await post_slot(connection, club, due.post, history, start=start, now=now, catalogue=catalogue) is None:
        await skip_slot(connection, club, due.post, ALL_READ, history)
    await set_next(connection, club, due.post + WEEK)
    return True


async def _fill_in_doubt(
    connection: AsyncConnection, club: Club, day: date, now: datetime, catalogue: Catalogue
) -> bool:
    """After a restore: plan one slot and look for its post, before the next one is planned.

    Which paper and number a week has depends on whether those before it took place.
    """
    for week in await week_rows.open_weeks(connection, club.id):
        entry = await outbox_rows.entry_by_key(connection, entry_key(club, week, Kind.POST))
        if week.state is WeekState.PLANNED and entry and entry.state is EntryState.UNKNOWN:
            return False
    history = await week_rows.history_of(connection, club.id)
    start = club.settings.slot.instant_on(day)
    if await post_slot(connection, club, day, history, start=start, now=now, catalogue=catalogue) is None:
        await skip_slot(connection, club, day, ALL_READ, history)
    await set_next(connection, club, day + WEEK)
    return True


async def post_slot(
    connection: AsyncConnection,
    club: Club,
    day: date,
    history: History,
    *,
    start: datetime,
    now: datetime,
    catalogue: Catalogue,
    due_at: datetime | None = None,
) -> Week | None:
    """The slot's week, its dates counted from `start`, with its post on the way. `due_at` is when it was promised.

    None where it has one already, and where every paper has been read.
    """
    if history.has(day):
        return None
    if history.has_unsent:
        await _set_unsent_aside(connection, club)
        history = await week_rows.history_of(connection, club.id)
    queue = await syllabus_rows.queue_of(connection, club.id)
    key = choose_paper(queue, history.read, catalogue)
    if key is None:
        return None
    left = queue_after(queue, key)
    await syllabus_rows.take_from_queue(connection, club.id, [taken for taken in queue if taken not in left])
    facts = _planned(club, start, due_at or club.settings.slot.instant_on(day))
    week = await week_rows.add_week(connection, club.id, day, number=history.next_number, paper_key=key, **facts)
    poll = await poll_rows.unread_winner(connection, club.id)
    if poll is not None and poll.winner == key:
        await poll_rows.change_poll(connection, poll.id, week_id=week.id)
    entry = new_entry(club, Kind.POST, entry_key(club, week, Kind.POST), club.settings.channel_id, week.id)
    await outbox_rows.add_entry(connection, entry, now)
    return week


def _planned(club: Club, start: datetime, due_at: datetime) -> dict[str, Any]:
    """What is stored of a week before its post is up, its dates counted from `start`."""
    dates = dates_from(start, club.settings)
    step, step_at = next_step(dates, start) or (None, None)
    return {
        "state": WeekState.PLANNED,
        "is_late": is_late(due_at, start),
        "due_at": due_at,
        "logs_due": dates.logs_due,
        "reviews_due": dates.reviews_due,
        "channel_id": club.settings.channel_id,
        "next_step": step,
        "next_step_at": step_at,
    }


async def skip_slot(connection: AsyncConnection, club: Club, day: date, note: str, history: History) -> None:
    """Leave the slot out, unless it has its week already."""
    if not history.has(day):
        due = club.settings.slot.instant_on(day)
        await week_rows.add_week(connection, club.id, day, state=WeekState.SKIPPED, due_at=due, note=note)


async def set_next(connection: AsyncConnection, club: Club, slot: date) -> None:
    """The club's next slot is this one, or the first after it that is not decided yet."""
    decided = await week_rows.slots_from(connection, club.id, slot)
    while slot in decided:
        slot += WEEK
    await club_rows.set_next(connection, club.id, slot, club.settings.slot.instant_on(slot))


async def as_it_leaves(connection: AsyncConnection, week: Week, club: Club, now: datetime) -> Week | None:
    """The week with its dates as they must be in a post that is sent now; None where it must not be sent any more."""
    if week.state in {WeekState.CLOSED, WeekState.SKIPPED}:
        return None
    if week.state is not WeekState.PLANNED:
        return week
    newest = await week_rows.latest_week(connection, club.id)
    is_overtaken = club.next_due is not None and club.next_due <= now
    if is_overtaken or (newest and newest.id != week.id):
        await _set_aside(connection, week)
        return None
    planned = week.dates
    if planned is None:
        return None
    dates = dates_at_sending(planned, now, club.settings)
    facts: dict[str, Any] = {"is_late": is_late(week.due_at, now)}
    if dates != planned:
        step, step_at = next_step(dates, now) or (None, None)
        facts |= {"logs_due": dates.logs_due, "reviews_due": dates.reviews_due}
        facts |= {"next_step": step, "next_step_at": step_at}
    leaving = replace(week, **facts)
    if leaving != week:
        await week_rows.change_week(connection, week.id, **facts)
    return leaving


async def adopt_paper(connection: AsyncConnection, week_id: int, pictures: Sequence[str]) -> None:
    """The week is about the paper that its post shows: one found after a restore may know of a poll that is lost."""
    week = await week_rows.week_by_id(connection, week_id)
    shown = pictured_paper(pictures)
    if week is None or shown is None or shown == week.paper_key:
        return
    queue = await syllabus_rows.queue_of(connection, week.club_id)
    planned = [week.paper_key] if week.paper_key else []
    rest = [key for key in queue if key not in {shown, *planned}]
    await syllabus_rows.replace_queue(connection, week.club_id, [*planned, *rest])
    await week_rows.change_week(connection, week.id, paper_key=shown)


async def _set_unsent_aside(connection: AsyncConnection, club: Club) -> None:
    """Give up older posts that never left, as where the channel was gone for weeks: only the newest is made late."""
    for week in reversed(await week_rows.open_weeks(connection, club.id)):
        if week.state is not WeekState.PLANNED:
            continue
        entry = await outbox_rows.entry_by_key(connection, entry_key(club, week, Kind.POST))
        if entry is None or entry.state in WITHDRAWABLE:
            await _set_aside(connection, week)
        if entry and entry.state in WITHDRAWABLE:
            given_up = replace(entry, state=EntryState.CANCELLED, reason=NOT_SENT_IN_TIME, not_before=None)
            await outbox_rows.save_entry(connection, given_up)


async def _set_aside(connection: AsyncConnection, week: Week) -> None:
    """Skip a week that was planned; its paper is the next again."""
    if week.paper_key:
        queue = await syllabus_rows.queue_of(connection, week.club_id)
        rest = [key for key in queue if key != week.paper_key]
        await syllabus_rows.replace_queue(connection, week.club_id, [week.paper_key, *rest])
    await poll_rows.release_winner(connection, week.club_id, week.id)
    facts = {"number": None, "paper_key": None, "next_step": None, "next_step_at": None}
    await week_rows.change_week(connection, week.id, state=WeekState.SKIPPED, note=NOT_SENT_IN_TIME, **facts)

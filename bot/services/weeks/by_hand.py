"""Organizers' decisions about slots and weeks. Part of a caller's transaction.

Two organizers may decide at once, and one may press twice. So each decision is about a slot or week that its organizer
saw; anything beyond that asks for confirmation.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.errors import DecidedAlreadyError, PollEndsError, WeekPostedLatelyError
from bot.core.outbox.kinds import Kind
from bot.core.weeks.note import Note, NoteCode
from bot.core.weeks.parts import is_part
from bot.core.weeks.week import POST_AGAIN_AFTER, Step, WeekState
from bot.services.clubs.open_clubs import open_club
from bot.services.outbox.entries import entry_key
from bot.services.polls.moving import move_vote
from bot.services.visibility import seen_week
from bot.services.weeks.refusals import (
    DecidedMeanwhileError,
    EveryPaperReadError,
    NoSkipAheadError,
    NothingToCloseError,
    NoWeekPlannedError,
    PostOnItsWayError,
)
from bot.services.weeks.slots import post_slot, set_next, skip_slot
from bot.services.weeks.steps import open_for
from bot.storage.outbox import rows as outbox_rows
from bot.storage.polls import rows as poll_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.papers.paper import Catalog
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection

SLOTS_LOOKED_BACK = 60


async def post_by_hand(
    connection: AsyncConnection, club: Club, now: datetime, catalog: Catalog, confirmed: date | None
) -> Week:
    """Post now, in place of the next slot, or of one that was skipped by hand and whose week isn't over.

    Raises NotNowError; unless `confirmed`, also DecidedAlreadyError and PollEndsError to ask for confirmation.
    """
    if club.next_slot is None:
        raise NoWeekPlannedError
    left_out = await _slot_left_out(connection, club, now)
    slot = left_out.slot if left_out else club.next_slot
    await _refuse_while_on_its_way(connection, club)
    if confirmed is None:
        await _ask_before_posting(connection, club, slot, now)
    elif confirmed != slot:
        raise DecidedMeanwhileError
    if left_out:
        await week_rows.delete_week(connection, left_out.id)
    history = await week_rows.history_of(connection, club.id)
    due_at = max(club.settings.slot.instant_on(slot), now)
    week = await post_slot(connection, club, slot, history, start=now, now=now, catalog=catalog, due_at=due_at)
    if week is None:
        raise EveryPaperReadError
    # The next post comes as announced.
    await set_next(connection, club, club.next_slot)
    return week


async def skip_by_hand(
    connection: AsyncConnection, club: Club, now: datetime, confirmed: date | None, *, is_catch_up: bool = False
) -> date:
    """Skip the next slot and return it. Raises NotNowError, and asks for confirmation unless `confirmed`.

    At a catch-up, members are told what is open instead of getting a paper.
    """
    slot = club.next_slot
    if slot is None:
        raise NoWeekPlannedError
    if confirmed is not None and confirmed != slot:
        raise DecidedMeanwhileError
    latest = await week_rows.latest_slots(connection, club.id, SLOTS_LOOKED_BACK)
    newest = next((week for week in latest if not is_part(week)), None)
    if confirmed is None and newest and _is_decided(newest, now):
        raise DecidedAlreadyError(slot, newest.slot, newest.number)
    usual = club.settings.slot.weekday
    code, step = (NoteCode.CATCH_UP, Step.SAY_CATCH_UP) if is_catch_up else (NoteCode.BY_HAND, None)
    note = Note(code, {"weekday": usual} if slot.weekday() != usual else {})
    await skip_slot(connection, club, slot, note, await week_rows.history_of(connection, club.id), step=step)
    await set_next(connection, club, club.timetable.following(slot))
    return slot


async def take_back_skip(connection: AsyncConnection, club: Club, now: datetime, slot: date | None) -> date:
    """Undo the skip of the slot, or by default of the last skipped one. Raises NotNowError."""
    if club.next_slot is None:
        raise NoWeekPlannedError
    skipped = [
        week
        for week in await week_rows.latest_slots(connection, club.id, SLOTS_LOOKED_BACK)
        if (_is_left_out_by_hand(week) or _is_catch_up(week)) and week.due_at > now and slot in {None, week.slot}
    ]
    if not skipped or _weekday_then(skipped[0]) != club.settings.slot.weekday:
        raise NoSkipAheadError
    await week_rows.delete_week(connection, skipped[0].id)
    await set_next(connection, club, min(skipped[0].slot, club.next_slot))
    await move_vote(connection, club, await open_club(connection, club.id), now)
    return skipped[0].slot


async def seen_open_weeks(connection: AsyncConnection, viewer: Viewer, club: Club, what: str) -> list[Week]:
    """Weeks with open `logs` or `reviews` that the viewer may see, oldest first."""
    return [week for week in await open_for(connection, club, what) if viewer.may_see(club, week)]


async def week_to_close(
    connection: AsyncConnection, viewer: Viewer, club: Club, what: str, week_id: int | None
) -> Week:
    """The week with that id, or by default the oldest with open `logs` or `reviews`. Raises NotNowError."""
    weeks = await seen_open_weeks(connection, viewer, club, what)
    found = next((week for week in weeks if week_id in {None, week.id}), None)
    if found is None:
        seen = await seen_week(connection, viewer, week_id)
        is_known = seen is not None and seen[0].id == club.id
        raise NothingToCloseError(what, seen[1].number if seen and is_known else None)
    return found


async def _slot_left_out(connection: AsyncConnection, club: Club, now: datetime) -> Week | None:
    """The first slot skipped by hand since the last week, if its own week isn't over."""
    found = None
    for week in await week_rows.latest_slots(connection, club.id, SLOTS_LOOKED_BACK):
        if not _is_left_out_by_hand(week) or _is_over(club, week.slot, now):
            break
        found = week
    return found


def _is_over(club: Club, slot: date, now: datetime) -> bool:
    return club.timetable.instant_on(club.timetable.following(slot)) <= now


def _weekday_then(skipped: Week) -> int:
    """The club's weekday when the slot was skipped."""
    facts = skipped.note.facts if skipped.note else {}
    return int(facts.get("weekday", skipped.slot.weekday()))


async def _refuse_while_on_its_way(connection: AsyncConnection, club: Club) -> None:
    week = await week_rows.latest_week(connection, club.id)
    if week is not None and week.state is WeekState.PLANNED:
        raise PostOnItsWayError(week.number)


async def _ask_before_posting(connection: AsyncConnection, club: Club, slot: date, now: datetime) -> None:
    poll = await poll_rows.open_poll_of(connection, club.id)
    if poll is not None and poll.closes_at <= now:
        raise PollEndsError(slot)
    week = await week_rows.latest_week(connection, club.id)
    if week is None or week.state is WeekState.CLOSED:
        return
    post = await outbox_rows.entry_by_key(connection, entry_key(club, week, Kind.POST))
    if post and post.first_sent_at and abs(now - post.first_sent_at) < POST_AGAIN_AFTER:
        raise WeekPostedLatelyError(slot, week.slot, week.number)


def _is_decided(newest: Week, now: datetime) -> bool:
    """Whether an organizer has already decided about the slot that a skip would mean: a future one, or one just
    skipped.
    """
    return newest.due_at + (POST_AGAIN_AFTER if _is_left_out_by_hand(newest) else timedelta(0)) > now


def _is_catch_up(week: Week) -> bool:
    return week.state is WeekState.SKIPPED and week.note is not None and week.note.code == NoteCode.CATCH_UP


def _is_left_out_by_hand(week: Week) -> bool:
    return week.state is WeekState.SKIPPED and week.note is not None and week.note.code == NoteCode.BY_HAND

"""What organizers decide about slots and weeks by hand. Part of a caller's transaction.

Two of them may decide at once, and one may press twice. So each decision is about a slot or a week that its giver saw:
what would go further than that is asked back first.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.calendar import WEEK
from bot.core.errors import DecidedAlreadyError, NotNowError, PollEndsError
from bot.core.outbox import Kind
from bot.core.weeks import POST_AGAIN_AFTER, WeekState
from bot.services.entries import entry_key
from bot.services.sight import seen_week
from bot.services.slots import post_slot, set_next, skip_slot
from bot.services.steps import open_for
from bot.storage import outbox as outbox_rows
from bot.storage import polls as poll_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.papers import Catalogue
    from bot.core.visibility import Viewer
    from bot.core.weeks import Week

SKIPPED_BY_HAND = "skipped by an organiser"
# As it is stored, in either spelling.
BY_HAND = "skipped by an organi"
PAUSED = "The club is paused, so no week is planned. `/club resume` starts it again."
NOTHING_TO_SKIP = "The club is paused, so there is nothing to skip."
NOTHING_LEFT = "Every paper of the list has been read. Queue one with `/syllabus add`."
CHANGED_MEANWHILE = "That was decided otherwise meanwhile, so nothing was changed. `/club show` shows the next posts."
DECIDED = "The coming slot was decided already, so nothing more was left out."
WENT_UP = "Week {number} went up within the last hour, so nothing more was posted."
NOT_SKIPPED = "No slot ahead is left out. `/club show` shows the next posts."
SLOTS_LOOKED_BACK = 60


async def post_by_hand(
    connection: AsyncConnection, club: Club, now: datetime, catalogue: Catalogue, confirmed: date | None
) -> Week:
    """Post at once, in place of the next slot, or of one that was left out by hand and whose week is not over.

    Raises NotNowError, and asks back as DecidedAlreadyError and PollEndsError do unless it is `confirmed`.
    """
    if club.next_slot is None:
        raise NotNowError(PAUSED)
    left_out = await _slot_left_out(connection, club, now)
    slot = left_out.slot if left_out else club.next_slot
    await _refuse_while_on_its_way(connection, club)
    if confirmed is None:
        await _ask_before_posting(connection, club, slot, now)
    elif confirmed != slot:
        raise NotNowError(CHANGED_MEANWHILE)
    if left_out:
        await week_rows.delete_week(connection, left_out.id)
    history = await week_rows.history_of(connection, club.id)
    due_at = max(club.settings.slot.instant_on(slot), now)
    week = await post_slot(connection, club, slot, history, start=now, now=now, catalogue=catalogue, due_at=due_at)
    if week is None:
        raise NotNowError(NOTHING_LEFT)
    # What was said to come next comes all the same.
    await set_next(connection, club, club.next_slot)
    return week


async def skip_by_hand(connection: AsyncConnection, club: Club, now: datetime, confirmed: date | None) -> date:
    """Leave the next slot out, which is returned. Raises NotNowError, and asks back unless it is `confirmed`."""
    slot = club.next_slot
    if slot is None:
        raise NotNowError(NOTHING_TO_SKIP)
    if confirmed is not None and confirmed != slot:
        raise NotNowError(CHANGED_MEANWHILE)
    newest = next(iter(await week_rows.latest_slots(connection, club.id, 1)), None)
    if confirmed is None and newest and _is_decided(newest, now):
        raise DecidedAlreadyError(DECIDED, slot, newest.slot, newest.number)
    await skip_slot(connection, club, slot, SKIPPED_BY_HAND, await week_rows.history_of(connection, club.id))
    await set_next(connection, club, slot + WEEK)
    return slot


async def take_back_skip(connection: AsyncConnection, club: Club, now: datetime, slot: date | None) -> date:
    """The slot takes place after all, or without one the slot that was left out last. Raises NotNowError."""
    if club.next_slot is None:
        raise NotNowError(PAUSED)
    skipped = [
        week
        for week in await week_rows.latest_slots(connection, club.id, SLOTS_LOOKED_BACK)
        if _is_left_out_by_hand(week) and week.due_at > now and slot in {None, week.slot}
    ]
    if not skipped or skipped[0].slot.weekday() != club.settings.slot.weekday:
        raise NotNowError(NOT_SKIPPED)
    await week_rows.delete_week(connection, skipped[0].id)
    await set_next(connection, club, min(skipped[0].slot, club.next_slot))
    return skipped[0].slot


async def seen_open_weeks(connection: AsyncConnection, viewer: Viewer, club: Club, what: str) -> list[Week]:
    """Those that have their `logs` or `reviews` open and that the viewer may see, oldest first."""
    return [week for week in await open_for(connection, club, what) if viewer.may_see(club, week)]


async def week_to_close(
    connection: AsyncConnection, viewer: Viewer, club: Club, what: str, week_id: int | None
) -> Week:
    """The week of that id, or without one the oldest that has its `logs` or `reviews` open. Raises NotNowError."""
    weeks = await seen_open_weeks(connection, viewer, club, what)
    found = next((week for week in weeks if week_id in {None, week.id}), None)
    if found is None:
        seen = await seen_week(connection, viewer, week_id)
        is_known = seen is not None and seen[0].id == club.id
        whose = f"Week {seen[1].number} has no {what} open" if seen and is_known else None
        raise NotNowError(
            f"{whose or f'No week of this club has its {what} open'}. `/week status` shows where it stands."
        )
    return found


async def _slot_left_out(connection: AsyncConnection, club: Club, now: datetime) -> Week | None:
    """The first of those that were left out by hand since the last week, and whose own week is not over."""
    found = None
    for week in await week_rows.latest_slots(connection, club.id, SLOTS_LOOKED_BACK):
        if not _is_left_out_by_hand(week) or week.due_at + WEEK <= now:
            break
        found = week
    return found


async def _refuse_while_on_its_way(connection: AsyncConnection, club: Club) -> None:
    week = await week_rows.latest_week(connection, club.id)
    if week is not None and week.state is WeekState.PLANNED:
        raise NotNowError(
            f"The post of week {week.number} is on its way, so nothing more was posted. Should it not appear, "
            "`/club show` says what stands in the way and tries again."
        )


async def _ask_before_posting(connection: AsyncConnection, club: Club, slot: date, now: datetime) -> None:
    poll = await poll_rows.open_poll_of(connection, club.id)
    if poll is not None and poll.closes_at <= now:
        raise PollEndsError(slot)
    week = await week_rows.latest_week(connection, club.id)
    if week is None or week.state is WeekState.CLOSED:
        return
    post = await outbox_rows.entry_by_key(connection, entry_key(club, week, Kind.POST))
    if post and post.first_sent_at and abs(now - post.first_sent_at) < POST_AGAIN_AFTER:
        raise DecidedAlreadyError(WENT_UP.format(number=week.number), slot, week.slot, week.number)


def _is_decided(newest: Week, now: datetime) -> bool:
    """Whether what a skip may mean was decided by hand already: a slot ahead, or one that was just left out."""
    return newest.due_at + (POST_AGAIN_AFTER if _is_left_out_by_hand(newest) else timedelta(0)) > now


def _is_left_out_by_hand(week: Week) -> bool:
    return week.state is WeekState.SKIPPED and week.note.startswith(BY_HAND)

"""A club's next week, before it is posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.weeks.week import Week, WeekState, dates_from

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from bot.core.clubs.club import Club


def planned_week(
    club: Club,
    slot: date,
    due_at: datetime,
    number: int,
    paper_key: str | None,
    *,
    periods: int = 1,
    decided: Collection[date] = (),
) -> Week:
    """Return the week as it would be posted at `due_at`, the time of its slot. It is not stored, so its id is 0.

    If its paper takes several slots, they are the next ones that are not `decided`.
    """
    last = club.timetable.instant_on(club.timetable.coming(slot, periods, decided)[-1])
    dates = dates_from(max(due_at, last), club.settings, club.breaks)
    return Week(
        id=0,
        club_id=club.id,
        slot=slot,
        number=number,
        paper_key=paper_key,
        state=WeekState.PLANNED,
        is_late=False,
        due_at=due_at,
        logs_due=dates.logs_due,
        reviews_due=dates.reviews_due,
        channel_id=club.settings.channel_id,
        message_id=None,
        thread_id=None,
        note=None,
        next_step=None,
        next_step_at=None,
        periods=periods,
    )

"""Moves a week's dates if the bot was away when they passed. Pure.

Nobody loses time because the bot was away: reviewers have the full number of days from when they are told. Days of a
break don't count.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import moved_deadline
from bot.core.calendar.weekly_slot import days_later
from bot.core.reviews.reallocation import RELEASED_BEFORE_END
from bot.core.weeks.week import LATE_AFTER, Dates, after_full_days, dates_from

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.core.calendar.breaks import Break
    from bot.core.clubs.club import Club, ClubSettings


def when_breaks_change(dates: Dates, now: datetime, club: Club, before: Sequence[Break]) -> Dates:
    """Return the dates of a week under way if its deadlines follow the club's breaks, which were `before`."""
    zone = club.settings.slot.zone
    logs_due = moved_deadline(dates.logs_due, now, before, club.breaks, zone)
    return Dates(logs_due, moved_deadline(dates.reviews_due, now, before, club.breaks, zone))


def when_parts_move(dates: Dates, last_part: datetime, now: datetime, club: Club) -> Dates:
    """Return the dates of a paper whose last slot moves to this time: not before its members had their full days.

    Once logs have closed, the slots that are left change nothing about reviews.
    """
    if dates.logs_due <= now:
        return dates
    least = dates_from(last_part, club.settings, club.breaks)
    return Dates(max(dates.logs_due, least.logs_due), max(dates.reviews_due, least.reviews_due))


def is_due_before(meets: datetime, posted_at: datetime, slot_at: datetime, club: Club) -> bool:
    """Return whether logs are due before the week's meeting only because the post came before its slot."""
    early, usual = (dates_from(at, club.settings, club.breaks).logs_due for at in (posted_at, slot_at))
    return early < meets <= usual


def is_missed(due: datetime, now: datetime) -> bool:
    """Return whether a deadline passed while the bot was away. A tick or a send may take a moment."""
    return now - due > LATE_AFTER


def when_logs_close(dates: Dates, now: datetime, settings: ClubSettings, breaks: Sequence[Break] = ()) -> Dates:
    """Return the dates if logs close now and there is at least one log to review.

    If they close late, reviewing and its full days start now.
    """
    began = replace(dates, logs_due=now) if is_missed(dates.logs_due, now) else dates
    return when_reviewers_hear(began, now, settings, breaks)


def when_reviewers_hear(dates: Dates, now: datetime, settings: ClubSettings, breaks: Sequence[Break] = ()) -> Dates:
    """Return the dates if reviewers are told now: unchanged if that still leaves them the full number of days."""
    least = days_later(now - LATE_AFTER, settings.review_days, settings.slot.zone)
    if dates.reviews_due >= least:
        return dates
    # Reviewers have half of the time since `logs_due` to themselves. It must not be over when they are told.
    return Dates(now, after_full_days(now, settings.review_days, settings.slot, breaks))


def when_reviews_were_missed(
    dates: Dates, now: datetime, settings: ClubSettings, breaks: Sequence[Break] = ()
) -> Dates:
    """Return the dates if reviews were due while the bot was away and some are still unwritten."""
    return replace(dates, reviews_due=after_full_days(now, settings.review_days, settings.slot, breaks))


def when_reminded_late(dates: Dates, now: datetime, settings: ClubSettings, breaks: Sequence[Break] = ()) -> Dates:
    """Return the dates if the bot missed the reminder for reviews: reviewers keep the last day, or half the time."""
    least = now + min(RELEASED_BEFORE_END, (dates.reviews_due - dates.logs_due) / 2) - LATE_AFTER
    if dates.reviews_due >= least:
        return dates
    return replace(dates, reviews_due=after_full_days(now, 1, settings.slot, breaks))

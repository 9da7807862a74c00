"""What becomes of a week's dates when the bot was away over them. Pure decisions.

Nobody loses time because the bot was away: reviewers have the full days from when they are told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.calendar import days_later
from bot.core.review_duties import RELEASED_BEFORE_END
from bot.core.weeks import LATE_AFTER, Dates, after_full_days

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs import ClubSettings


def is_missed(due: datetime, now: datetime) -> bool:
    """Whether a deadline passed while nobody was there to act on it. A tick or a send may take a moment."""
    return now - due > LATE_AFTER


def when_logs_close(dates: Dates, now: datetime, settings: ClubSettings) -> Dates:
    """The dates once logs close now, with at least one log to review.

    Where that is late, reviewing begins now, and so do the days for it.
    """
    began = replace(dates, logs_due=now) if is_missed(dates.logs_due, now) else dates
    return when_reviewers_hear(began, now, settings)


def when_reviewers_hear(dates: Dates, now: datetime, settings: ClubSettings) -> Dates:
    """The dates once reviewers are told now what is theirs: unchanged where that leaves them the full days."""
    least = days_later(now - LATE_AFTER, settings.review_days, settings.slot.zone)
    if dates.reviews_due >= least:
        return dates
    # Half of the time for reviews counts from when they begin: it must not be over when reviewers hear of theirs.
    return Dates(now, after_full_days(now, settings.review_days, settings.slot))


def when_reviews_were_missed(dates: Dates, now: datetime, settings: ClubSettings) -> Dates:
    """The dates where reviews were due while the bot was away, and some are still to be written."""
    return replace(dates, reviews_due=after_full_days(now, settings.review_days, settings.slot))


def when_reminded_late(dates: Dates, now: datetime, settings: ClubSettings) -> Dates:
    """The dates where the bot was away when it would have reminded of reviews: the last day, or half, is kept."""
    least = now + min(RELEASED_BEFORE_END, (dates.reviews_due - dates.logs_due) / 2) - LATE_AFTER
    if dates.reviews_due >= least:
        return dates
    return replace(dates, reviews_due=after_full_days(now, 1, settings.slot))

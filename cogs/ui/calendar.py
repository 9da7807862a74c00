"""A club's rhythm and breaks in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import utcnow

from bot.core.calendar.breaks import break_between, break_on
from cogs.ui.escaping import plain
from cogs.ui.wording import t

if TYPE_CHECKING:
    from datetime import date

    from bot.core.calendar.breaks import Break
    from bot.core.calendar.rhythm import Rhythm
    from bot.core.clubs.club import Club


def rhythm_word(rhythm: Rhythm) -> str:
    """Return the word by which messages choose: `two-weeks`, `last`."""
    return rhythm.name.lower().replace("_", "-")


def break_days(one: Break) -> str:
    """Return `Dec 20, 2026 to Jan 3, 2027 (Holidays)`."""
    is_one_day = one.first == one.last
    return t("ui-break-days", first=one.first, last=one.last, is_one_day=is_one_day, reason=_reason(one))


def pause_line(club: Club, since: date) -> str:
    """Return a line about the club's break: the one that it is on, or else the one between the slot `since` and the
    next one. Empty without a break.
    """
    if not club.breaks or club.next_slot is None:
        return ""
    today = utcnow().astimezone(club.timetable.zone).date()
    # The week may have been posted before its slot.
    if now := break_on(today, club.breaks):
        return t("ui-on-break", last=now.last, reason=_reason(now))
    ahead = break_between(club.breaks, max(since, today), club.next_slot)
    return t("ui-break-ahead", days=break_days(ahead)) if ahead else ""


def breaks_ahead(club: Club) -> list[Break]:
    """Return the breaks that are not over."""
    today = utcnow().astimezone(club.timetable.zone).date()
    return [one for one in club.breaks if one.last >= today]


def _reason(one: Break) -> str | None:
    return plain(one.reason) if one.reason else None

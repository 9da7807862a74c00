"""A club's rhythm and breaks in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import utcnow

from bot.core.calendar.breaks import break_between
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
    """Return the break between the slot `since` and the next one, or until when it lasts; empty if there is none."""
    if not club.breaks or club.next_slot is None:
        return ""
    today = utcnow().astimezone(club.timetable.zone).date()
    found = break_between(club.breaks, max(since, today), club.next_slot)
    if found is None:
        return ""
    if found.covers(today):
        return t("ui-on-break", last=found.last, reason=_reason(found))
    return t("ui-break-ahead", days=break_days(found))


def breaks_ahead(club: Club) -> list[Break]:
    """Return the breaks that are not over."""
    today = utcnow().astimezone(club.timetable.zone).date()
    return [one for one in club.breaks if one.last >= today]


def _reason(one: Break) -> str | None:
    return plain(one.reason) if one.reason else None

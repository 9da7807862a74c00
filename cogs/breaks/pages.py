"""What organizers read about breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import ui
from discord.utils import format_dt

from bot.core.calendar.breaks import MOST_BREAKS
from bot.core.weeks.week import WeekState
from cogs.breaks.buttons import RemoveBreakPick, UnderWay, UnderWayButton
from cogs.clubs.pages import moment_of
from cogs.meetings.pages import change_lines
from cogs.ui.calendar import break_days, breaks_ahead
from cogs.ui.containers import TextPage
from cogs.ui.escaping import clip, plain
from cogs.ui.text_budget import MESSAGE_TEXT, counted
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.calendar.breaks import Break
    from bot.core.clubs.club import Club
    from bot.services.breaks.service import ChangedBreaks
    from bot.services.breaks.weeks import MovedWeek
    from cogs.ui.replies import Page

OPTION_LIMIT = 100
WEEKS_SHOWN = 5  # more than a club ever has open at once


def added_page(changed: ChangedBreaks) -> Page:
    """Return the answer after a break was added. It asks about weeks under way whose deadlines the break would move."""
    club, added = changed.club, changed.about
    lines = [t("breaks-added", days=break_days(added), next=moment_of(club) or None), *_about_meetings(changed)]
    if not changed.weeks:
        return TextPage("\n".join(lines))
    lines += [t("breaks-question"), *(_question(one, club) for one in changed.weeks[:WEEKS_SHOWN])]
    day = f"{added.first:%Y%m%d}"
    return TextPage("\n".join(lines), *(UnderWayButton(choice, club.id, day) for choice in UnderWay))


def stretched_page(changed: ChangedBreaks) -> Page:
    """Return the answer after the weeks under way were stretched, now or before."""
    lines = [
        t("breaks-stretched", count=len(changed.weeks)),
        *(_stretched(one, changed.club) for one in changed.weeks[:WEEKS_SHOWN]),
    ]
    return TextPage("\n".join(lines))


def going_on_page() -> Page:
    return TextPage(t("breaks-going-on"))


def list_page(club: Club) -> Page:
    """Return the club's breaks ahead, with a select that removes one."""
    ahead, name = breaks_ahead(club), plain(club.settings.name)
    if not ahead:
        return TextPage(t("breaks-none", club=name))
    lines = [t("breaks-heading", club=name), *(f"- {break_days(one)}" for one in ahead)]
    page = TextPage("\n".join(counted(lines, MESSAGE_TEXT)))
    # No two breaks begin on the same day; a damaged row may say otherwise.
    options = {one.first: _option(one) for one in ahead[:MOST_BREAKS]}
    page.add_item(ui.ActionRow(RemoveBreakPick(club.id, list(options.values()))))
    return page


def removed_page(changed: ChangedBreaks, note: str = "") -> Page:
    """Return the answer after a break was removed, with a note below it."""
    removed = t("breaks-removed", days=break_days(changed.about), next=moment_of(changed.club) or None)
    return TextPage("\n".join(filter(None, [removed, *_about_meetings(changed), note])))


def _about_meetings(changed: ChangedBreaks) -> list[str]:
    return change_lines(changed.meetings[:WEEKS_SHOWN], changed.club.settings.meeting)


def _option(one: Break) -> discord.SelectOption:
    label = t("breaks-option", first=one.first, last=one.last, is_one_day=one.first == one.last)
    return discord.SelectOption(
        label=label, value=f"{one.first:%Y%m%d}", description=clip(one.reason, OPTION_LIMIT) or None
    )


def _question(moved: MovedWeek, club: Club) -> str:
    week, dates = moved.week, moved.dates
    is_reviewing = week.state is WeekState.REVIEWING
    now, then = (week.reviews_due, dates.reviews_due) if is_reviewing else (week.logs_due, dates.logs_due)
    if now == then:
        is_reviewing, now, then = True, week.reviews_due, dates.reviews_due
    if now == then:
        return t("breaks-week-parts", number=week.number, days=_days(moved, club))
    due, later = format_dt(now or then, "F"), format_dt(then, "F")
    question = t("breaks-week", number=week.number, is_reviewing=is_reviewing, now=due, then=later)
    return f"{question}{_parts(moved, club)}"


def _stretched(moved: MovedWeek, club: Club) -> str:
    logs, reviews = format_dt(moved.dates.logs_due, "F"), format_dt(moved.dates.reviews_due, "F")
    is_reviewing = moved.week.state is WeekState.REVIEWING
    number = moved.week.number
    due = t("breaks-week-stretched", number=number, is_reviewing=is_reviewing, logs_due=logs, reviews_due=reviews)
    return f"{due}{_parts(moved, club)}"


def _parts(moved: MovedWeek, club: Club) -> str:
    """Return when the week's paper goes on, if it takes several slots that move."""
    return f". {t('breaks-parts', days=_days(moved, club))}" if moved.parts else ""


def _days(moved: MovedWeek, club: Club) -> list[str]:
    return [format_dt(club.timetable.instant_on(part.after), "D") for part in moved.parts]

"""What a club's channel reads about the club itself: it is paused, back, on a break, or closed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from discord.utils import format_dt

from bot.core.calendar.rhythm import Rhythm
from bot.core.clubs.details import NewsDetails
from bot.services.clubs.news import News
from cogs.clubs.buttons import ShowButton
from cogs.clubs.pages import moment_of
from cogs.next_step.buttons import ClubNextStepButton
from cogs.ui.calendar import break_days, breaks_ahead
from cogs.ui.containers import TextPage
from cogs.ui.escaping import plain
from cogs.ui.wording import t
from cogs.weeks.buttons import JoinButton, WeekAction, WeekButton

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from cogs.ui.replies import Page


def news_text(club: Club, news: News, days: str = "") -> str:
    """Return the news. `days` are those of a break, or the day from which a post was moved."""
    name, is_weekly = plain(club.settings.name), club.settings.rhythm is Rhythm.WEEKLY
    return t("clubs-news", club=name, news=news, next=moment_of(club) or None, days=days, is_weekly=is_weekly)


def days_of(club: Club, news: News, entry: Entry) -> str | None:
    """Return the days that the entry's news are about, "" if they are about none; None if they are no longer true."""
    details = NewsDetails.of(entry)
    if news is News.BREAK:
        found = next((one for one in breaks_ahead(club) if one.first.isoformat() == details.day), None)
        return break_days(found) if found else None
    if news is News.MOVED and details.day and details.before:
        is_true = club.next_slot == date.fromisoformat(details.day)
        before = club.timetable.instant_on(date.fromisoformat(details.before))
        return format_dt(before, "F") if is_true else None
    return ""


def news_page(club: Club, news: News, entry: Entry, days: str = "") -> Page:
    """Return the news as a message that the bot posts by itself in the club's channel. A new club can be joined."""
    key, text = entry.key, news_text(club, news, days)
    if news is News.CREATED:
        join, following = JoinButton(club.id, key, lead=True), ClubNextStepButton(club.id, key)
        return TextPage(text, join, following, ShowButton(club.id, key))
    return TextPage(text, WeekButton(WeekAction.STATUS, key) if entry.week_id else ShowButton(club.id, key))

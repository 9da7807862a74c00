"""What a club's channel reads about the club itself: it is paused, back, or closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.clubs.news import News
from cogs.clubs.buttons import ShowButton
from cogs.clubs.pages import moment_of
from cogs.next_step.buttons import ClubNextStepButton
from cogs.ui.containers import TextPage
from cogs.ui.escaping import plain
from cogs.ui.wording import t
from cogs.weeks.buttons import JoinButton, WeekAction, WeekButton

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from cogs.ui.replies import Page


def news_text(club: Club, news: News) -> str:
    return t("clubs-news", club=plain(club.settings.name), news=news, next=moment_of(club) or None)


def news_page(club: Club, news: News, entry: Entry) -> Page:
    """Return the news as a message that the bot posts by itself in the club's channel. A new club can be joined."""
    key, text = entry.key, news_text(club, news)
    if news is News.CREATED:
        join, following = JoinButton(club.id, key, lead=True), ClubNextStepButton(club.id, key)
        return TextPage(text, join, following, ShowButton(club.id, key))
    return TextPage(text, WeekButton(WeekAction.STATUS, key) if entry.week_id else ShowButton(club.id, key))

"""What a club's channel reads of the club itself: that it pauses, is back, or is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.services.club_news import News
from cogs.clubs.buttons import ShowButton
from cogs.clubs.pages import moment_of
from cogs.ui.inert import plain
from cogs.ui.replies import Page
from cogs.ui.theme import HOUSE_COLOUR
from cogs.weeks.acts import Act
from cogs.weeks.buttons import WeekButton

if TYPE_CHECKING:
    from bot.core.clubs import Club
    from bot.core.outbox import Entry


def news_text(club: Club, news: News) -> str:
    """What follows the club's name."""
    match news:
        case News.PAUSED:
            return "is paused. A week that is under way runs to its end; no new one starts until `/club resume`."
        case News.RESUMED:
            return f"goes on. The next post comes {moment_of(club)}." if club.next_due else "goes on."
        case News.CLOSED:
            return "is closed. Its posts stay where they are."


def news_page(club: Club, news: News, entry: Entry) -> Page:
    """The same on the bot's own account, in the club's channel."""
    button = WeekButton(Act.STATUS, entry.key) if entry.week_id else ShowButton(club.id, entry.key)
    row: ui.ActionRow[Any] = ui.ActionRow(button)
    text = f"**{plain(club.settings.name)}** {news_text(club, news)}"
    return Page(ui.Container(ui.TextDisplay(text), row, accent_colour=HOUSE_COLOUR))

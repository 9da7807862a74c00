"""What a reminder by direct message says. It names no other member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.reminders.reminder import Due
from cogs.reminders.buttons import StopButton
from cogs.ui.addresses import channel_address, post_address
from cogs.ui.containers import TextPage
from cogs.ui.escaping import plain, written
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.services.reminders.service import DirectReminder
    from cogs.ui.replies import Page


def direct_page(reminder: DirectReminder, key: str, short_name: str) -> Page:
    """Return the reminder, with a link to the week and the way to stop."""
    club, week = reminder.club, reminder.week
    thread = channel_address(club.server_id, week.thread_id) if week.thread_id else None
    due = week.logs_due if reminder.due is Due.LOG else week.reviews_due
    text = t(
        "reminders-direct",
        due_what=reminder.due,
        paper=written(short_name),
        due=due or week.due_at,
        count=reminder.reviews,
        week=week.number,
        club=plain(club.settings.name),
        link=thread or post_address(club.server_id, week) or None,
    )
    return TextPage(text, StopButton(club.server_id, key))

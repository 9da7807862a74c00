"""What is said in a week's thread after the post: the reminder and the digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui
from discord.utils import format_dt

from bot.core.weeks import Answer
from cogs.ui.inert import written
from cogs.ui.replies import Page
from cogs.ui.room import MESSAGE_TEXT, that_fit
from cogs.ui.theme import HOUSE_COLOUR
from cogs.weeks.acts import Act
from cogs.weeks.buttons import WeekButton
from cogs.weeks.messages import club_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.weeks import WeekView

NAMES_SHOWN = 40


def reminder_page(view: WeekView, key: str, short_name: str, members: Sequence[int]) -> Page:
    """Names the members, says what is due when, and offers the button."""
    due = view.week.logs_due or view.week.due_at
    return Page(
        ui.TextDisplay(mentions(members, len(members))),
        ui.Container(
            ui.TextDisplay(
                f"### Your log on {written(short_name)} is due {format_dt(due, 'R')}\n"
                f"That is {format_dt(due, 'F')}. Three to five sentences in your own words: the problem, the approach, "
                "the key result, and one limitation or open question."
            ),
            ui.ActionRow(WeekButton(Act.WRITE, key, lead=True)),
            accent_colour=HOUSE_COLOUR,
        ),
    )


def digest_page(view: WeekView, key: str, short_name: str, next_short_name: str | None) -> Page:
    """That the week is over, who was in it, and what comes next."""
    reading, away = view.members(Answer.IN), view.count(Answer.OUT)
    lines = [f"-# {club_name(view)}", f"## Week {view.week.number} is over", f"**{written(short_name)}** is read."]
    if reading:
        lines.append(f"**In** ({len(reading)}): {mentions(reading, NAMES_SHOWN)}")
    if away:
        lines.append(f"-# {away} could not make it this time. See you next week!")
    container: ui.Container[Any] = ui.Container(ui.TextDisplay("\n".join(lines)), accent_colour=HOUSE_COLOUR)
    container.add_item(ui.Separator())
    container.add_item(ui.TextDisplay(next_line(view, next_short_name)))
    container.add_item(ui.ActionRow(WeekButton(Act.STATUS, key)))
    return Page(container)


def next_line(view: WeekView, short_name: str | None) -> str:
    """What comes after the week; `short_name` is that of the newer week's paper, or of the next one."""
    named = f": **{written(short_name)}**" if short_name else ""
    if view.newer:
        return f"**Next up** Week {view.newer.number}{named}, in <#{view.newer.thread_id or view.newer.channel_id}>."
    if view.club.next_due is None:
        return "**Next up** Nothing yet: the club is paused."
    if short_name is None:
        return "**Next up** Nothing yet: every paper of the list is read. Organisers queue more with `/syllabus add`."
    # The number is that of the next post; skipped slots have none.
    at = f"{format_dt(view.club.next_due, 'F')} · {format_dt(view.club.next_due, 'R')}"
    return f"**Next up** Week {(view.week.number or 0) + 1}{named}\n{at}"


def mentions(members: Sequence[int], most: int) -> str:
    """Shown as names. Whether it pings is the message's to say."""
    shown = that_fit([f"<@{member}>" for member in members[:most]], MESSAGE_TEXT // 2 + 500, " ")
    more = len(members) - len(shown)
    return " ".join(shown) + (f" and {more} more" if more else "")

"""What `/week status` tells, and what is said to a member who presses a button about a week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from discord import ui
from discord.utils import format_dt

from bot.core.weeks import Answer, WeekState
from cogs.papers.clusters import spoken
from cogs.reviews.buttons import NextButton
from cogs.ui.inert import plain, written
from cogs.ui.replies import Page
from cogs.ui.room import counted
from cogs.ui.theme import HOUSE_COLOUR, TIER_COLOURS
from cogs.weeks.buttons import week_buttons
from cogs.weeks.follow_ups import mentions, next_line, reviews_done
from cogs.weeks.held_up import held_up
from cogs.weeks.messages import club_name, counts, deadlines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.clubs import Club
    from bot.core.clusters import Cluster
    from bot.services.log_views import LogView
    from bot.services.reviews import RefusedReview, Turn, WeekReviews
    from bot.services.weeks import WeekView

NAMES_SHOWN = 20
HELD_UP_TEXT = 1200
DATES_TO_COME = "Logs and reviews get their dates when the week is posted."
STAGES = {
    WeekState.PLANNED: "On its way",
    WeekState.POSTED: "Reading",
    WeekState.READING: "Reading",
    WeekState.REVIEWING: "Logs are closed; reviewing",
    WeekState.CLOSED: "Over",
    WeekState.SKIPPED: "Left out",
}
YOURS = {
    Answer.IN: "**You** are in. Your log is due {due}.",
    Answer.OUT: "**You** can't make it this week. Changed your mind? Press *I'm in*.",
    None: "**You** have not said yet whether you are in.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What has happened in a week, and what one member still has to review in the club."""

    user_id: int
    happened: WeekReviews
    owed: Sequence[Turn]
    logs_held_up: Sequence[LogView] = ()
    reviews_held_up: Sequence[RefusedReview] = ()

    @property
    def has_logged(self) -> bool:
        return any(log.author_id == self.user_id for log in self.happened.logs)


def status_page(view: WeekView, cluster: Cluster, next_short_name: str | None, standing: Standing) -> Page:
    """The newest week as one member sees it."""
    week, focus = view.week, cluster.focus
    heading = [f"-# {club_name(view)} · {STAGES[week.state]}", f"## Week {week.number} · {written(focus.short_name)}"]
    heading += [links] if (links := _links(view)) else []
    if week.note and week.state is not WeekState.CLOSED:
        heading.append(f"-# {week.note[:1].upper()}{week.note[1:]}")
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay("\n".join(heading)),
        ui.TextDisplay(_cluster(cluster)),
        accent_colour=TIER_COLOURS[focus.tier],
    )
    container.add_item(ui.TextDisplay("\n".join([_due(view), _who(view), *_done(view, standing.happened)])))
    container.add_item(ui.Separator())
    yours = _yours(view, standing)
    container.add_item(ui.TextDisplay("\n".join([*yours, next_line(view, next_short_name)])))
    if standing.owed:
        container.add_item(ui.ActionRow(NextButton(view.club.id)))
    if is_open(view):
        container.add_item(week_buttons(view.key, on_status=True))
    return Page(container)


def no_week_page(club: Club, next_short_name: str | None) -> Page:
    """Before a club's first week."""
    name = plain(club.settings.name)
    if club.next_due is None:
        text = f"**{name}** has read nothing yet, and is paused. An organiser starts it with `/club resume`."
    else:
        what = f" with **{written(next_short_name)}**" if next_short_name else ""
        text = f"**{name}** starts {format_dt(club.next_due, 'F')} ({format_dt(club.next_due, 'R')}){what}."
    return Page(ui.Container(ui.TextDisplay(text), accent_colour=HOUSE_COLOUR))


def noted(view: WeekView, user_id: int) -> str:
    """The word to a member who has pressed `I'm in` or `Can't this week`."""
    due = view.week.logs_due
    match view.answers.get(user_id):
        case Answer.IN:
            until = f" Your log is due {format_dt(due, 'R')}." if due else ""
            return f"You are in for week {view.week.number}.{until} Press *I'm in* again to take it back."
        case Answer.OUT:
            return f"Noted: not in week {view.week.number}. Press *Can't this week* again to take it back."
    return f"Taken back: for week {view.week.number} you have said neither."


def said_page(text: str) -> Page:
    """A sentence to everybody."""
    return Page(ui.Container(ui.TextDisplay(text), accent_colour=HOUSE_COLOUR))


def is_open(view: WeekView) -> bool:
    """Whether there is still something to say to the week."""
    return view.week.state not in {WeekState.CLOSED, WeekState.SKIPPED}


def _links(view: WeekView) -> str:
    week = view.week
    if week.message_id is None:
        return ""
    # A forum's post stands in a thread of its own.
    channel = week.thread_id if view.club.settings.is_forum else week.channel_id
    post = f"[The post](https://discord.com/channels/{view.club.server_id}/{channel}/{week.message_id})"
    return f"{post} · <#{week.thread_id}>" if week.thread_id else post


def _cluster(cluster: Cluster) -> str:
    names = " → ".join(f"{written(step.paper.short_name)} ({step.paper.year})" for step in cluster.steps)
    return f"**{written(cluster.focus.title)}**\nRead in this order: {names}\n-# Set aside {spoken(cluster.minutes)}."


def _due(view: WeekView) -> str:
    """The dates of a week that is not posted yet change with the moment in which it is."""
    return DATES_TO_COME if view.week.state is WeekState.PLANNED else deadlines(view)


def _who(view: WeekView) -> str:
    names = mentions(view.members(Answer.IN), NAMES_SHOWN)
    return counts(view) + (f"\n-# {names}" if names else "")


def _done(view: WeekView, happened: WeekReviews) -> list[str]:
    """The logs, and once they are closed the reviews."""
    logs = f"**Logs** {len(happened.logs)}"
    if view.week.state in {WeekState.REVIEWING, WeekState.CLOSED} or happened.reviews:
        return [f"{logs} · **Reviews** {reviews_done(happened)}"]
    return [logs]


def _yours(view: WeekView, standing: Standing) -> list[str]:
    """Their log first, then their reviews, then what of theirs Discord does not show."""
    return [*_your_log(view, standing), *_your_reviews(view, standing), *_held_up(standing)]


def _held_up(standing: Standing) -> list[str]:
    logs = [
        f"**Your log** is kept. {held_up(log)}: {written(log.trouble)} If it is about the text, `/log edit` changes it."
        for log in standing.logs_held_up
    ]
    reviews = [
        f"**Your review** of <@{found.review.author_id}>'s log is kept, and not in the thread yet: "
        f"{written(found.trouble)} If it is about the text, *Review* under the log changes it."
        for found in standing.reviews_held_up
    ]
    return counted([*logs, *reviews], HELD_UP_TEXT)


def _your_log(view: WeekView, standing: Standing) -> list[str]:
    if standing.has_logged:
        return ["**You** have written your log."]
    if not is_open(view):
        return []
    if view.week.state is WeekState.REVIEWING and view.answers.get(standing.user_id) is not Answer.OUT:
        return ["**You** have written no log. A late one is welcome."]
    due = view.week.logs_due
    return [YOURS[view.answers.get(standing.user_id)].format(due=format_dt(due, "R") if due else "soon")]


def _your_reviews(view: WeekView, standing: Standing) -> list[str]:
    if standing.owed:
        names = ", ".join(f"<@{turn.log.author_id}>" for turn in standing.owed[:NAMES_SHOWN])
        what = "a review" if len(standing.owed) == 1 else "reviews"
        return [f"**You still owe** {what} to {names}."]
    wrote = sum(review.reviewer_id == standing.user_id for review in standing.happened.written)
    if wrote:
        return [f"**Your reviews** are written ({wrote}). Thank you!"]
    return ["You owe no review."] if view.week.state is WeekState.REVIEWING else []

"""What organizers read before and after a decision about weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui
from discord.utils import format_dt

from cogs.ui.replies import Page
from cogs.ui.theme import WARNING_COLOUR
from cogs.weeks.acts import Decision
from cogs.weeks.buttons import DecideButton, slot_button
from cogs.weeks.follow_ups import reviews_done
from cogs.weeks.messages import NOTHING_TO_REVIEW
from cogs.weeks.votes import voting_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from bot.core.clubs import Club
    from bot.core.errors import DecidedAlreadyError
    from bot.core.weeks import Week
    from bot.services.reviews import WeekReviews
    from bot.services.week_views import WeekView

FOR_GOOD = "This can't be undone."
# More than a club ever has open at once.
WEEKS_SHOWN = 5


def preview_note(view: WeekView) -> str:
    """Above the next post as it would look now."""
    at = format_dt(view.week.due_at, "F")
    note = f"-# Only you see this. It goes up in <#{view.week.channel_id}> on {at}."
    if view.poll is None or not view.is_next_voted_on:
        return note
    return f"{note}\n-# {voting_line(view.poll)} If another paper wins, this post is about that one."


def closing_page(what: str, views: Sequence[WeekView], names: Sequence[str], happened: Sequence[WeekReviews]) -> Page:
    """A question for each week that has its `logs` or `reviews` open."""
    container: ui.Container[Any] = ui.Container(accent_colour=WARNING_COLOUR)
    for view, name, done in list(zip(views, names, happened, strict=True))[:WEEKS_SHOWN]:
        state = _logs_now(view) if what == "logs" else _reviews_now(view, done)
        heading = f"### Close the {what} of week {view.week.number}, {name}?"
        container.add_item(ui.TextDisplay(f"{heading}\n{state} {FOR_GOOD}"))
        decision = Decision.CLOSE_LOGS if what == "logs" else Decision.CLOSE_REVIEWS
        label = f"Close {what} of week {view.week.number}"
        container.add_item(ui.ActionRow(DecideButton(decision, view.club.id, str(view.week.id), label)))
    return Page(container)


def closed_text(what: str, view: WeekView, name: str) -> str:
    """To everybody."""
    week = view.week
    where = f" (<#{week.thread_id}>)" if week.thread_id else ""
    goes_on = ""
    if what == "logs":
        goes_on = f" {NOTHING_TO_REVIEW}"
        if view.logged and week.reviews_due:
            goes_on = f" Reviews are open until {format_dt(week.reviews_due, 'F')}."
    return f"{what.capitalize()} of week {week.number}, **{name}**{where}, are closed.{goes_on}"


def posted_text(club: Club, week: Week, name: str, after: datetime | None) -> str:
    """After `/week post`."""
    slot = format_dt(club.settings.slot.instant_on(week.slot), "F")
    ahead = f" The next slot is {format_dt(after, 'F')}." if after else ""
    return (
        f"Week {week.number}, **{name}**, goes up in <#{club.settings.channel_id}> now, in place of the slot on "
        f"{slot}.{ahead}"
    )


def post_again_page(club: Club, decided: DecidedAlreadyError) -> Page:
    """A post went up a moment ago: the command may have been given twice, or by two organizers."""
    text = (
        f"Week {decided.number} went up within the last hour, so nothing more was posted. "
        f"Post the week after it now, too, in place of the slot on {_at(club, decided.slot)}?"
    )
    return _asked(text, slot_button(Decision.POST, club.id, decided.slot, "Post another week now"))


def not_counted_page(club: Club, slot: date) -> Page:
    """A poll has ended, and Discord has not told its result yet."""
    text = (
        "A poll has ended and is being counted, so nothing was posted. Try again in a minute. "
        "Posted now, the week is about the paper that is up next without the poll."
    )
    return _asked(text, slot_button(Decision.POST, club.id, slot, "Post without the poll"))


def skipped_text(club: Club, slot: date, after: datetime | None) -> str:
    """After `/week skip`."""
    ahead = f" and goes on {format_dt(after, 'F')}" if after else ""
    return (
        f"No post on {_at(club, slot)}. The syllabus stays as it is{ahead}. Changed your mind? *Take it back* and "
        "`/week unskip` bring that post back; `/week post` posts it at once, and the one after it comes all the same."
    )


def skip_again_page(club: Club, decided: DecidedAlreadyError) -> Page:
    """The coming slot is decided: the command may have been given twice, or by two organizers."""
    last = _at(club, decided.last)
    what = f"Week {decided.number} has the slot on {last}" if decided.number else f"The slot on {last} is left out"
    text = f"{what} already, so nothing more was left out. Leave out {_at(club, decided.slot)} too?"
    return _asked(text, slot_button(Decision.SKIP, club.id, decided.slot, "Leave it out too"))


def unskipped_text(club: Club, slot: date) -> str:
    """After a skip was taken back."""
    return f"The post on {_at(club, slot)} comes after all."


def _asked(text: str, button: DecideButton) -> Page:
    row: ui.ActionRow[Any] = ui.ActionRow(button)
    return Page(ui.Container(ui.TextDisplay(text), row, accent_colour=WARNING_COLOUR))


def _at(club: Club, slot: date) -> str:
    return format_dt(club.settings.slot.instant_on(slot), "F")


def _logs_now(view: WeekView) -> str:
    count, missing = len(view.logged), len(view.waited_for)
    if not count:
        return "No log is in, so there will be nothing to review."
    came = "1 log is in" if count == 1 else f"{count} logs are in"
    waits = f", and {missing} who said *I'm in* {'has' if missing == 1 else 'have'} not written one" if missing else ""
    return f"{came}{waits}. Reviewers are named at once."


def _reviews_now(view: WeekView, happened: WeekReviews) -> str:
    return f"Reviews: {reviews_done(view, happened)}. The week ends with its digest."

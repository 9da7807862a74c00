"""What organizers read before and after a decision about weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui
from discord.utils import format_dt

from bot.core.weeks.deadlines import is_due_before
from bot.core.weeks.week import dates_from
from cogs.polls.votes import is_running, voting_line
from cogs.ui.containers import TextPage
from cogs.ui.replies import Page
from cogs.ui.theme import WARNING_COLOR
from cogs.ui.wording import t
from cogs.weeks.buttons import DecideButton, Decision, slot_button
from cogs.weeks.thread_messages import reviews_done

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from bot.core.clubs.club import Club
    from bot.core.errors import DecidedAlreadyError
    from bot.core.weeks.week import Week
    from bot.services.reviews.service import WeekReviews
    from bot.services.weeks.views import WeekView

# More than a club ever has open at once.
WEEKS_SHOWN = 5


def preview_note(view: WeekView) -> str:
    """Return the note above a preview of the next post."""
    channel, at = f"<#{view.week.channel_id}>", view.week.due_at
    if view.poll is None or not view.is_next_voted_on:
        return t("weeks-preview-note", channel=channel, at=at)
    poll = view.poll
    voting, may_change = voting_line(poll), is_running(poll)
    return t("weeks-preview-note-with-poll", channel=channel, at=at, voting=voting, is_running=may_change)


def closing_page(what: str, views: Sequence[WeekView], names: Sequence[str], happened: Sequence[WeekReviews]) -> Page:
    """Return a page with a question for each week with open `logs` or `reviews`."""
    container: ui.Container[Any] = ui.Container(accent_color=WARNING_COLOR)
    for view, name, done in list(zip(views, names, happened, strict=True))[:WEEKS_SHOWN]:
        state = _logs_now(view) if what == "logs" else _reviews_now(view, done)
        asked = t("weeks-close-question", what=what, number=view.week.number, paper=name, state=state)
        container.add_item(ui.TextDisplay(asked))
        decision = Decision.CLOSE_LOGS if what == "logs" else Decision.CLOSE_REVIEWS
        label = t("weeks-close-button", what=what, number=view.week.number)
        container.add_item(ui.ActionRow(DecideButton(decision, view.club.id, str(view.week.id), label)))
    return Page(container)


def closed_text(what: str, view: WeekView, name: str) -> str:
    """Return the public answer after logs or reviews were closed early."""
    week = view.week
    thread = f"<#{week.thread_id}>" if week.thread_id else None
    due = format_dt(week.reviews_due, "F") if view.logged and week.reviews_due else None
    return t("weeks-closed", what=what, number=week.number, paper=name, thread=thread, reviews_due=due)


def posted_text(club: Club, week: Week, name: str, ahead: str, *, is_queued: bool) -> str:
    """Return the answer to `/week post`. `ahead` says what is next, and `is_queued` is False if the list decides it."""
    channel, slot = f"<#{club.settings.channel_id}>", _at(club, week.slot)
    posted = t("weeks-posted", number=week.number, paper=name, channel=channel, slot=slot)
    return "\n".join(filter(None, (posted, ahead, "" if is_queued else t("weeks-posted-not-queued"))))


def meeting_note(view: WeekView, now: datetime) -> str:
    """Return that a week which is posted early meets after its logs are due; empty if it doesn't."""
    club, week = view.club, view.week
    if week.periods > 1 or not view.meetings:
        return ""
    meets = view.meetings[0].meeting.starts_at
    if not is_due_before(meets, now, club.timetable.instant_on(week.slot), club):
        return ""
    return t("weeks-posted-meeting", meets=meets, logs_due=dates_from(now, club.settings, club.breaks).logs_due)


def post_again_page(club: Club, decided: DecidedAlreadyError) -> Page:
    """Return a page that asks before a second post: the command may have been given twice, or by two organizers."""
    text = t("weeks-post-again", number=decided.number, slot=_at(club, decided.slot))
    return _asked(text, slot_button(Decision.POST, club.id, decided.slot, t("weeks-post-again-button")))


def not_counted_page(club: Club, slot: date) -> Page:
    """Return a page that asks before a post: a poll has ended, but Discord has not reported its result yet."""
    button = slot_button(Decision.POST, club.id, slot, t("weeks-not-counted-button"))
    return _asked(t("weeks-not-counted"), button)


def skipped_text(club: Club, slot: date, after: datetime | None, *, is_catch_up: bool) -> str:
    """Return the answer to `/week skip` or `/week catch-up`."""
    then = format_dt(after, "F") if after else None
    if is_catch_up:
        return t("weeks-catch-up-set", slot=_at(club, slot), after=then)
    return t("weeks-skipped", slot=_at(club, slot), after=then)


def skip_again_page(club: Club, decided: DecidedAlreadyError, *, is_catch_up: bool) -> Page:
    """Return a page that asks before a second skip: the command may have been given twice, or by two organizers."""
    last, slot = _at(club, decided.last), _at(club, decided.slot)
    text = t("weeks-skip-again", number=decided.number, last=last, slot=slot, is_catch_up=is_catch_up)
    decision = Decision.CATCH_UP if is_catch_up else Decision.SKIP
    label = t("weeks-skip-again-button", is_catch_up=is_catch_up)
    return _asked(text, slot_button(decision, club.id, decided.slot, label))


def unskipped_text(club: Club, slot: date) -> str:
    """Return the answer after a skip was undone."""
    return t("weeks-unskipped", slot=_at(club, slot))


def _asked(text: str, button: DecideButton) -> Page:
    return TextPage(text, button, color=WARNING_COLOR)


def _at(club: Club, slot: date) -> str:
    return format_dt(club.settings.slot.instant_on(slot), "F")


def _logs_now(view: WeekView) -> str:
    return t("weeks-logs-now", count=len(view.logged), missing=len(view.waited_for))


def _reviews_now(view: WeekView, happened: WeekReviews) -> str:
    return t("weeks-reviews-now", reviews=reviews_done(view, happened))

"""What `/week status` tells, and what is said to a member who presses a button about a week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from discord import ui
from discord.utils import format_dt

from bot.core.duties import Duties
from bot.core.weeks import Answer, WeekState
from cogs.papers.clusters import spoken
from cogs.reviews.buttons import NextButton
from cogs.ui.addresses import post_address
from cogs.ui.inert import plain, written
from cogs.ui.replies import Page
from cogs.ui.room import MESSAGE_TEXT, that_fit
from cogs.ui.theme import HOUSE_COLOUR, TIER_COLOURS
from cogs.ui.troubles import for_member
from cogs.weeks.buttons import week_buttons
from cogs.weeks.follow_ups import mentions, next_line, reviews_done
from cogs.weeks.held_up import held_up
from cogs.weeks.messages import club_name, counts, deadlines
from cogs.weeks.votes import voting_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.clubs import Club
    from bot.core.clusters import Cluster
    from bot.core.duties import Assignment, Freed
    from bot.services.log_views import LogView
    from bot.services.reviews import RefusedReview, WeekReviews
    from bot.services.week_views import WeekView
    from bot.storage.polls import Poll

NAMES_SHOWN = 20
NO_PART = Duties()
MORE_HELD_UP = "-# And {} more that is kept and not in its thread yet."
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
    """What has happened in a week, and one member's part in the club's reviews."""

    user_id: int
    happened: WeekReviews
    part: Duties = NO_PART
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
    top, what = "\n".join(heading), _cluster(cluster)
    happened = "\n".join([_due(view), _who(view), *_done(view, standing.happened)])
    yours, ahead = [*_your_log(view, standing), *_your_reviews(view, standing)], next_line(view, next_short_name)
    room = MESSAGE_TEXT - sum(map(len, (top, what, happened, ahead, *yours))) - len(yours) - 2
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay(top), ui.TextDisplay(what), ui.TextDisplay(happened), accent_colour=TIER_COLOURS[focus.tier]
    )
    container.add_item(ui.Separator())
    container.add_item(ui.TextDisplay("\n".join([*yours, *_held_up(standing, room), ahead])))
    if standing.part.to_write or standing.part.free or standing.part.taken_on:
        container.add_item(ui.ActionRow(NextButton(view.club.id)))
    if is_open(view):
        container.add_item(week_buttons(view.key, week.state, on_status=True))
    return Page(container)


def no_week_page(club: Club, next_short_name: str | None, poll: Poll | None = None) -> Page:
    """Before a club's first week; a `poll` that is under way decides what it is about."""
    name = plain(club.settings.name)
    if club.next_due is None:
        text = f"**{name}** has read nothing yet, and is paused. An organiser starts it with `/club resume`."
    else:
        what = f" with **{written(next_short_name)}**" if next_short_name and poll is None else ""
        text = f"**{name}** starts {format_dt(club.next_due, 'F')}{what}."
        text += f"\n{voting_line(poll)}" if poll else ""
    return Page(ui.Container(ui.TextDisplay(text), accent_colour=HOUSE_COLOUR))


def noted(view: WeekView, user_id: int, part: Duties = NO_PART) -> str:
    """The word to a member who has pressed `I'm in` or `Can't this week`, and what it means for their reviews."""
    due, number = view.week.logs_due, view.week.number
    match view.answers.get(user_id):
        case Answer.IN:
            until = f" Your log is due {format_dt(due, 'F')}." if due and user_id not in view.logged else ""
            return f"You are in for week {number}.{until} Press *I'm in* again to take it back.{_given_for_good(part)}"
        case Answer.OUT:
            kept = " Your log stays, and counts." if user_id in view.logged else ""
            again = " Press *Can't this week* again to take it back."
            return f"Noted: you can't make it in week {number}.{kept}{_given_on(part)}{again}{_begun(part)}"
    return f"Taken back: for week {number} you have said neither.{_given_for_good(part)}"


def said_page(text: str) -> Page:
    """A sentence to everybody."""
    return Page(ui.Container(ui.TextDisplay(text), accent_colour=HOUSE_COLOUR))


def is_open(view: WeekView) -> bool:
    """Whether there is still something to say to the week."""
    return view.week.state not in {WeekState.CLOSED, WeekState.SKIPPED}


def _links(view: WeekView) -> str:
    week, address = view.week, post_address(view.club.server_id, view.week)
    if not address:
        return ""
    post = f"[The post]({address})"
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
        return [f"{logs} · **Reviews** {reviews_done(view, happened)}"]
    return [logs]


def _held_up(standing: Standing, room: int) -> list[str]:
    """What of theirs Discord does not show, as much as fits, and how much more there is."""
    logs = [f"**Your log** is kept. {held_up(log)}. {for_member(log.trouble)}" for log in standing.logs_held_up]
    reviews = [
        f"**Your review** of <@{found.review.author_id}>'s log is kept, but it isn't in the thread yet. "
        f"{for_member(found.trouble)}"
        for found in standing.reviews_held_up
    ]
    shown = that_fit([*logs, *reviews], room - len(MORE_HELD_UP) - 4)
    more = len(logs) + len(reviews) - len(shown)
    return [*shown, MORE_HELD_UP.format(more)] if more else shown


def _your_log(view: WeekView, standing: Standing) -> list[str]:
    if standing.has_logged:
        return ["**You** have written your log."]
    if not is_open(view):
        return []
    if view.week.state is WeekState.REVIEWING and view.answers.get(standing.user_id) is not Answer.OUT:
        return ["**You** have written no log. A late one is welcome."]
    due = view.week.logs_due
    return [YOURS[view.answers.get(standing.user_id)].format(due=format_dt(due, "F") if due else "soon")]


def _your_reviews(view: WeekView, standing: Standing) -> list[str]:
    """What is left of the member's part, what they have done, and what others have taken over."""
    part, lines = standing.part, list[str]()
    if part.to_write:
        what = "a review" if len(part.to_write) == 1 else "reviews"
        lines.append(f"**You still owe** {what} to {_authors(part.to_write)}.")
    if part.free:
        what = "a review" if len(part.free) == 1 else "reviews"
        lines.append(f"**Not written yet**: {what} for {_authors(part.free)}. You still can, and now anybody else may.")
    if part.taken_on:
        what = "a review" if len(part.taken_on) == 1 else "reviews"
        lines.append(f"**You took on** {what} for {_authors(part.taken_on)}.")
    wrote, left = len(part.written), len(part.to_write) + len(part.free)
    if wrote:
        lines.append(
            f"**You have written** {wrote} of {wrote + left} reviews."
            if left
            else f"**Your reviews** are written ({wrote}). Thank you!"
        )
    if part.given_on:
        how_many = "One" if len(part.given_on) == 1 else str(len(part.given_on))
        lines.append(f"{how_many} of your reviews went to others.")
    if not lines and view.week.state is WeekState.REVIEWING:
        return ["You owe no review."]
    return lines


def _given_on(part: Duties) -> str:
    """To a member who can't make it."""
    if not part.given_on:
        return ""
    one = len(part.given_on) == 1
    what, stay = ("Your review goes", "it stays") if one else (f"Your {len(part.given_on)} reviews go", "they stay")
    return f" {what} to others. If you change your mind, {stay} with them."


def _given_for_good(part: Duties) -> str:
    """To one who takes it back."""
    if not part.given_on:
        return ""
    what = "The review that you gave up stays" if len(part.given_on) == 1 else "The reviews that you gave up stay"
    return f" {what} with others. If you like, `/review next` gives you one more."


def _begun(part: Duties) -> str:
    """What somebody has typed into stays theirs."""
    if not part.to_write:
        return ""
    return f" What you have begun stays yours: your review for {_authors(part.to_write)}."


def _authors(of: Sequence[Assignment | Freed]) -> str:
    return mentions([one.author for one in of], NAMES_SHOWN)

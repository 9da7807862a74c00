"""The page of `/week status`, and the answers to members who press a button about a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from discord import ui
from discord.utils import format_dt

from bot.core.reviews.duties import Duties
from bot.core.weeks.week import Answer, WeekState
from cogs.next_step.buttons import ClubNextStepButton, NextStepButton
from cogs.papers.cards import dated
from cogs.papers.clusters import spoken
from cogs.polls.votes import voting_line
from cogs.presences.pages import presence_line
from cogs.reviews.buttons import NextButton
from cogs.ui.addresses import post_address
from cogs.ui.calendar import pause_line
from cogs.ui.containers import TextPage
from cogs.ui.escaping import clip, plain, written
from cogs.ui.mentions import mention
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, that_fit
from cogs.ui.theme import TIER_COLORS
from cogs.ui.troubles import for_member
from cogs.ui.week_notes import note_text
from cogs.ui.wording import t
from cogs.week_links.lines import links_line
from cogs.weeks.buttons import JoinButton, own_buttons
from cogs.weeks.delivery_notes import delivery_note
from cogs.weeks.messages import club_name, counts, deadlines, mentions, names_line
from cogs.weeks.session_lines import session_lines
from cogs.weeks.thread_messages import next_line, reviews_done

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.papers.clusters import Cluster
    from bot.core.polls.poll import Poll
    from bot.core.reviews.duties import Assignment, FreedReview
    from bot.services.paper_logs.views import LogView
    from bot.services.reviews.service import RefusedReview, WeekReviews
    from bot.services.weeks.sign_ups import SignedUp
    from bot.services.weeks.views import WeekView

NAMES_SHOWN = 20
NO_PART = Duties()
SHORTEST_NOTE = 60  # less of it would say nothing
MANY = 100_000  # more than are ever held up at once


@dataclass(frozen=True, slots=True)
class WeekStatus:
    """What happened in a week, and one member's part in the club's reviews."""

    user_id: int
    happened: WeekReviews
    part: Duties = NO_PART
    logs_held_up: Sequence[LogView] = ()
    reviews_held_up: Sequence[RefusedReview] = ()

    @property
    def has_logged(self) -> bool:
        return any(log.author_id == self.user_id for log in self.happened.logs)


def status_page(view: WeekView, cluster: Cluster, next_short_name: str | None, member_week: WeekStatus) -> Page:
    """Return the page of the newest week as one member sees it."""
    week, focus = view.week, cluster.focus
    named = t("weeks-heading", number=week.number, paper=written(focus.short_name))
    heading = [f"-# {club_name(view)} · {t('weeks-stage', state=week.state)}", named]
    heading += [addresses] if (addresses := _links(view)) else []
    top, what = "\n".join(heading), _cluster(cluster)
    lines = [*session_lines(view.club.server_id, view.sessions), _due(view), _who(view)]
    lines += _done(view, member_week.happened)
    happened = "\n".join(filter(None, (*lines, presence_line(view))))
    yours, ahead = [*_your_log(view, member_week), *_your_reviews(view, member_week)], next_line(view, next_short_name)
    room = MESSAGE_TEXT - sum(map(len, (top, what, happened, ahead, *yours))) - len(yours) - 2
    if week.state is not WeekState.CLOSED and (note := note_text(week.note)) and room > 2 * SHORTEST_NOTE:
        said = clip(f"\n-# {note[:1].upper()}{note[1:]}", room // 2)
        top, room = top + said, room - len(said)
    if links := links_line(view.links, room // 2):
        happened, room = f"{happened}\n{links}", room - len(links) - 1
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay(top), ui.TextDisplay(what), ui.TextDisplay(happened), accent_color=TIER_COLORS[focus.tier]
    )
    container.add_item(ui.Separator())
    container.add_item(ui.TextDisplay("\n".join([*yours, *_held_up(member_week, room), ahead])))
    if member_week.part.to_write or member_week.part.free or member_week.part.taken_on:
        container.add_item(ui.ActionRow(NextButton(view.club.id)))
    if is_open(view):
        container.add_item(own_buttons(view, member_week.user_id))
    else:
        container.add_item(ui.ActionRow(NextStepButton(view.key, on_status=True)))
    return Page(container)


def no_week_page(signed_up: SignedUp, user_id: int, next_short_name: str | None, poll: Poll | None = None) -> Page:
    """Return the page before a club's first week. A running `poll` decides about its paper."""
    club, members = signed_up.club, signed_up.members
    name = plain(club.settings.name)
    if club.next_due is None:
        text = t("weeks-none-and-paused", club=name)
    else:
        paper = written(next_short_name) if next_short_name and poll is None else None
        text = t("weeks-none-yet", club=name, at=club.next_due, paper=paper)
        text += f"\n{voting_line(poll)}" if poll else ""
        text += f"\n{pause}" if (pause := pause_line(club, date.min)) else ""
    text += "\n" + t("weeks-signed-up", count=len(members), is_in=user_id in members)
    if members:
        text += f"\n{names_line(members, NAMES_SHOWN)}"
    return TextPage(text, JoinButton(club.id, lead=user_id not in members), ClubNextStepButton(club.id))


def joined(signed_up: SignedUp, user_id: int) -> str:
    """Return the answer to *I'm in* before the week exists."""
    is_in, others = user_id in signed_up.members, len(set(signed_up.members) - {user_id})
    return t("weeks-joined", is_in=is_in, at=signed_up.club.next_due, others=others)


def noted(view: WeekView, user_id: int, part: Duties = NO_PART) -> str:
    """Return the answer to `I'm in` or `Can't this week`, and what it means for the member's reviews."""
    due, number, given = view.week.logs_due, view.week.number, len(part.given_on)
    wrote = "log" if user_id in view.logged else "takeaway" if view.has_takeaway(user_id) else None
    match view.answers.get(user_id):
        case Answer.IN:
            until = format_dt(due, "F") if due and not wrote else None
            return t("weeks-noted-in", number=number, due=until, given=given)
        case Answer.OUT:
            # A review that the member has started stays theirs.
            started = _authors(part.to_write) if part.to_write else None
            return t("weeks-noted-out", number=number, wrote=wrote, given=given, started=started)
    return t("weeks-noted-neither", number=number, given=given)


def is_open(view: WeekView) -> bool:
    """Return whether the week still accepts answers."""
    return view.week.state not in {WeekState.CLOSED, WeekState.SKIPPED}


def _links(view: WeekView) -> str:
    week, address = view.week, post_address(view.club.server_id, view.week)
    if not address:
        return ""
    post = f"[{t('weeks-the-post')}]({address})"
    return f"{post} · <#{week.thread_id}>" if week.thread_id else post


def _cluster(cluster: Cluster) -> str:
    names = " → ".join(dated(written(step.paper.short_name), step.paper.year) for step in cluster.steps)
    return t("weeks-papers", title=written(cluster.focus.title), names=names, time=spoken(cluster.minutes))


def _due(view: WeekView) -> str:
    """Return the dates. Those of a week that is not posted yet depend on when it is, so return a note."""
    return t("weeks-dates-to-come") if view.week.state is WeekState.PLANNED else deadlines(view, countdown=True)


def _who(view: WeekView) -> str:
    return "\n".join(filter(None, (counts(view), names_line(view.members(Answer.IN), NAMES_SHOWN))))


def _done(view: WeekView, happened: WeekReviews) -> list[str]:
    """Return the number of logs and, once they are closed, of reviews."""
    logs = len(happened.logs)
    if view.week.state in {WeekState.REVIEWING, WeekState.CLOSED} or happened.reviews:
        return [t("weeks-logs-and-reviews-done", logs=logs, reviews=reviews_done(view, happened))]
    return [t("weeks-logs-done", logs=logs)]


def _held_up(member_week: WeekStatus, room: int) -> list[str]:
    """Return the member's own messages that Discord does not show, as many as fit, and how many more there are."""
    logs = [
        t("weeks-your-log-is-kept", delivery=delivery_note(log), why=for_member(log.trouble))
        for log in member_week.logs_held_up
    ]
    reviews = [
        t("weeks-your-review-is-kept", author=mention(found.review.author_id), why=for_member(found.trouble))
        for found in member_week.reviews_held_up
    ]
    shown = that_fit([*logs, *reviews], room - len(t("weeks-more-kept", count=MANY)))
    more = len(logs) + len(reviews) - len(shown)
    return [*shown, t("weeks-more-kept", count=more)] if more else shown


def _your_log(view: WeekView, member_week: WeekStatus) -> list[str]:
    if member_week.has_logged:
        return [t("weeks-you-logged")]
    if view.has_takeaway(member_week.user_id):
        return [t("weeks-you-took-away", is_open=is_open(view))]
    if not is_open(view):
        return []
    if view.week.state is WeekState.REVIEWING and view.answers.get(member_week.user_id) is not Answer.OUT:
        return [t("weeks-you-may-be-late")]
    due, answer = view.week.logs_due, view.answers.get(member_week.user_id)
    return [t("weeks-you-answered", answer=answer, due=format_dt(due, "F") if due else None)]


def _your_reviews(view: WeekView, member_week: WeekStatus) -> list[str]:
    """Return what the member has left to do, what they have done, and what others have taken over."""
    part, lines = member_week.part, list[str]()
    if part.to_write:
        lines.append(t("weeks-you-owe", count=len(part.to_write), authors=_authors(part.to_write)))
    if part.free:
        lines.append(t("weeks-you-still-can", count=len(part.free), authors=_authors(part.free)))
    if part.taken_on:
        lines.append(t("weeks-you-took-on", count=len(part.taken_on), authors=_authors(part.taken_on)))
    wrote, left = len(part.written), len(part.to_write) + len(part.free)
    if wrote:
        lines.append(t("weeks-you-reviewed", written=wrote, left=left, whole=wrote + left))
    if part.given_on:
        lines.append(t("weeks-you-gave-on", count=len(part.given_on)))
    if not lines and view.week.state is WeekState.REVIEWING:
        return [t("weeks-you-owe-none")]
    return lines


def _authors(of: Sequence[Assignment | FreedReview]) -> str:
    return mentions([one.author for one in of], NAMES_SHOWN)

"""A club as members see it: its settings, what it posts next, and what stands in its way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from discord import ui
from discord.utils import format_dt

from bot.core.clubs import WEEKDAYS, ClubState
from bot.core.outbox import EntryState, Kind
from cogs.clubs.buttons import CloseButton, RetryButton
from cogs.papers.cards import relative_name
from cogs.ui.containers import parted
from cogs.ui.inert import plain
from cogs.ui.replies import Page
from cogs.ui.room import MESSAGE_TEXT, counted
from cogs.ui.theme import HOUSE_COLOUR, WARNING_COLOUR
from cogs.weeks.votes import vote_line, voting_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.calendar import WeeklySlot
    from bot.core.clubs import Club, ClubSettings
    from bot.core.outbox import Entry
    from bot.core.papers import Catalogue
    from bot.core.weeks import Week
    from bot.services.clubs import ClubOverview, Edited, PlannedPost

TROUBLE_TEXT = 1800
DAY, DAYS = timedelta(days=1), 7
MESSAGES = {
    Kind.POST: "The weekly post",
    Kind.POST_EDIT: "A change of the weekly post",
    Kind.REMINDER: "A reminder",
    Kind.DIGEST: "The week's digest",
    Kind.POLL: "The poll",
    Kind.POLL_RESULT: "The poll's result",
    Kind.MOVED: "The word about new dates",
    Kind.CLUB_NEWS: "The word about the club",
    Kind.NOTICE: "A notice",
    Kind.LOG: "A paper log",
    Kind.LOG_EDIT: "A log's new version",
    Kind.REVISED: "The word about a revised log",
    Kind.ASSIGNMENTS: "The list of reviewers",
    Kind.REVIEW: "A review",
    Kind.REVIEW_EDIT: "A change to a review",
    Kind.REVIEW_REMINDER: "A reminder",
}
NEXT_STEPS = (
    "**What to do next**\n"
    "- `/syllabus use` queues a ready track, `/syllabus path` the way to a paper you want to understand. Without "
    "either, the club reads the list from its first must-read on.\n"
    "- `/week preview` shows the next post as it will look, `/week post` posts it at once.\n"
    "- `/club edit` changes any of this."
)
ALL_READ = "Every paper of the list has been read. Queue one with `/syllabus add`."
VOTED_ON = " · *unless the poll decides otherwise*"
FROM_LIST = " · *from the list*"
PAUSED = "Paused: no new week starts until `/club resume`."
WEEK_GOES_ON = "-# A week that is under way keeps the dates that it was posted with."


def created_page(club: Club, tag: str, faults: Sequence[str]) -> Page:
    """What was set up, what is still worth mending, and where to go from here."""
    texts = [f"{_heading(club, 'created')}\n\n{_next_post(club)}", settings_text(club.settings, tag)]
    return Page(_settings(texts, faults, NEXT_STEPS))


def edited_page(edited: Edited, tag: str, faults: Sequence[str]) -> Page:
    """The settings as they are now."""
    club = edited.club
    texts = [f"{_heading(club, 'changed')}\n\n{_next_post(club)}{_gap(edited)}", settings_text(club.settings, tag)]
    return Page(_settings(texts, faults, WEEK_GOES_ON))


def overview_page(
    overview: ClubOverview, tag: str, faults: Sequence[str], catalogue: Catalogue, *, may_steer: bool
) -> Page:
    """Settings, the next posts, and what went wrong; organisers can have what is held up tried again."""
    club, is_troubled = overview.club, bool(faults or overview.held_up)
    state = "paused" if club.state is ClubState.PAUSED else "running"
    texts = [_heading(club, state), settings_text(club.settings, tag), _posts(overview, catalogue)]
    if troubles := [*faults, *map(_held_up, overview.held_up), *map(_mishap, overview.mishaps)]:
        lines = ["**What went wrong**" if is_troubled else "**Left out**", *(f"- {trouble}" for trouble in troubles)]
        room = min(TROUBLE_TEXT, MESSAGE_TEXT - sum(map(len, texts)))
        texts.append("\n".join(counted(lines, room)))
    container = parted(texts, WARNING_COLOUR if is_troubled else HOUSE_COLOUR)
    if overview.held_up and may_steer:
        container.add_item(ui.ActionRow(RetryButton(club.id)))
    return Page(container)


def said_page(club: Club, text: str) -> Page:
    """One thing about a club."""
    return Page(ui.Container(ui.TextDisplay(f"**{plain(club.settings.name)}** {text}"), accent_colour=HOUSE_COLOUR))


def tried_text(count: int, faults: Sequence[str]) -> str:
    """After "Try again": what is under way, and what will hold it up once more."""
    if not count:
        return "Nothing is held up."
    what = "What was held up is" if count == 1 else f"{count} messages that were held up are"
    lines = [f"{what} being sent now. `/club show` tells how it went."]
    if faults:
        lines += ["This still stands in the way:", *(f"- {fault}" for fault in faults)]
    return "\n".join(lines)


def closing_page(club: Club) -> Page:
    """Asks before a club is closed."""
    text = (
        f"## Close {plain(club.settings.name)}?\nIts week under way ends, its syllabus is put away, and nothing "
        "more is posted. What was posted stays where it is. This cannot be undone; to stop for a while, use "
        "`/club pause`."
    )
    row: ui.ActionRow[Any] = ui.ActionRow(CloseButton(club.id))
    return Page(ui.Container(ui.TextDisplay(text), row, accent_colour=WARNING_COLOUR))


def settings_text(settings: ClubSettings, tag: str) -> str:
    """Deadlines, reviewers, roles and the forum's tag (empty for none), a line each."""
    reviewers = "1 reviewer" if settings.reviewers == 1 else f"{settings.reviewers} reviewers"
    manner = "without names" if settings.anonymous else "with names"
    organisers = f" and <@&{settings.organiser_role_id}>" if settings.organiser_role_id else ""
    lines = [
        f"**Paper logs** are due {_days(settings.log_days)} after the post",
        f"**Reviews** are due {_days(settings.review_days)} after that: {reviewers} a log, {manner}",
        f"**Posts mention** {f'<@&{settings.role_id}>' if settings.role_id else 'nobody'}",
        f"**Organisers** are those who may Manage Server{organisers}",
    ]
    return "\n".join([*lines, *([f"**Tag** of its posts: {plain(tag)}"] if tag else [])])


def slot_in_words(slot: WeeklySlot) -> str:
    """`Sundays at 18:00, Europe/Berlin`."""
    return f"{WEEKDAYS[slot.weekday]}s at {slot.at:%H:%M}, {slot.zone}"


def _settings(texts: Sequence[str], faults: Sequence[str], foot: str) -> ui.Container[Any]:
    warnings = ["\n".join(f"⚠️ {fault}" for fault in faults)] if faults else []
    return parted([*texts, *warnings, foot], WARNING_COLOUR if faults else HOUSE_COLOUR)


def _heading(club: Club, state: str) -> str:
    settings = club.settings
    meets = f"In <#{settings.channel_id}>, {slot_in_words(settings.slot)}"
    return f"-# READING CLUB · {state.upper()}\n## {plain(settings.name)}\n{meets}"


def _next_post(club: Club) -> str:
    return f"**Next post** {moment_of(club)}" if club.next_due else PAUSED


def moment_of(club: Club) -> str:
    return format_dt(club.next_due, "F") if club.next_due else ""


def _gap(edited: Edited) -> str:
    """Said where the next week does not come a week after the last one."""
    days = round(edited.gap / DAY) if edited.gap else DAYS
    if days == DAYS:
        return ""
    sooner = "; `/week post` posts it at once" if days > DAYS else ""
    return f"\n-# That is {_days(days)} after the last one{sooner}."


def _posts(overview: ClubOverview, catalogue: Catalogue) -> str:
    posts = overview.posts
    if not posts:
        return PAUSED
    voted_on = next((post for post in posts if overview.poll and post.at >= overview.poll.closes_at), None)
    lines = [_post(post, catalogue, overview, is_voted_on=post is voted_on) for post in posts]
    voting = [f"-# {voting_line(overview.poll)}"] if overview.poll else []
    return "\n".join(["**Next posts**", *lines, *voting])


def _post(post: PlannedPost, catalogue: Catalogue, overview: ClubOverview, *, is_voted_on: bool) -> str:
    paper = catalogue.get(post.paper_key or "")
    if paper is None:
        return f"- {format_dt(post.at, 'F')}\n{ALL_READ}"
    won = overview.won.result if overview.won and overview.won.winner == paper.key else None
    names = {known.key: known.short_name for known in catalogue} if won else {}
    chosen = f"\n  -# {vote_line(won, names)}" if won else ""
    source = VOTED_ON if is_voted_on else "" if post.is_queued else FROM_LIST
    return f"- {format_dt(post.at, 'f')} · {relative_name(paper)}{source}{chosen}"


def _held_up(entry: Entry) -> str:
    what = "is there twice" if entry.state is EntryState.DONE else "waits"
    return f"{MESSAGES[entry.kind]} {what}. {entry.reason}"


def _mishap(week: Week) -> str:
    return f"{format_dt(week.due_at, 'D')}: {week.note}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"

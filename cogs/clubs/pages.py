"""A club as members see it: its settings, what it posts next, and its problems."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from discord import ui
from discord.utils import format_dt

from bot.core.calendar.rhythm import Rhythm
from bot.core.clubs.club import ClubState
from bot.core.outbox.entry import EntryState
from cogs.clubs.buttons import CloseButton, RetryButton
from cogs.meetings.pages import change_lines, plan_line
from cogs.next_step.buttons import ClubNextStepButton
from cogs.papers.cards import relative_name
from cogs.polls.votes import vote_line, voting_line
from cogs.ui.calendar import break_days, breaks_ahead, rhythm_word
from cogs.ui.containers import TextPage, parted
from cogs.ui.escaping import plain
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, counted
from cogs.ui.theme import HOUSE_COLOR, WARNING_COLOR
from cogs.ui.troubles import for_organizers
from cogs.ui.week_notes import note_text
from cogs.ui.wording import t
from cogs.weeks.buttons import JoinButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.calendar.weekly_slot import WeeklySlot
    from bot.core.clubs.club import Club, ClubSettings
    from bot.core.outbox.entry import Entry
    from bot.core.papers.paper import Catalog
    from bot.core.weeks.week import Week
    from bot.services.clubs.planned_posts import PlannedPost
    from bot.services.clubs.service import ClubOverview, EditedClub

TROUBLE_TEXT = 1800
DAY = timedelta(days=1)
MONTHS = range(27, 37)  # days between the same weekday of two months
BREAKS_SHOWN = 5
MEETINGS_SHOWN = 5


def created_page(club: Club, tag: str, faults: Sequence[str], *, can_join: bool = False) -> Page:
    """Return the page about a new club: its settings, what still needs fixing, and what to do next.

    A public one announces the club, so members can join it there.
    """
    texts = [f"{_heading(club, 'created')}\n\n{_next_post(club)}", settings_text(club.settings, tag)]
    container = _settings(texts, faults, t("clubs-next-steps"))
    if can_join:
        container.add_item(ui.ActionRow(JoinButton(club.id, lead=True), ClubNextStepButton(club.id)))
    return Page(container)


def edited_page(edited: EditedClub, tag: str, faults: Sequence[str], *, note: str = "") -> Page:
    """Return the page with the settings after an edit, and a note below them."""
    club = edited.club
    settings = _with_note(settings_text(club.settings, tag), note)
    meetings = "".join(f"\n{line}" for line in change_lines(edited.meetings[:MEETINGS_SHOWN], club.settings.meeting))
    texts = [f"{_heading(club, 'changed')}\n\n{_next_post(club)}{_gap(edited)}{meetings}", settings]
    return Page(_settings(texts, faults, t("clubs-week-goes-on")))


def overview_page(
    overview: ClubOverview, tag: str, faults: Sequence[str], catalog: Catalog, *, is_organizer: bool, note: str = ""
) -> Page:
    """Return the page with settings, next posts and problems. Organizers get a button to retry blocked messages.

    `note` is a line below the settings.
    """
    club, is_troubled = overview.club, bool(faults or overview.troubled)
    state = "paused" if club.state is ClubState.PAUSED else "running"
    settings = _with_note(settings_text(club.settings, tag), note)
    texts = [_heading(club, state), settings, _breaks(club), _posts(overview, catalog)]
    if troubles := [*faults, *map(_held_up, overview.troubled), *map(_failed_week, overview.failed_weeks)]:
        lines = [t("clubs-troubles", is_troubled=is_troubled), *(f"- {trouble}" for trouble in troubles)]
        room = min(TROUBLE_TEXT, MESSAGE_TEXT - sum(map(len, texts)))
        texts.append("\n".join(counted(lines, room)))
    container = parted(texts, WARNING_COLOR if is_troubled else HOUSE_COLOR)
    if overview.troubled and is_organizer:
        container.add_item(ui.ActionRow(RetryButton(club.id)))
    return Page(container)


def tried_text(count: int, faults: Sequence[str]) -> str:
    """Return the answer to "Try again": what is on its way, and what would block it again."""
    lines = [t("clubs-tried", count=count)]
    if count and faults:
        lines += [t("clubs-still-in-the-way"), *(f"- {fault}" for fault in faults)]
    return "\n".join(lines)


def closing_page(club: Club) -> Page:
    """Return the page that asks before a club is closed."""
    text = t("clubs-close", club=plain(club.settings.name))
    return TextPage(text, CloseButton(club.id), color=WARNING_COLOR)


def settings_text(settings: ClubSettings, tag: str) -> str:
    """Return deadlines, reviewers, roles and the forum's tag (empty for none), one per line."""
    text = t(
        "clubs-settings",
        log_days=settings.log_days,
        review_days=settings.review_days,
        reviewers=settings.reviewers,
        is_anonymous=settings.anonymous,
        has_takeaways=settings.takeaways,
        role=_role(settings.role_id),
        organizers=_role(settings.organiser_role_id),
    )
    picks = t("clubs-host-picks") if settings.host_picks else ""
    votes = t("clubs-auto-vote") if settings.auto_vote else ""
    tag_line = t("clubs-tag-of-posts", tag=plain(tag)) if tag else ""
    return "\n".join(filter(None, (text, picks, votes, tag_line, plan_line(settings.meeting))))


def _with_note(text: str, note: str) -> str:
    return f"{text}\n{note}" if note else text


def slot_in_words(slot: WeeklySlot, rhythm: Rhythm = Rhythm.WEEKLY) -> str:
    """Return the slot in words: `Sundays at 18:00, Europe/Berlin`."""
    day, at, word = slot.weekday, f"{slot.at:%H:%M}", rhythm_word(rhythm)
    return t("clubs-slot", rhythm=word, weekday=day, day=day, time=at, zone=slot.zone)


def _breaks(club: Club) -> str:
    """Return the breaks ahead; empty if there are none."""
    ahead = breaks_ahead(club)
    if not ahead:
        return ""
    lines = [t("clubs-breaks"), *(f"- {break_days(one)}" for one in ahead[:BREAKS_SHOWN])]
    more = len(ahead) - BREAKS_SHOWN
    return "\n".join([*lines, *([t("clubs-more-breaks", count=more)] if more > 0 else [])])


def _role(role_id: int | None) -> str | None:
    return f"<@&{role_id}>" if role_id else None


def _settings(texts: Sequence[str], faults: Sequence[str], foot: str) -> ui.Container[Any]:
    warnings = ["\n".join(f"⚠️ {fault}" for fault in faults)] if faults else []
    return parted([*texts, *warnings, foot], WARNING_COLOR if faults else HOUSE_COLOR)


def _heading(club: Club, state: str) -> str:
    settings = club.settings
    return t(
        "clubs-heading",
        state=state,
        club=plain(settings.name),
        channel=f"<#{settings.channel_id}>",
        slot=slot_in_words(settings.slot, settings.rhythm),
    )


def _next_post(club: Club) -> str:
    return t("clubs-next-post", at=moment_of(club)) if club.next_due else t("clubs-no-new-week")


def moment_of(club: Club) -> str:
    return format_dt(club.next_due, "F") if club.next_due else ""


def _gap(edited: EditedClub) -> str:
    """Return a note if the next week does not follow the last one after a whole period."""
    if not edited.gap:
        return ""
    weeks = edited.club.settings.rhythm.weeks
    days, usual = round(edited.gap / DAY), [7 * weeks] if weeks else MONTHS
    if days in usual:
        return ""
    return f"\n{t('clubs-gap', days=days, is_late=days > max(usual))}"


def _posts(overview: ClubOverview, catalog: Catalog) -> str:
    posts = overview.posts
    if not posts:
        return t("clubs-no-new-week")
    voted_on = next((post for post in posts if overview.poll and post.at >= overview.poll.closes_at), None)
    lines = [_post(post, catalog, overview, is_voted_on=post is voted_on) for post in posts]
    voting = [f"-# {voting_line(overview.poll)}"] if overview.poll else []
    return "\n".join([t("clubs-next-posts"), *lines, *voting])


def _post(post: PlannedPost, catalog: Catalog, overview: ClubOverview, *, is_voted_on: bool) -> str:
    paper = catalog.get(post.paper_key or "")
    if paper is None:
        return t("clubs-all-read", at=format_dt(post.at, "F"))
    won = overview.won if overview.won and overview.won.winner == paper.key else None
    names = {key: known.short_name for key in won.candidates if (known := catalog.get(key))} if won else {}
    said = vote_line(won, names) if won else ""
    chosen = f"\n  -# {said}" if said else ""
    decided_by = "poll" if is_voted_on else "queue" if post.is_queued else "list"
    at, shown = format_dt(post.at, "f"), relative_name(paper)
    return t("clubs-planned-post", at=at, paper=shown, decided_by=decided_by) + chosen


def _held_up(entry: Entry) -> str:
    is_twice, trouble = entry.state is EntryState.DONE, for_organizers(entry.trouble)
    return t("clubs-held-up", kind=entry.kind, is_twice=is_twice, trouble=trouble)


def _failed_week(week: Week) -> str:
    return f"{format_dt(week.due_at, 'D')}: {note_text(week.note)}"

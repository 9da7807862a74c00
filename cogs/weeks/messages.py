"""The words and layout of the weekly post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.core.text.sentences import first_sentence
from bot.core.weeks.week import Answer, WeekState
from cogs.papers.cards import authors, short_link, year_and_venue
from cogs.papers.own_texts import gist
from cogs.polls.votes import chosen_line
from cogs.takeaways.pages import takeaway_count
from cogs.ui.calendar import pause_line
from cogs.ui.escaping import clip, plain, written
from cogs.ui.mentions import mention
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, text_in, that_fit
from cogs.ui.theme import TIER_COLORS
from cogs.ui.week_notes import note_text
from cogs.ui.wording import t
from cogs.week_links.lines import links_line
from cogs.weeks.buttons import post_buttons
from cogs.weeks.guide import guide_container
from cogs.weeks.session_lines import session_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.core.papers.clusters import Cluster
    from bot.core.papers.paper import Paper
    from bot.services.weeks.views import WeekView

TITLE_LIMIT, AUTHORS_LIMIT, VENUE_LIMIT, WHY_LIMIT = 150, 120, 80, 300
AUTHORS_SHOWN, NAMES_SHOWN = 2, 5
AFTER_LOGS = {WeekState.REVIEWING, WeekState.CLOSED}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is attached as the file `name`."""

    name: str
    alt_text: str


def post_page(view: WeekView, cluster: Cluster, picture: Picture | None, top: str = "", *, reviews: int = 0) -> Page:
    """Return the weekly post as its week is now, with `top` above it. `reviews` were written by its end.

    If the guide is not in the thread, because the post is older than guides or only a preview, it is part of the page.
    """
    focus, heading, now = cluster.focus, _heading(view, cluster.focus), _now(view, reviews)
    room = MESSAGE_TEXT - len(top) - len(heading) - len(now)
    guide = None if view.has_guide and view.week.id else guide_container(cluster, room)
    now = _joined(now, links_line(view.links, room - text_in(guide) - 1))
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), accent_color=TIER_COLORS[focus.tier])
    if picture:
        item = discord.MediaGalleryItem(f"attachment://{picture.name}", description=picture.alt_text)
        container.add_item(ui.MediaGallery(item))
    if now:
        container.add_item(ui.TextDisplay(now))
    container.add_item(post_buttons(view))
    parts: list[ui.Item[Any]] = [ui.TextDisplay(top), container] if top else [container]
    return Page(*parts, *([guide] if guide else []))


def top_lines(view: WeekView, role_id: int | None, note: str = "") -> str:
    """Return a note, if there is one, and below it the line that pings the club's role."""
    call = t("weeks-role-called", role=f"<@&{role_id}>", number=view.week.number) if role_id else ""
    return "\n".join(filter(None, (note, call)))


def pause_of(view: WeekView) -> str:
    """Return the break before the next post; empty if there is none, or if a newer week's post says it."""
    return "" if view.newer else pause_line(view.club, view.week.slot)


def club_name(view: WeekView) -> str:
    """Return the name as organizers wrote it, without effect on the text around it."""
    return plain(view.club.settings.name)


def deadlines(view: WeekView, *, countdown: bool = False) -> str:
    """Return both deadlines, in each reader's own time zone. For a closed one, return when it was.

    A countdown is only for an answer to one member: in a message that stays, it would soon be wrong.
    """
    dates, state = view.week.dates, view.week.state
    if dates is None:
        return ""
    if state not in AFTER_LOGS:
        return t("weeks-dates-ahead", logs_due=dates.logs_due, reviews_due=dates.reviews_due, countdown=countdown)
    if not view.logged:
        return t("weeks-dates-without-logs", logs_due=dates.logs_due)
    if state is WeekState.CLOSED:
        return t("weeks-dates-over", logs_due=dates.logs_due, reviews_due=dates.reviews_due)
    return t("weeks-dates-reviewing", logs_due=dates.logs_due, reviews_due=dates.reviews_due, countdown=countdown)


def _heading(view: WeekView, focus: Paper) -> str:
    """Return what is read, and one sentence on why."""
    title = f"**{short_link(clip(focus.title, TITLE_LIMIT), focus)}**"
    by = (clip(authors(focus, AUTHORS_SHOWN), AUTHORS_LIMIT), clip(year_and_venue(focus), VENUE_LIMIT))
    byline = [f"-# {' · '.join(filter(None, by))}"] if any(by) else []
    heading = t("weeks-heading", number=view.week.number, paper=written(focus.short_name))
    lines = [f"-# {club_name(view)}", heading, title, *byline]
    if view.second_at and view.week.state not in AFTER_LOGS:
        lines.append(t("weeks-part", of=view.week.periods, at=view.second_at))
    if view.week.is_late:
        lines.append(t("weeks-late", due=view.week.due_at))
    if view.chosen_by and (chosen := chosen_line(view.chosen_by)):
        lines.append(chosen)
    if focus.why_it_matters:
        lines.append(t("weeks-why", why=written(clip(first_sentence(focus.why_it_matters), WHY_LIMIT))))
    elif about := gist(focus, WHY_LIMIT):
        lines.append(about)
    return "\n".join(lines)


def _now(view: WeekView, reviews: int) -> str:
    """Return the dates and who takes part, and after the end only what came of the week."""
    if view.week.state is WeekState.CLOSED:
        return _wrapped_up(view, reviews)
    live = session_lines(view.club.server_id, view.sessions)
    if view.week.state is WeekState.REVIEWING:
        logged = t("weeks-logs-done", logs=len(view.logged)) if view.logged else ""
        written = _joined(logged, takeaway_count(view.takeaways), by=" · ")
        return _joined(*live, deadlines(view), pause_of(view), written, names_line(view.logged))
    return _joined(*live, deadlines(view), pause_of(view), counts(view), names_line(view.members(Answer.IN)))


def _wrapped_up(view: WeekView, reviews: int) -> str:
    if note := note_text(view.week.note):
        return f"{note[:1].upper()}{note[1:]}."
    logs, takeaways = len(view.logged), len(view.takeaways)
    return t("weeks-wrapped-up", number=view.week.number, logs=logs, takeaways=takeaways, reviews=reviews)


def _joined(*lines: str, by: str = "\n") -> str:
    return by.join(filter(None, lines))


def counts(view: WeekView) -> str:
    """Return how many members gave which answer, and left a takeaway. Members are invited as long as logs are open."""
    if not view.answers and not view.wrote:
        return "" if view.week.state in AFTER_LOGS else t("weeks-nobody-yet")
    answers = t("weeks-counts", reading=view.count(Answer.IN), away=view.count(Answer.OUT))
    return _joined(answers, takeaway_count(view.takeaways), by=" · ")


def names_line(members: Collection[int], most: int = NAMES_SHOWN) -> str:
    """Return the first members, and how many more there are, in small print; empty if there are none."""
    names = mentions(list(members), most)
    return f"-# {names}" if names else ""


def mentions(members: Sequence[int], most: int) -> str:
    """Return mentions, shown as names. Whether they ping depends on the message."""
    shown = that_fit([mention(member) for member in members[:most]], MESSAGE_TEXT // 2 + 500, " ")
    names, more = " ".join(shown), len(members) - len(shown)
    return t("weeks-names-and-more", names=names, count=more) if more else names

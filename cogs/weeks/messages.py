"""The words and layout of the weekly post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import SeparatorSpacing, ui
from discord.utils import format_dt

from bot.core.clusters import FIRST_PASS, QUICK_SECOND_PASS, SECOND_PASS
from bot.core.weeks import Answer, WeekState
from cogs.papers.cards import authors, short_link, why_sentence, year_and_venue
from cogs.papers.clusters import ALONE, spoken, steps_shown
from cogs.ui.inert import clip, plain, written
from cogs.ui.replies import Page
from cogs.ui.room import MESSAGE_TEXT, that_fit
from cogs.ui.theme import TIER_COLOURS
from cogs.weeks.buttons import week_buttons
from cogs.weeks.votes import vote_line, voting_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.core.clusters import Cluster, Step
    from bot.core.papers import Paper
    from bot.services.weeks import WeekView

TITLE_LIMIT, AUTHORS_LIMIT, VENUE_LIMIT, WHY_LIMIT = 150, 120, 80, 100
PROMPTS = "### To argue about"
LATE = (
    "-# This comes late: I was held up when it was due, {due}. Every date counts from this post, so nobody loses any "
    "time."
)
NOTHING_TO_REVIEW = "No log came in, so there is nothing to review."
AFTER_LOGS = {WeekState.REVIEWING, WeekState.CLOSED}
NOBODY_YET = "Nobody has answered yet. Are you in?"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is attached under `name`."""

    name: str
    alt_text: str


def post_page(
    view: WeekView,
    cluster: Cluster,
    following: Paper | None,
    picture: Picture | None,
    top: str = "",
    *,
    names: Mapping[str, str] | None = None,
) -> Page:
    """The weekly post, with `top` above it; `following` is read next where the queue ends with this week.

    `names` are those of the papers that were voted on with it, by key.

    A week that is stored nowhere, as in a preview, gets buttons that cannot be pressed.
    """
    heading, plan, ahead = _heading(view, cluster.focus, names), _plan(cluster), _ahead(view, following)
    dates = "\n".join(filter(None, (deadlines(view), counts(view))))
    room = MESSAGE_TEXT - sum(map(len, (top, heading, plan, dates, ahead)))
    steps = _steps(cluster, room)
    prompts = _prompts(cluster.focus, room - len(steps))
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), accent_colour=TIER_COLOURS[cluster.focus.tier])
    if picture:
        item = discord.MediaGalleryItem(f"attachment://{picture.name}", description=picture.alt_text)
        container.add_item(ui.MediaGallery(item))
    for text in filter(None, (steps, plan, prompts)):
        container.add_item(ui.TextDisplay(text))
    container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
    for text in filter(None, (dates, ahead)):
        container.add_item(ui.TextDisplay(text))
    container.add_item(week_buttons(view.key, view.week.state, disabled=not view.week.id))
    above: list[ui.Item[Any]] = [ui.TextDisplay(top)] if top else []
    return Page(*above, container)


def top_lines(view: WeekView, role_id: int | None, note: str = "") -> str:
    """Who is called, and before that what else must be said, as in a preview."""
    call = f"<@&{role_id}> Week {view.week.number} is here." if role_id else ""
    return "\n".join(filter(None, (note, call)))


def club_name(view: WeekView) -> str:
    """As organisers wrote it, reading as nothing else."""
    return plain(view.club.settings.name)


def deadlines(view: WeekView) -> str:
    """Both, each member in their own time; of what is closed, when that was."""
    dates, state = view.week.dates, view.week.state
    if dates is None:
        return ""
    if state not in AFTER_LOGS:
        return f"{_due('Logs', dates.logs_due)}\n{_due('Reviews', dates.reviews_due)}"
    logs = f"**Logs closed** {format_dt(dates.logs_due, 'F')}"
    if not view.logged:
        return f"{logs}\n{NOTHING_TO_REVIEW}"
    if state is WeekState.CLOSED:
        return f"{logs}\n**Reviews closed** {format_dt(dates.reviews_due, 'F')}"
    return f"{logs}\n{_due('Reviews', dates.reviews_due)}"


def _due(what: str, at: datetime) -> str:
    return f"**{what} due** {format_dt(at, 'F')} · {format_dt(at, 'R')}"


def _heading(view: WeekView, focus: Paper, names: Mapping[str, str] | None) -> str:
    title = f"**{short_link(clip(focus.title, TITLE_LIMIT), focus)}**"
    byline = f"{clip(authors(focus), AUTHORS_LIMIT)} · {clip(year_and_venue(focus), VENUE_LIMIT)}"
    lines = [f"-# {club_name(view)}", f"## Week {view.week.number} · {written(focus.short_name)}", title, byline]
    if view.week.is_late:
        lines.append(LATE.format(due=format_dt(view.week.due_at, "F")))
    if view.chosen_by and view.chosen_by.result:
        lines.append(f"-# {vote_line(view.chosen_by.result, names or {})}")
    return "\n".join(lines)


def _steps(cluster: Cluster, room: int) -> str:
    """The cluster with every why; bylines are left out where a message would not hold them."""
    intro = ALONE if len(cluster.steps) == 1 else "Oldest first: the last paper builds on those before it."
    heading = f"### Read in this order\n-# {intro}"
    whole = "\n".join([heading, *steps_shown(cluster)])
    if len(whole) <= room:
        return whole
    return "\n".join(
        [heading, *(_brief(place, step, cluster.focus) for place, step in enumerate(cluster.steps, start=1))]
    )


def _brief(place: int, step: Step, focus: Paper) -> str:
    why = f": {why_sentence(focus, clip(step.why, WHY_LIMIT))}" if step.why else ""
    return f"{place}. **{short_link(step.paper.short_name, step.paper)}** ({step.paper.year}){why}"


def _plan(cluster: Cluster) -> str:
    focus = written(cluster.focus.short_name)
    older = f", {_span(QUICK_SECOND_PASS)} for each older one" if len(cluster.steps) > 1 else ""
    return (
        f"### Reading plan\n-# {spoken(cluster.minutes)} in all\n"
        f"1. **First pass**, {_span(FIRST_PASS)} a paper: abstract, figures, conclusion. What is it about?\n"
        f"2. **Second pass**, {_span(SECOND_PASS)} for {focus}{older}: the idea, then the evidence.\n"
        f"3. **Third pass**: implement it. The central idea of {focus}, as small as it will go."
    )


def _span(minutes: tuple[int, int]) -> str:
    return f"{minutes[0]}–{minutes[1]} minutes"


def _prompts(focus: Paper, room: int) -> str:
    lines = that_fit([PROMPTS, *(f"- {written(prompt)}" for prompt in focus.prompts)], room)
    return "\n".join(lines) if len(lines) > 1 else ""


def counts(view: WeekView) -> str:
    """How many have answered what; they are asked for as long as logs are open."""
    if not view.answers:
        return "" if view.week.state in AFTER_LOGS else f"-# {NOBODY_YET}"
    return f"**In** {view.count(Answer.IN)} · **Can't this week** {view.count(Answer.OUT)}"


def _ahead(view: WeekView, following: Paper | None) -> str:
    """A week ahead, that the queue runs dry and what follows, or that members are voting on it."""
    if view.newer or view.week.state is WeekState.CLOSED:
        return ""
    if view.poll:
        return f"-# {voting_line(view.poll)}"
    if view.is_next_queued:
        return ""
    if following is None:
        return "-# Nothing is queued after this week, and the list is read. Organisers queue more with `/syllabus add`."
    return (
        f"-# Nothing is queued after this week. Next is {short_link(following.short_name, following)} "
        f"({following.year}), the list's next unread paper, unless the club chooses: organisers queue one with "
        "`/syllabus add`, or let everyone vote with `/week poll`."
    )

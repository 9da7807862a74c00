"""The message of a catch-up: no new paper, and what is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.weeks.week import WeekState
from cogs.clubs.buttons import ShowButton
from cogs.next_step.buttons import ClubNextStepButton
from cogs.papers.names import short_name
from cogs.ui.containers import TextPage
from cogs.ui.escaping import plain, written
from cogs.ui.wording import t
from cogs.weeks.session_lines import session_line

if TYPE_CHECKING:
    from bot.core.weeks.week import Week
    from bot.services.papers.papers import Papers
    from bot.services.weeks.catch_ups import CatchUp
    from cogs.ui.replies import Page

WEEKS_SHOWN = 5


def catch_up_page(catch_up: CatchUp, papers: Papers, key: str) -> Page:
    """Return the message. It pings nobody: there is nothing new."""
    club = catch_up.club
    lines = [_heading(catch_up, papers)]
    lines += [_open(week, papers) for week in catch_up.weeks[-WEEKS_SHOWN:]]
    if catch_up.session and (meets := session_line(club.server_id, catch_up.session)):
        lines.append(meets)
    lines += [t("weeks-catch-up-next", at=club.next_due)] if club.next_due else []
    return TextPage("\n".join(lines), ClubNextStepButton(club.id, key), ShowButton(club.id, key))


def _heading(catch_up: CatchUp, papers: Papers) -> str:
    name = plain(catch_up.club.settings.name)
    part = catch_up.session.part if catch_up.session else None
    if part is None or not catch_up.weeks:
        return t("weeks-catch-up", club=name, is_open=bool(catch_up.weeks))
    paper = written(short_name(papers, catch_up.weeks[0].paper_key))
    return t("weeks-goes-on", club=name, paper=paper, part=part.number, of=part.of)


def _open(week: Week, papers: Papers) -> str:
    is_reviewing = week.state is WeekState.REVIEWING
    due = (week.reviews_due if is_reviewing else week.logs_due) or week.due_at
    thread = f"<#{week.thread_id}>" if week.thread_id else None
    paper = written(short_name(papers, week.paper_key))
    return t("weeks-catch-up-open", number=week.number, paper=paper, thread=thread, is_reviewing=is_reviewing, due=due)

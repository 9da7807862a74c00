"""What an organizer reads before and after a schedule is imported, and about an export."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from discord import ui

from bot.core.schedules.past import TAKEN, Also, Fate
from bot.services.syllabus.service import LONGEST_SYLLABUS
from cogs.schedules.buttons import AlsoPick, HostPick, HostsPageButton, LinesPageButton, MovingAction, MovingButton
from cogs.ui.containers import TextPage
from cogs.ui.escaping import clip, plain
from cogs.ui.page_buttons import page_buttons
from cogs.ui.replies import Page
from cogs.ui.text_budget import counted, fitted
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.clubs.club import Club
    from bot.core.schedules.past import MovingIn, PlannedPaper, PlannedSession
    from bot.services.schedules.previewing import ShownPreview

ROWS, NAMES = 7, 5
TITLE_ROOM, TOPIC_ROOM, HOSTS_ROOM, UNREAD_ROOM, NAME_ROOM = 110, 80, 60, 150, 100
PAPERS_ROOM = 220
ARROWS = ("◀", "▶")


def moving_page(moving: ShownPreview, page: int) -> Page:
    """Return one page of the lines and what becomes of them, with the buttons that confirm or drop the import."""
    if moving.done or moving.plan is None:
        return moved_page(moving)
    plan = moving.plan
    rows = list(_rows(plan))
    pages = max(1, -(-len(rows) // ROWS))
    page = min(page, pages - 1)
    texts = [t("schedules-preview", club=plain(moving.club.settings.name)), *_summary(moving, plan)]
    shown = rows[page * ROWS : (page + 1) * ROWS]
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay("\n".join(texts)), ui.Separator(), ui.TextDisplay("\n".join(shown)), accent_color=HOUSE_COLOR
    )
    if pages > 1:
        container.add_item(page_buttons(partial(LinesPageButton, moving.token), page, pages, ARROWS))
    if counts := _offered(plan):
        container.add_item(ui.ActionRow(AlsoPick(moving.token, counts, plan.also)))
    actions = [MovingAction.CANCEL]
    if plan.hosts:
        actions.insert(0, MovingAction.HOSTS)
    if not moving.is_empty and _fits(moving, plan):
        actions.insert(0, MovingAction.CONFIRM)
    container.add_item(ui.ActionRow(*(MovingButton(action, moving.token) for action in actions)))
    return Page(container)


def hosts_page(moving: ShownPreview, page: int) -> Page:
    """Return the names of hosts, each with a select of members."""
    if moving.done or moving.plan is None:
        return moved_page(moving)
    wanted = set(moving.plan.hosts)
    names = [(position, name) for position, name in enumerate(moving.names) if name in wanted]
    pages = max(1, -(-len(names) // NAMES))
    page = min(page, pages - 1)
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(t("schedules-hosts")), accent_color=HOUSE_COLOR)
    matches = moving.matches or {}
    for position, name in names[page * NAMES : (page + 1) * NAMES]:
        container.add_item(ui.TextDisplay(t("schedules-host", name=clip(plain(name), NAME_ROOM))))
        container.add_item(ui.ActionRow(HostPick(moving.token, position, matches.get(position))))
    if pages > 1:
        container.add_item(page_buttons(partial(HostsPageButton, moving.token), page, pages, ARROWS))
    container.add_item(ui.ActionRow(MovingButton(MovingAction.BACK, moving.token)))
    return Page(container)


def page_of_host(moving: ShownPreview, position: int) -> int:
    """Return the page that shows the name at that position."""
    wanted = set(moving.plan.hosts) if moving.plan else set()
    before = [name for name in moving.names[:position] if name in wanted]
    return len(before) // NAMES


def moved_page(moving: ShownPreview) -> Page:
    done = moving.done
    if done is None:
        return TextPage(t("schedules-canceled"))
    club = plain(moving.club.settings.name)
    return TextPage(
        t(
            "schedules-imported",
            club=club,
            past=done.past,
            queued=done.queued,
            papers=done.papers,
            matched=done.matched,
        )
    )


def exported_page(club: Club, count: int, file_name: str) -> Page:
    """Return the answer with the file of that name."""
    file: ui.File[Any] = ui.File(f"attachment://{file_name}")
    text = t("schedules-exported", club=plain(club.settings.name), count=count)
    return Page(ui.Container(ui.TextDisplay(text), file, accent_color=HOUSE_COLOR))


def _summary(moving: ShownPreview, plan: MovingIn) -> Iterator[str]:
    if plan.is_empty:
        yield t("schedules-nothing-new", unmatched=bool(plan.to_match))
        return
    yield t("schedules-counts", past=len(plan.past), queued=len(plan.queue), papers=plan.new_papers)
    if not _fits(moving, plan):
        yield t("schedules-too-long", count=moving.queue_length + len(plan.queue), most=LONGEST_SYLLABUS)
    yield t("schedules-quiet")


def _fits(moving: ShownPreview, plan: MovingIn) -> bool:
    return not plan.queue or moving.queue_length + len(plan.queue) <= LONGEST_SYLLABUS


def _offered(plan: MovingIn) -> dict[Also, int]:
    """Return what the organizer may import besides, with how many sessions that is."""
    counts = {Also.UNDATED: plan.undated, Also.TOPICS: plan.topics, Also.PASSCODES: plan.passcodes}
    return {also: count for also, count in counts.items() if count}


def _rows(plan: MovingIn) -> Iterator[str]:
    for session in plan.sessions:
        head = t("schedules-row", line=session.line, day=session.day, fate=session.fate)
        yield "\n".join(filter(None, (head, _papers(session), _facts(session), _left_out(session))))
    for line in plan.unread:
        yield t("schedules-unread", line=line.line, text=fitted(" ".join(line.text.split()), UNREAD_ROOM))


def _papers(session: PlannedSession) -> str:
    if not session.papers:
        return fitted(session.topic, TOPIC_ROOM)
    return " · ".join(counted([_paper(paper, session.fate) for paper in session.papers], PAPERS_ROOM, " · "))


def _paper(paper: PlannedPaper, fate: Fate) -> str:
    state = "unknown" if paper.key is None or fate not in TAKEN else "new" if paper.is_new else "known"
    return t("schedules-paper", title=fitted(paper.title, TITLE_ROOM), state=state)


def _facts(session: PlannedSession) -> str:
    hosts = clip(plain(", ".join(session.hosts)), HOSTS_ROOM) or None
    return t("schedules-facts", hosts=hosts, links=len(session.links)) if hosts or session.links else ""


def _left_out(session: PlannedSession) -> str:
    return t("schedules-left-out", count=session.left_out) if session.left_out else ""

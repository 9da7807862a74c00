"""A club's syllabus as members see it, and what organizers read after editing it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from discord.utils import format_dt

from bot.core.papers.clusters import ANCESTORS
from cogs.papers.cards import reason_of, relative_name
from cogs.polls.votes import is_running, vote_line, voting_line
from cogs.syllabus.buttons import SyllabusButton
from cogs.ui.containers import parted
from cogs.ui.escaping import plain, written
from cogs.ui.page_buttons import page_buttons
from cogs.ui.replies import Page
from cogs.ui.text_budget import that_fit
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.clubs.club import Club
    from bot.core.papers.paper import Catalog, Paper
    from bot.core.syllabus.syllabus import Path
    from bot.services.syllabus.service import QueuedPapers, QueuePosition, SyllabusView

ROWS = 12
# Parts of the 4,000 characters that a message can hold.
WAY_TEXT, NAMES_TEXT, ASIDE_TEXT = 2400, 800, 380


def syllabus_page(club: Club, view: SyllabusView, page: int, catalog: Catalog) -> Page:
    """Return what was read, one page of what comes when, and where the reading list takes over."""
    pages = max(1, -(-len(view.queue) // ROWS))
    page = min(page, pages - 1)
    poll, texts = view.poll, [_heading(club, t("syllabus-counts", to_come=len(view.queue), read=len(view.read)))]
    if view.read:
        texts.append(t("syllabus-read", names=_names(view.read, catalog, last=True)))
    voting = [t("syllabus-winner-first", voting=voting_line(poll), is_running=is_running(poll))] if poll else []
    texts.append("\n".join([t("syllabus-to-come"), *voting, *_rows(view, page, catalog)]))
    if page == pages - 1:
        texts.append(_afterwards(view, catalog))
    container = parted(texts, HOUSE_COLOR)
    if pages > 1:
        container.add_item(page_buttons(partial(SyllabusButton, club.id), page, pages))
    return Page(container)


def track_name(slug: str, catalog: Catalog) -> str:
    """Return the displayed name of a ready-made track."""
    return t("syllabus-track", slug=slug, topic=catalog.topics.get(slug, slug))


def used_page(club: Club, slug: str, queued: QueuedPapers, catalog: Catalog) -> Page:
    """Return what a track added."""
    added = t("syllabus-queued", weeks=len(queued.added), names=_names(queued.added, catalog))
    text = added if queued.added else t("syllabus-nothing-added")
    texts = [_heading(club, track_name(slug, catalog)), text, _left_out(queued, catalog), _length(queued.length)]
    return Page(parted(texts, HOUSE_COLOR))


def way_page(club: Club, path: Path, queued: QueuedPapers, catalog: Catalog) -> Page:
    """Return the papers on the path to a goal, in order, why each is on it, and which papers it treats as known."""
    goal = catalog[path.keys[-1]]
    fitting = that_fit([_step(number, key, path, catalog) for number, key in enumerate(path.keys, start=1)], WAY_TEXT)
    more = len(path.keys) - len(fitting)
    steps = [*fitting, t("syllabus-more-steps", more=more)] if more else fitting
    texts = [_heading(club, t("syllabus-way", paper=relative_name(goal))), "\n".join(steps)]
    if path.known:
        texts.append(t("syllabus-way-known", names=_names(path.known, catalog, ASIDE_TEXT)))
    if not queued.added:
        texts.append(t("syllabus-way-nothing-added"))
    return Page(parted([*texts, _left_out(queued, catalog), _length(queued.length)], HOUSE_COLOR))


def position_text(paper: Paper, position: QueuePosition) -> str:
    """Return the paper's position in the queue."""
    name = written(paper.short_name)
    return t("syllabus-placed", paper=name, number=position.number, of=position.of, was_read=position.was_read)


def removed_text(name: str, left: int) -> str:
    return t("syllabus-removed", paper=written(name), left=left)


def _heading(club: Club, line: str) -> str:
    return t("syllabus-heading", club=plain(club.settings.name), line=line)


def _rows(view: SyllabusView, page: int, catalog: Catalog) -> list[str]:
    if not view.queue:
        return [t("syllabus-empty")]
    rows = []
    for index in range(page * ROWS, min((page + 1) * ROWS, len(view.queue))):
        when = f"{format_dt(view.dates[index], 'D')} · " if view.dates else ""
        periods = view.periods.get(view.queue[index], 1)
        parts = f" · {t('syllabus-parts', count=periods)}" if periods > 1 else ""
        rows.append(f"{index + 1}. {when}{relative_name(catalog[view.queue[index]])}{parts}")
        if view.won and view.won.result and view.won.winner == view.queue[index]:
            names = {key: catalog[key].short_name for key in view.won.candidates if key in catalog}
            rows.append(f"   -# {vote_line(view.won, names)}")
    return rows


def _afterwards(view: SyllabusView, catalog: Catalog) -> str:
    if view.then is None:
        return t("syllabus-all-read")
    since = format_dt(view.then_at, "D") if view.then_at else None
    paper = relative_name(catalog[view.then])
    follows = t("syllabus-afterwards", after_queue=bool(view.queue), since=since, paper=paper)
    return follows if view.dates or view.then_at else f"{follows}\n{t('syllabus-paused')}"


def _step(number: int, key: str, path: Path, catalog: Catalog) -> str:
    """Return a paper of the path, and what a later paper takes from it."""
    line = f"{number}. **{relative_name(catalog[key])}**"
    if key == path.keys[-1]:
        return f"{line}\n   {t('syllabus-goal')}"
    for later in path.keys[path.keys.index(key) + 1 :]:
        for link in catalog[later].builds_on[:ANCESTORS]:
            if link.key == key:
                reason = reason_of(catalog[later], link.why, link.sentence)
                return f"{line}\n   {reason}" if reason else line
    return line


def _left_out(queued: QueuedPapers, catalog: Catalog) -> str:
    parts = []
    if queued.read:
        parts.append(t("syllabus-left-out", names=_names(queued.read, catalog, ASIDE_TEXT)))
    if queued.queued:
        parts.append(t("syllabus-queued-already", names=_names(queued.queued, catalog, ASIDE_TEXT)))
    return "\n".join(parts)


def _length(length: int) -> str:
    return t("syllabus-length", papers=length)


def _names(keys: Iterable[str], catalog: Catalog, room: int = NAMES_TEXT, *, last: bool = False) -> str:
    """Return as many short names as there is room for; with `last`, the last ones."""
    names = [written(catalog[key].short_name) for key in keys if key in catalog]
    shown = that_fit(names[::-1] if last else names, room, ", ")
    more = len(names) - len(shown)
    listed = ", ".join(shown[::-1] if last else shown)
    if not more:
        return listed
    return t("syllabus-earlier", more=more, names=listed) if last else t("syllabus-and-more", names=listed, more=more)

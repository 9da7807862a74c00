"""A club's syllabus as members see it, and what organisers read after editing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui
from discord.utils import format_dt

from bot.core.clusters import ANCESTORS
from cogs.papers.cards import relative_name, why_sentence
from cogs.syllabus.buttons import SyllabusButton
from cogs.ui.containers import parted
from cogs.ui.inert import plain, written
from cogs.ui.replies import Page
from cogs.ui.room import that_fit
from cogs.ui.theme import HOUSE_COLOUR
from cogs.weeks.votes import vote_line, voting_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.clubs import Club
    from bot.core.papers import Catalogue, Paper
    from bot.core.syllabus import Path
    from bot.services.syllabus import Place, Queued, SyllabusView

ROWS = 12
# Shares of the 4,000 characters that a message holds.
WAY_TEXT, NAMES_TEXT, ASIDE_TEXT = 2400, 800, 380
EMPTY = "Nothing is queued. `/syllabus use` queues a ready track, `/syllabus path` the way to a paper."
PAUSED = "-# The club is paused, so there are no dates; `/club resume` starts it again."
ALL_READ = "Then every paper of the list has been read."


def syllabus_page(club: Club, view: SyllabusView, page: int, catalogue: Catalogue) -> Page:
    """What was read, what comes when, and where the reading list takes over; one page of what comes."""
    pages = max(1, -(-len(view.queue) // ROWS))
    page = min(page, pages - 1)
    texts = [_heading(club, f"-# {_count(len(view.queue), 'paper')} to come · {len(view.read)} read")]
    if view.read:
        texts.append(f"**Read**\n{_names(view.read, catalogue, last=True)}")
    voting = [f"{voting_line(view.poll)} The winner comes first."] if view.poll else []
    texts.append("\n".join(["**To come**", *voting, *_rows(view, page, catalogue)]))
    if page == pages - 1:
        texts.append(_afterwards(view, catalogue))
    container = parted(texts, HOUSE_COLOUR)
    if pages > 1:
        container.add_item(_page_buttons(club.id, page, pages))
    return Page(container)


def used_page(club: Club, name: str, queued: Queued, catalogue: Catalogue) -> Page:
    """What a track added."""
    added = f"**Queued** {_count(len(queued.added), 'week')}\n{_names(queued.added, catalogue)}"
    text = added if queued.added else "Nothing is added: every paper of it is queued or read already."
    texts = [_heading(club, name), text, _left_out(queued, catalogue), _length(queued.length)]
    return Page(parted(texts, HOUSE_COLOUR))


def way_page(club: Club, path: Path, queued: Queued, catalogue: Catalogue) -> Page:
    """The way to a goal in order, why each paper is on it, and what it takes as known."""
    goal = catalogue[path.keys[-1]]
    fitting = that_fit([_step(place, key, path, catalogue) for place, key in enumerate(path.keys, start=1)], WAY_TEXT)
    texts = [
        _heading(club, f"The way to {relative_name(goal)}"),
        "\n".join(fitting) + (f"\n… and {len(path.keys) - len(fitting)} more" if len(fitting) < len(path.keys) else ""),
    ]
    if path.known:
        texts.append(f"**Taken as known**, since the weeks end there: {_names(path.known, catalogue, ASIDE_TEXT)}")
    if not queued.added:
        texts.append("Nothing is added: the whole way is queued or read already.")
    return Page(parted([*texts, _left_out(queued, catalogue), _length(queued.length)], HOUSE_COLOUR))


def placed_text(paper: Paper, place: Place) -> str:
    """Where a paper waits now."""
    again = " The club has read it before, and reads it again." if place.was_read else ""
    if place.number == 1:
        return f"**{written(paper.short_name)}** is read next.{again}"
    return f"**{written(paper.short_name)}** is in place {place.number} of {place.of}.{again}"


def removed_text(name: str, left: int) -> str:
    rest = f"{_count(left, 'paper')} {'is' if left == 1 else 'are'} left" if left else "it is empty now"
    return f"**{written(name)}** is off the syllabus; {rest}. `/syllabus show` lists what comes."


def _heading(club: Club, line: str) -> str:
    return f"-# SYLLABUS\n## {plain(club.settings.name)}\n{line}"


def _rows(view: SyllabusView, page: int, catalogue: Catalogue) -> list[str]:
    if not view.queue:
        return [EMPTY]
    rows = []
    for place in range(page * ROWS, min((page + 1) * ROWS, len(view.queue))):
        when = f"{format_dt(view.dates[place], 'D')} · " if view.dates else ""
        rows.append(f"{place + 1}. {when}{relative_name(catalogue[view.queue[place]])}")
        if view.won and view.won.result and view.won.winner == view.queue[place]:
            names = {key: catalogue[key].short_name for key in view.won.candidates if key in catalogue}
            rows.append(f"   -# {vote_line(view.won.result, names)}")
    return rows


def _afterwards(view: SyllabusView, catalogue: Catalogue) -> str:
    if view.then is None:
        return ALL_READ
    since = f" from {format_dt(view.then_at, 'D')} on" if view.then_at else ""
    lead = "Then the" if view.queue else "Until then the"
    follows = f"{lead} reading list decides{since}, beginning with {relative_name(catalogue[view.then])}."
    return follows if view.dates or view.then_at else f"{follows}\n{PAUSED}"


def _step(place: int, key: str, path: Path, catalogue: Catalogue) -> str:
    """A paper of the way, and what a later one takes from it."""
    line = f"{place}. **{relative_name(catalogue[key])}**"
    if key == path.keys[-1]:
        return f"{line}\n   The goal."
    for later in path.keys[path.keys.index(key) + 1 :]:
        for link in catalogue[later].builds_on[:ANCESTORS]:
            if link.key == key:
                return f"{line}\n   {why_sentence(catalogue[later], link.why)}"
    return line


def _left_out(queued: Queued, catalogue: Catalogue) -> str:
    parts = []
    if queued.read:
        parts.append(f"**Left out**, since it was read: {_names(queued.read, catalogue, ASIDE_TEXT)}")
    if queued.queued:
        parts.append(f"**Queued already**: {_names(queued.queued, catalogue, ASIDE_TEXT)}")
    return "\n".join(parts)


def _length(length: int) -> str:
    return f"-# The syllabus has {_count(length, 'paper')} now; `/syllabus show` gives their dates."


def _names(keys: Iterable[str], catalogue: Catalogue, room: int = NAMES_TEXT, *, last: bool = False) -> str:
    """Short names, as many as there is room for; with `last` the last ones."""
    names = [written(catalogue[key].short_name) for key in keys if key in catalogue]
    shown = that_fit(names[::-1] if last else names, room, ", ")
    more = len(names) - len(shown)
    listed = ", ".join(shown[::-1] if last else shown)
    if not more:
        return listed
    return f"{more} earlier ones, {listed}" if last else f"{listed} and {more} more"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _page_buttons(club_id: int, page: int, pages: int) -> ui.ActionRow[Any]:
    first, last = page == 0, page == pages - 1
    return ui.ActionRow(
        SyllabusButton(club_id, max(0, page - 1), "Back", disabled=first),
        # As on the catalogue's shelves: an id of its own, and pressing it does nothing.
        SyllabusButton(club_id, 9999, f"{page + 1} of {pages}", disabled=True),
        SyllabusButton(club_id, 9998 if last else page + 1, "Next", disabled=last),
    )

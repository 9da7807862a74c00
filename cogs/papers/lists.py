"""Pages that offer several papers: "Did you mean", the catalogue's shelves, the papers in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.core.sentences import first_sentence
from cogs.papers.buttons import PaperButton, PaperPick, ShelfButton, ShelfFilter
from cogs.papers.cards import authors, short_link, year_and_venue
from cogs.papers.choices import CHOICES
from cogs.papers.goals import Goal
from cogs.ui.inert import clip, in_code, written
from cogs.ui.replies import Page
from cogs.ui.room import MESSAGE_TEXT, that_fit
from cogs.ui.theme import HOUSE_COLOUR, TIER_COLOURS, TIER_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.papers import Paper
    from cogs.papers.goals import Shelf

TITLE_LIMIT = 200
ROWS_OF_MENTIONS = 7
AROUND_NAMES = 40  # "Also in it: … and 12 more."
CANDIDATES_TEXT = MESSAGE_TEXT - 300  # less the question
ROWS = 7  # with the filters and the page buttons, more would pass Discord's 40 components
GIST_LIMIT, AUTHORS_LIMIT = 172, 100  # the longest first sentence of the shipped papers


def did_you_mean_page(query: str, goal: Goal, papers: Sequence[Paper], *, private: bool) -> Page:
    """The candidates in words, and a select that leads on to what was asked for."""
    lines = [f"{place}. {_candidate(paper)}" for place, paper in enumerate(papers, start=1)]
    if len(papers) == 1:
        lines = [_candidate(papers[0])]
        asked = f"Nothing in the catalogue is called {in_code(query)}; this comes closest."
    else:
        asked = f"Several papers match {in_code(query)}."
    return Page(
        ui.Container(
            ui.TextDisplay(f"### Did you mean …\n{asked}"),
            ui.TextDisplay("\n".join(that_fit(lines, CANDIDATES_TEXT))),
            ui.ActionRow(PaperPick(goal, papers, private=private)),
            accent_colour=HOUSE_COLOUR,
        )
    )


def _candidate(paper: Paper) -> str:
    """Name, title and year; a title that begins with the name says it once."""
    name, colon, rest = paper.title.partition(": ")
    if colon and name.casefold() == paper.short_name.casefold():
        title = f"**{written(name)}**: {clip(written(rest), TITLE_LIMIT)}"
    else:
        title = f"**{written(paper.short_name)}** · {clip(written(paper.title), TITLE_LIMIT)}"
    return f"{title} ({paper.year})"


def shelf_page(shelf: Shelf, papers: Sequence[Paper], topics: dict[str, str]) -> Page:
    """One page of `papers`, which are all that the shelf's filters leave, with filters and page buttons."""
    pages = max(1, -(-len(papers) // ROWS))
    page = min(shelf.page, pages - 1)
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay(_shelf_heading(shelf, len(papers), topics)), accent_colour=_shelf_colour(shelf)
    )
    for paper in papers[page * ROWS : (page + 1) * ROWS]:
        container.add_item(_row(paper))
    if not papers:
        container.add_item(ui.TextDisplay("No paper is in both. Choose another tier or topic below."))
    container.add_item(ui.ActionRow(ShelfFilter.of_tiers(shelf)))
    container.add_item(ui.ActionRow(ShelfFilter.of_topics(shelf, topics)))
    if pages > 1:
        container.add_item(_page_buttons(shelf, page, pages))
    return Page(container)


def mentions_page(papers: Sequence[Paper]) -> Page:
    """The papers that a message mentions: the first with a button to its card each, the others by name in a menu."""
    rows, others = papers[:ROWS_OF_MENTIONS], papers[ROWS_OF_MENTIONS:]
    heading: ui.TextDisplay[Any] = ui.TextDisplay(f"### {len(papers)} papers in that message")
    container: ui.Container[Any] = ui.Container(heading, *map(_row, rows), accent_colour=HOUSE_COLOUR)
    if others:
        shown = sum(len(part.content) for part in container.walk_children() if isinstance(part, ui.TextDisplay))
        room = MESSAGE_TEXT - AROUND_NAMES - shown
        chosen = others[:CHOICES]
        more = f" and {len(others) - len(chosen)} more" if len(others) > len(chosen) else ""
        names = that_fit([f"**{written(paper.short_name)}**" for paper in chosen], room, ", ")
        cut = " …" if len(names) < len(chosen) else ""
        container.add_item(ui.TextDisplay(f"Also in it: {', '.join(names)}{cut}{more}."))
        container.add_item(ui.ActionRow(PaperPick(Goal.CARD, chosen, private=True)))
    return Page(container)


def _shelf_heading(shelf: Shelf, count: int, topics: dict[str, str]) -> str:
    narrowed = [TIER_NAMES[shelf.tier]] if shelf.tier else []
    narrowed += [topics[shelf.topic]] if shelf.topic in topics else []
    what = " · ".join(narrowed) or "The catalogue"
    return f"### {what}\n-# {count} paper{'' if count == 1 else 's'}"


def _shelf_colour(shelf: Shelf) -> int:
    return TIER_COLOURS[shelf.tier] if shelf.tier else HOUSE_COLOUR


def _row(paper: Paper) -> ui.Section[Any]:
    gist = clip(written(first_sentence(paper.contribution)), GIST_LIMIT)
    byline = f"-# {clip(authors(paper), AUTHORS_LIMIT)} · {year_and_venue(paper)}"
    return ui.Section(
        f"**{short_link(paper.short_name, paper)}** · {gist}\n{byline}", accessory=PaperButton(Goal.CARD, paper.key)
    )


def _page_buttons(shelf: Shelf, page: int, pages: int) -> ui.ActionRow[Any]:
    first, last = page == 0, page == pages - 1
    return ui.ActionRow(
        ShelfButton(shelf.turned_to(max(0, page - 1)), "Back", disabled=first),
        # Its custom id must differ from its neighbours', and pressing it does nothing: it only says where one is.
        ShelfButton(shelf.turned_to(9999), f"{page + 1} of {pages}", disabled=True),
        ShelfButton(shelf.turned_to(min(pages - 1, page + 1) if not last else 9998), "Next", disabled=last),
    )
